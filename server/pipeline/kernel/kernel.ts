/**
 * Loads the WebAssembly kernel. Its source is `assembly/strip.ts`;
 * `scripts/kernel.ts` compiles it to `module.ts`.
 *
 * @module
 */
import { MODULE } from "./module.ts";

/** What the module exports: places in its memory, and the loop. */
interface Exports {
  memory: WebAssembly.Memory;
  registers(): number;
  input(): number;
  output(): number;
  isPlain(to: number): boolean;
  mayMark(to: number): boolean;
  run(from: number, to: number, how: number): number;
}

/** Bytes of memory before the input. */
export const LEAD = 16 * 1024;

const INPUT_SIZE = 64 * 1024;
const OUTPUT_SIZE = 256 * 1024;
const REGISTERS = 8;

/** Sequences do nothing to the line. */
export const TAKE_OUT = 1;
/** Sequences that move the cursor to another row are for the stripper. */
export const STOP_AT_MOVES = 2;

/** The inner loop of the stripper. */
export interface Kernel {
  /** What is to be read, at most 64 KiB. */
  readonly input: Uint8Array;
  /** The same with {@linkcode LEAD} bytes before it, for whatever goes before. */
  readonly leadAndInput: Uint8Array;
  /** The lines, the one that is being written last. */
  readonly output: Uint8Array;
  /** That line's state; see `Line.store`. */
  readonly registers: Int32Array;
  /** Whether the input up to `to` is printable ASCII, tabs and newlines. */
  isPlain(to: number): boolean;
  /** Whether the input up to `to`, not empty, may hold a mark or end within one; see `marks.ts`. */
  mayMark(to: number): boolean;
  /**
   * Reads the input from `from` to `to`. Returns the byte that only the
   * stripper itself can read, or `to`. `how` is 0 or made of {@linkcode
   * TAKE_OUT} and {@linkcode STOP_AT_MOVES}.
   */
  run(from: number, to: number, how: number): number;
}

/** The kernel, or undefined where WebAssembly or its SIMD instructions are missing. */
export function loadKernel(): Kernel | undefined {
  try {
    const module = new WebAssembly.Module(Uint8Array.fromBase64(MODULE));
    const instance = new WebAssembly.Instance(module);
    const exports = instance.exports as unknown as Exports;
    const { buffer } = exports.memory;
    return {
      input: new Uint8Array(buffer, exports.input(), INPUT_SIZE),
      leadAndInput: new Uint8Array(
        buffer,
        exports.input() - LEAD,
        LEAD + INPUT_SIZE,
      ),
      output: new Uint8Array(buffer, exports.output(), OUTPUT_SIZE),
      registers: new Int32Array(buffer, exports.registers(), REGISTERS),
      isPlain: (to) => Boolean(exports.isPlain(to)),
      mayMark: (to) => Boolean(exports.mayMark(to)),
      run: exports.run,
    };
  } catch {
    // An engine without it.
    return undefined;
  }
}
