/**
 * What became of each notice: a file of JSON lines that does not grow without
 * end.
 *
 * @module
 */
import * as z from "zod";
import { NOTICE_STATUSES } from "@/shared/notice_status.ts";

/** One attempt to deliver a notice, or the end of all attempts. */
export const DeliveryEntry = z.object({
  at: z.int(),
  /** The notice. */
  notice: z.string(),
  session: z.string(),
  name: z.string(),
  status: z.enum(NOTICE_STATUSES),
  /** How it was told: `webhook hooks.example.org`. */
  way: z.string(),
  /** `retrying`: it failed and is tried again. `failed`: it is not. `dropped`: never delivered, for want of room or because the server ended. */
  outcome: z.enum(["delivered", "retrying", "failed", "dropped"]),
  /** Attempts so far. */
  tries: z.int().nonnegative(),
  /** Why it was not delivered. */
  reason: z.string().optional(),
});
export type DeliveryEntry = z.infer<typeof DeliveryEntry>;

/** Bytes after which a new file begins; the one before it is kept. */
const LIMIT = 512 * 1024;

export class DeliveryRecord {
  readonly #path: string;
  readonly #limit: number;

  /** In the folder `state`. */
  constructor(state: string, { limit = LIMIT }: { limit?: number } = {}) {
    this.#path = `${state}/notices.jsonl`;
    this.#limit = limit;
  }

  add(entry: DeliveryEntry): void {
    try {
      if (sizeOf(this.#path) > this.#limit) {
        Deno.renameSync(this.#path, `${this.#path}.old`);
      }
      const line = JSON.stringify(entry) + "\n";
      Deno.writeTextFileSync(this.#path, line, { append: true, mode: 0o600 });
    } catch {
      // A full disk must not keep people from being told.
    }
  }

  /** The newest entries, oldest first. */
  async list(limit = 200): Promise<DeliveryEntry[]> {
    const texts = await Promise.all(
      [`${this.#path}.old`, this.#path].map(readOrNothing),
    );
    return texts.join("").split("\n").flatMap(parse).slice(-limit);
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    // Nothing has been recorded yet.
    return 0;
  }
}

async function readOrNothing(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return "";
    throw cause;
  }
}

/** A line that was cut short by a full disk is passed over. */
function parse(line: string): DeliveryEntry[] {
  try {
    return [DeliveryEntry.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
