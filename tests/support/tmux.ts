/**
 * A real terminal with a shell in it, inside a tmux of its own.
 *
 * @module
 */
import type { TestHouse } from "../house.ts";

/** Whether this machine has tmux. */
export const HAS_TMUX = has("tmux");

/** Whether this machine has the program `name`. */
export function has(name: string): boolean {
  try {
    const { success } = new Deno.Command("sh", {
      args: ["-c", `command -v ${name}`],
      stdout: "null",
    }).outputSync();
    return success;
  } catch {
    // No shell, no programs.
    return false;
  }
}

/** Milliseconds in which a terminal must show what a test waits for. */
const PATIENCE = 8_000;

export class Tmux implements AsyncDisposable {
  readonly #socket: string;
  readonly #env: Record<string, string>;

  private constructor(socket: string, env: Record<string, string>) {
    this.#socket = socket;
    this.#env = env;
  }

  /** A shell with the prompt `$ ` in which `streamer` is the house's. */
  static async open(
    house: TestHouse,
    { cols = 80, rows = 24 } = {},
  ): Promise<Tmux> {
    const env = {
      ...house.env,
      TERM: "xterm-256color",
      SHELL: "/bin/bash",
      HOME: house.folder,
      LC_ALL: "C.UTF-8",
    };
    const terminal = new Tmux(`${house.folder}/tmux`, env);
    await terminal.#tmux(
      "new-session",
      "-d",
      `-x${cols}`,
      `-y${rows}`,
      `-c${house.folder}`,
      "exec env 'PS1=$ ' bash --norc --noprofile",
    );
    await terminal.until(/^\$ *$/m);
    return terminal;
  }

  /** Types a line and presses Enter. */
  async line(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", text);
    await this.keys("Enter");
  }

  /** Presses keys by their names in tmux(1), such as `C-c`. */
  async keys(...names: string[]): Promise<void> {
    await this.#tmux("send-keys", ...names);
  }

  async resize(cols: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", `-x${cols}`, `-y${rows}`);
  }

  /** The screen's text; `escapes` keeps its colours. */
  async screen({ escapes = false } = {}): Promise<string> {
    return await this.#tmux("capture-pane", "-p", ...(escapes ? ["-e"] : []));
  }

  /** The screen once it shows `wanted`. */
  async until(wanted: string | RegExp): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const screen = await this.screen();
      const shown = typeof wanted === "string"
        ? screen.includes(wanted)
        : wanted.test(screen);
      if (shown) return screen;
      if (Date.now() > deadline) {
        throw new Error(`Cannot find ${wanted} on the screen:\n${screen}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What `stty -a` says of the terminal just now. */
  async settings(): Promise<string> {
    const tty = await this.#tmux("display-message", "-p", "#{pane_tty}");
    const { stdout } = await new Deno.Command("sh", {
      args: ["-c", `stty -a < ${tty.trim()}`],
    }).output();
    return new TextDecoder().decode(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server").catch(() => {
      // The shell has left, and tmux with it.
    });
  }

  async #tmux(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-S", this.#socket, "-f", "/dev/null", ...args],
      env: this.#env,
    }).output();
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout);
  }
}
