/**
 * The memory in which lines are made: that of the WebAssembly kernel, where
 * there is one. Pushes are synchronous, so one is enough for all sessions.
 *
 * @module
 */
import { loadKernel } from "./kernel/kernel.ts";

/** Bytes that are read at a time. */
export const SLICE = 64 * 1024;

const OUTPUT_SIZE = 256 * 1024;

/** The kernel, or undefined where WebAssembly or its SIMD instructions are missing. */
export const kernel = loadKernel();

/** Complete lines and the one that is being written. */
export const OUTPUT: Uint8Array = kernel?.output ?? new Uint8Array(OUTPUT_SIZE);

/** What the kernel and {@linkcode Line} tell each other about the line. */
export const REGISTERS: Int32Array = kernel?.registers ?? new Int32Array(8);
