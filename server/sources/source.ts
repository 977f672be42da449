/**
 * Where bytes come from: a command in pipes, a command in a pseudo-terminal.
 *
 * @module
 */
import type * as z from "zod";
import type { Exit, OutputStream, Size } from "@/shared/domain.ts";

/** What a source says. The stream closes after `exit`. */
export type SourceEvent =
  | { type: "output"; stream: OutputStream; data: Uint8Array }
  | ({ type: "exit" } & Exit);

/** An open source. Disposing it ends the process and releases everything. */
export interface Channel extends AsyncDisposable {
  /** Process id of the command. */
  readonly pid: number;
  /** Whether {@linkcode write} reaches the process. */
  readonly writable: boolean;
  /** Output in order, then exactly one `exit`, then the end of the stream. */
  readonly events: ReadableStream<SourceEvent>;
  /** Settles when the process's input took all of `data`; rejects when it cannot. */
  write(data: Uint8Array): Promise<void>;
  /** No more input will come: closes the pipe, or types end-of-file. */
  end(): Promise<void>;
  resize(size: Size): void;
  /** Sends `name` to the process and what runs in its foreground. */
  signal(name: Deno.Signal): void;
  /** Stops reading the process's output, which then waits. Never loses any. */
  pause(): void;
  resume(): void;
  /** False while the process reads a password: its terminal does not echo. */
  echoes(): boolean;
  /**
   * Closes the reading end of one output, for when nobody can take it any
   * more: the process gets SIGPIPE as in a pipeline whose reader has left.
   */
  closeOutput?(stream: OutputStream): void;
  /**
   * Whether Ctrl-Z, if it were typed now, is meant to suspend the command
   * itself, not something that it runs or a key that it reads.
   */
  suspendable?(): boolean;
}

export interface OpenOptions {
  size: Size;
}

/** The fields of a source's spec. */
export type SpecShape = { type: z.ZodLiteral<string> } & z.ZodRawShape;

/** A kind of source. One file each, listed in `registry.ts`. */
export interface Source<Shape extends SpecShape> {
  readonly spec: z.ZodObject<Shape>;
  /**
   * Opens it.
   *
   * @throws {StreamerError} `source_failed` when it cannot be opened
   */
  open(
    spec: z.output<z.ZodObject<Shape>>,
    options: OpenOptions,
  ): Channel | Promise<Channel>;
}

/** Ties a source's functions to the type that its `spec` describes. */
export function defineSource<Shape extends SpecShape>(
  source: Source<Shape>,
): Source<Shape> {
  return source;
}
