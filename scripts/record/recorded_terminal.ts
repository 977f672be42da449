/**
 * A command in a pseudo-terminal, of which everything is recorded.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { joinRows, TextScreen } from "@/server/pipeline/text_screen.ts";
import { openPty } from "@/server/sources/open_pty.ts";
import type { Channel } from "@/server/sources/source.ts";
import type { RecordingEvent } from "@/tests/support/agent_fixture.ts";
import {
  keyOf,
  type TerminalKind,
  terminalReplies,
} from "./terminal_replies.ts";

/** How long something is waited for, in milliseconds. */
const PATIENCE = 60_000;

/** Time between two keys, in milliseconds; faster, agents take it for a paste. */
const KEY_MS = 25;

export interface RecordedTerminalOptions extends TerminalKind {
  command: string[];
  cwd: string;
  size: Size;
}

export class RecordedTerminal implements AsyncDisposable {
  readonly events: RecordingEvent[] = [];
  readonly started = Date.now();
  readonly #channel: Channel;
  readonly #screen: TextScreen;
  readonly #kind: TerminalKind;
  readonly #decoder = new TextDecoder();
  readonly #finished: Promise<void>;
  /** Rows that have left the screen. */
  #above = "";
  #changed = Promise.withResolvers<void>();
  #lastEvent = Date.now();
  #ended = false;

  private constructor(
    channel: Channel,
    screen: TextScreen,
    kind: TerminalKind,
  ) {
    this.#channel = channel;
    this.#screen = screen;
    this.#kind = kind;
    this.#finished = this.#read();
  }

  static async open(
    { command, cwd, size, ...kind }: RecordedTerminalOptions,
  ): Promise<RecordedTerminal> {
    const screen = await TextScreen.open(size);
    const channel = await openPty({ command, cwd, size });
    return new RecordedTerminal(channel, screen, kind);
  }

  /** The text of the screen, each row as it stands. */
  text(): string {
    return this.#screen.rows().map(({ text }) => text.trimEnd()).join("\n");
  }

  /** All that has been shown and not erased, without blanks and line ends. */
  shown(): string {
    return `${this.#above}${this.text()}`.replaceAll(/\s+/g, "");
  }

  /**
   * Waits until `wanted` is true of the screen's text.
   *
   * @param what it is, for the error
   * @throws {Error} when it does not happen, with the screen's text
   */
  async until(
    what: string,
    wanted: (text: string) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!wanted(this.text())) {
      if (this.#ended || Date.now() > deadline) {
        throw new Error(`Cannot see ${what} in:\n${this.text()}`);
      }
      await Promise.race([this.#changed.promise, pause(200)]);
    }
  }

  /** Waits until nothing has been written or typed for `milliseconds`. */
  async quiet(milliseconds: number): Promise<void> {
    for (;;) {
      const rest = this.#lastEvent + milliseconds - Date.now();
      if (rest <= 0 || this.#ended) return;
      await pause(rest);
    }
  }

  /** Types text key by key. */
  async type(text: string): Promise<void> {
    for (const key of text) {
      await this.press(key);
      await pause(KEY_MS);
    }
  }

  /** Types all of `keys` at once: one key, a paste or a report. */
  async press(keys: string): Promise<void> {
    this.#lastEvent = Date.now();
    await this.#send(keyOf(keys, this.#kind));
  }

  resize(size: Size): void {
    this.#note("r", `${size.cols}x${size.rows}`);
    this.#screen.resize(size);
    this.#channel.resize(size);
  }

  /** Waits until the command has ended by itself, and whether it did. */
  async ended(milliseconds: number): Promise<boolean> {
    await Promise.race([this.#finished, pause(milliseconds)]);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#channel[Symbol.asyncDispose]();
    await this.#finished;
    this.#screen[Symbol.dispose]();
  }

  async #read(): Promise<void> {
    for await (const event of this.#channel.events) {
      if (event.type === "exit") break;
      await this.#take(event.data);
    }
    this.#ended = true;
    this.#changed.resolve();
  }

  async #take(data: Uint8Array): Promise<void> {
    const text = this.#decoder.decode(data, { stream: true });
    this.#lastEvent = Date.now();
    this.#note("o", text);
    this.#screen.write(data);
    this.#above += joinRows(this.#screen.takeScrolled());
    const { cursor } = this.#screen;
    for (const reply of terminalReplies(text, cursor, this.#kind)) {
      await this.#send(reply);
    }
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #send(text: string): Promise<void> {
    if (this.#ended) return;
    this.#note("i", text);
    await this.#channel.write(new TextEncoder().encode(text));
  }

  #note(kind: RecordingEvent[1], text: string): void {
    const seconds = (Date.now() - this.started) / 1000;
    if (text !== "") this.events.push([seconds, kind, text]);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
