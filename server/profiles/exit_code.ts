/**
 * Exit codes in words.
 *
 * @module
 */

/** The signals that end, or stop, commands; numbers as on Linux and macOS alike. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
};

/** A shell gives 128 and the signal for what a signal has ended. */
const SIGNAL_BASE = 128;

/** `Exit code 2`, `Exit code 137 (SIGKILL)`. */
export function describeExitCode(code: number): string {
  const signal = SIGNALS[code - SIGNAL_BASE];
  return `Exit code ${code}${signal ? ` (${signal})` : ""}`;
}
