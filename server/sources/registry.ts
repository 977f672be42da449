/**
 * Every source by its type. To add one, write its file and a line here.
 *
 * @module
 */
import type * as z from "zod";
import type { SourceSpec } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import { exec } from "./exec.ts";
import { pty } from "./pty.ts";
import type { Channel, OpenOptions, Source, SpecShape } from "./source.ts";

const SOURCES: ReadonlyMap<string, AnySource> = byType([
  checked(exec),
  checked(pty),
]);

/**
 * Opens the source that `spec.type` names.
 *
 * @throws {StreamerError} `bad_request` for a spec that makes no sense, else as
 * the source does
 */
export async function openSource(
  spec: SourceSpec,
  options: OpenOptions,
): Promise<Channel> {
  return await sourceOf(spec).open(spec, options);
}

/** A source that checks the spec it is given itself. */
interface AnySource {
  readonly type: string;
  open(spec: SourceSpec, options: OpenOptions): Channel | Promise<Channel>;
}

function checked<Shape extends SpecShape>(source: Source<Shape>): AnySource {
  return {
    type: source.spec.shape.type.value,
    open: (spec, options) => source.open(parse(source.spec, spec), options),
  };
}

function byType(sources: readonly AnySource[]): ReadonlyMap<string, AnySource> {
  return new Map(sources.map((source) => [source.type, source]));
}

function sourceOf({ type }: SourceSpec): AnySource {
  const source = SOURCES.get(type);
  if (source) return source;
  const known = [...SOURCES.keys()].join(", ");
  throw new StreamerError(
    "bad_request",
    `Cannot open source "${type}": known are ${known}`,
  );
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  spec: SourceSpec,
): z.output<Schema> {
  const result = schema.safeParse(spec);
  if (result.success) return result.data;
  const reasons = result.error.issues
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new StreamerError(
    "bad_request",
    `Cannot open source "${spec.type}": ${reasons.join(", ")}`,
    { cause: result.error },
  );
}
