/**
 * Signals that reach streamer while it runs a command, and are meant for it.
 *
 * @module
 */

const FORWARDED: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

export interface SignalOptions {
  send(signal: Deno.Signal): void;
  /** Whether the command shares our terminal, which has sent it Ctrl-C itself. */
  sharesTerminal: boolean;
}

/** Passes signals on to the command until it is disposed. */
export class SignalForwarder implements Disposable {
  readonly #listeners: [Deno.Signal, () => void][];

  constructor({ send, sharesTerminal }: SignalOptions) {
    this.#listeners = FORWARDED.map((signal) => [signal, () => {
      const typed = signal === "SIGINT" || signal === "SIGQUIT";
      if (typed && sharesTerminal && inForeground()) return;
      send(signal);
    }]);
    for (const [signal, listener] of this.#listeners) {
      Deno.addSignalListener(signal, listener);
    }
  }

  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) {
      Deno.removeSignalListener(signal, listener);
    }
  }
}

/**
 * Whether our process group is the one that the terminal sends its signals to:
 * fields 5 (pgrp) and 8 (tpgid) of /proc/self/stat, proc(5).
 */
function inForeground(): boolean {
  try {
    const stat = Deno.readTextFileSync("/proc/self/stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[2] === fields[5];
  } catch {
    // No /proc: a Ctrl-C is by far the likeliest sender of this signal.
    return true;
  }
}
