/**
 * The text of output that goes through a pipe: lines, and nothing that draws.
 *
 * @module
 */
import { Stripper } from "./strip.ts";
import type { TextReader } from "./text_reader.ts";

export class PipeLines implements TextReader {
  readonly #stripper = new Stripper();
  #partial = "";
  readonly alternate = undefined;

  get partial(): string {
    return this.#partial;
  }

  push(data: Uint8Array): string {
    const lines = this.#stripper.push(data);
    this.#partial = this.#stripper.partial();
    return lines;
  }

  takeLeft(): undefined {}

  settle(): string {
    return "";
  }

  resize(): void {}

  finish(): void {
    this.#stripper.finish();
    this.#partial = this.#stripper.partial();
  }

  [Symbol.dispose](): void {}
}
