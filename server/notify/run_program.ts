/**
 * One program that is given a text and must end in time.
 *
 * @module
 */
import { DeliveryError } from "./way.ts";

/** Milliseconds that a program may take. */
const TIMEOUT = 30_000;

/** Bytes of its complaint that are kept. */
const MOST_KEPT = 500;

export interface ProgramOptions {
  stdin?: string;
  env?: Record<string, string>;
  signal: AbortSignal;
  /** Milliseconds. */
  timeout?: number | undefined;
}

/**
 * Runs `command` without a shell.
 *
 * @throws {DeliveryError} unless it ends in time and well
 */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  { stdin = "", env = {}, signal, timeout = TIMEOUT }: ProgramOptions,
): Promise<void> {
  const child = spawn(program, args, env);
  const late = AbortSignal.timeout(timeout);
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const over = AbortSignal.any([signal, late]);
  over.addEventListener("abort", kill);
  const [{ code, signal: killer }, complaint] = await Promise.all([
    child.status,
    firstBytes(child.stderr, child.status),
    give(child, stdin),
  ]);
  over.removeEventListener("abort", kill);
  if (late.aborted && killer) {
    throw new DeliveryError(`did not end within ${timeout / 1000} s`, {
      temporary: false,
    });
  }
  if (code === 0) return;
  const reason = complaint.trim().split("\n")[0];
  const end = killer ? `was ended by ${killer}` : `ended with code ${code}`;
  throw new DeliveryError(reason ? `${end}: ${reason}` : end, {
    temporary: true,
  });
}

function spawn(
  program: string,
  args: string[],
  env: Record<string, string>,
): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args,
      env,
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotFound
      ? `"${program}" is not found`
      : `"${program}" cannot be executed`;
    throw new DeliveryError(reason, { temporary: false });
  }
}

async function give(child: Deno.ChildProcess, text: string): Promise<void> {
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // It does not read what it is given, which is its right.
  }
}

/** The beginning of what comes; whatever holds the pipe open after `end` is not waited for. */
async function firstBytes(
  stream: ReadableStream<Uint8Array>,
  end: Promise<unknown>,
): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  const read = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      if (text.length < MOST_KEPT) {
        text += decoder.decode(value, { stream: true });
      }
    }
  };
  const all = read().catch(() => {
    // Given up below.
  });
  await end;
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 50))]);
  await reader.cancel();
  return text.slice(0, MOST_KEPT);
}
