/**
 * What tmux makes of terminal output: the screen to compare others with.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";

/**
 * Shows each file that it is told to, byte by byte as it is, and says when all
 * of it is drawn: a terminal answers a query after what came before it.
 */
const SHOW = `stty raw -echo
for ((i = 0; ; i++)); do
  tmux wait-for next$i
  cat "$0/$i"
  printf '\\033[5n'
  read -rd n
  tmux wait-for -S drawn$i
done`;

export class TmuxDrawing implements AsyncDisposable {
  readonly #folder: string;
  #written = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** An empty screen. */
  static async open({ cols, rows }: Size): Promise<TmuxDrawing> {
    const folder = await Deno.makeTempDir({ prefix: "streamer-test-" });
    const drawing = new TmuxDrawing(folder);
    await Deno.writeTextFile(
      `${folder}/tmux.conf`,
      "set -g status off\nset -g history-limit 100000\n",
    );
    const show = ["bash", "-c", SHOW, folder];
    await drawing.#tmux("new-session", "-d", `-x${cols}`, `-y${rows}`, ...show);
    return drawing;
  }

  /** Settles when all of `data` is drawn. */
  async write(data: Uint8Array): Promise<void> {
    const index = this.#written++;
    await Deno.writeFile(`${this.#folder}/${index}`, data);
    await this.#tmux("wait-for", "-S", `next${index}`);
    await this.#tmux("wait-for", `drawn${index}`);
  }

  async resize({ cols, rows }: Size): Promise<void> {
    await this.#tmux("resize-window", `-x${cols}`, `-y${rows}`);
  }

  /** The rows of the screen. */
  screen(): Promise<string> {
    return this.#tmux("capture-pane", "-p");
  }

  /** The rows that have scrolled off, and those of the screen. */
  all(): Promise<string> {
    return this.#tmux("capture-pane", "-p", "-S", "-");
  }

  /** Where the cursor is, from 0. */
  async cursor(): Promise<{ row: number; column: number }> {
    const text = await this.#tmux(
      "display-message",
      "-p",
      "#{cursor_y} #{cursor_x}",
    );
    const [row, column] = text.trim().split(" ").map(Number);
    return { row: row!, column: column! };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server");
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #tmux(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: [
        "-u",
        ...["-S", `${this.#folder}/tmux`],
        ...["-f", `${this.#folder}/tmux.conf`],
        ...args,
      ],
      env: { LC_ALL: "C.UTF-8", SHELL: "/bin/sh" },
    }).output();
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout);
  }
}
