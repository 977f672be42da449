/**
 * The functions of the C library that pseudo-terminals need. Linux only, with
 * glibc or musl.
 *
 * Numbers are those of Linux on x64 and arm64, which agree.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { lazy } from "./lazy.ts";

/** open(2), fcntl.h. */
export const O_RDWR = 0o2;
export const O_NOCTTY = 0o400;
export const O_NONBLOCK = 0o4000;
export const O_CLOEXEC = 0o2000000;

/** poll(2), poll.h. */
export const POLLIN = 1;
export const POLLOUT = 4;
export const POLLERR = 8;
export const POLLHUP = 16;

/** tcsetattr(3), termios.h. */
export const TCSANOW = 0;
/** The same once all output is written, which was meant for the old settings. */
export const TCSADRAIN = 1;

/** ioctl_tty(2), asm-generic/ioctls.h. */
export const TIOCSWINSZ = 0x5414n;

const SYMBOLS = {
  posix_openpt: { parameters: ["i32"], result: "i32" },
  grantpt: { parameters: ["i32"], result: "i32" },
  unlockpt: { parameters: ["i32"], result: "i32" },
  ptsname_r: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  cfmakeraw: { parameters: ["buffer"], result: "void" },
  tcgetattr: { parameters: ["i32", "buffer"], result: "i32" },
  tcsetattr: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  tcgetpgrp: { parameters: ["i32"], result: "i32" },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  // These count in 64 bits, but never more than one of our buffers.
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  // The only call that may block, so it runs on a thread of its own.
  poll: {
    parameters: ["buffer", "u64", "i32"],
    result: "i32",
    nonblocking: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

export type Libc = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/**
 * The C library, opened at the first call and then for as long as the process
 * runs: it is part of the process anyway.
 *
 * @throws {StreamerError} `source_failed` when there is none we know
 */
export const libc: () => Libc = lazy(() => {
  for (const name of NAMES) {
    try {
      return Deno.dlopen(name, SYMBOLS).symbols;
    } catch {
      // Another C library: the next name may be its.
    }
  }
  throw new StreamerError(
    "source_failed",
    "Cannot open a pseudo-terminal: the C library was not found",
  );
});

const NAMES = ["libc.so.6", `libc.musl-${Deno.build.arch}.so.1`, "libc.so"];
