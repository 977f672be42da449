/**
 * Shows text on a screen to an agent's profile.
 *
 * @module
 */
import { applyPatch } from "@/shared/domain.ts";
import type { Message, Status } from "@/shared/domain.ts";
import { Views } from "@/server/pipeline/views.ts";
import type { Reading } from "@/server/profiles/profile.ts";
import { pickProfile } from "@/server/profiles/registry.ts";

/** What a profile has made of a screen. */
export interface Shown {
  /** Without those that were taken back. */
  messages: Message[];
  /** What the last sign says; undefined when there was none. */
  status: Status | undefined;
}

const encoder = new TextEncoder();

/**
 * `screen` as the agent called `name` reads it, in a terminal that it fits
 * into; or `pieces` of it, one after the other, with what is typed between.
 */
export function showScreen(
  name: string,
  screen: Uint8Array<ArrayBuffer> | string,
  pieces: readonly (Uint8Array<ArrayBuffer> | { typed: string })[] = [
    typeof screen === "string" ? encoder.encode(screen) : screen,
  ],
): Shown {
  const text = typeof screen === "string"
    ? screen
    : new TextDecoder().decode(screen);
  const rows = text.split("\n");
  const cols = Math.max(...rows.map((row) => [...row].length)) + 2;
  const size = { cols, rows: Math.max(rows.length, 24) };
  using views = new Views(size, { convertEol: true });
  const profile = pickProfile([name], name);
  const segmenter = profile.segmenter({ lastId: 0, turn: 0 }, "screen", [name]);
  const messages = new Map<number, Message>();
  let status: Status | undefined;
  const read = (readings: readonly Reading[]) => {
    for (const event of readings.flatMap((one) => segmenter.read(one))) {
      if (event.type === "sign") status = event.sign.status;
      if (event.type !== "message") continue;
      const { patch } = event;
      const place = { seq: 0, at: 0 };
      messages.set(patch.id, applyPatch(messages.get(patch.id), patch, place));
    }
  };
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) read(views.read(1, piece));
    else read([...views.settle(), { type: "typed", text: piece.typed }]);
  }
  read(views.pause());
  return {
    messages: [...messages.values()].filter(isShown),
    status,
  };
}

function isShown({ text, tool, permission }: Message): boolean {
  return text !== "" || tool !== undefined || permission !== undefined;
}

/** Text that is shown, and what is typed between. */
export function asPieces(
  ...pieces: (string | { typed: string })[]
): (Uint8Array<ArrayBuffer> | { typed: string })[] {
  return pieces.map((piece) =>
    typeof piece === "string" ? encoder.encode(piece) : piece
  );
}

/** Messages as `kind turn: text`. */
export function toldOn(messages: readonly Message[]): string[] {
  return messages.map(({ kind, turn, text }) => `${kind} ${turn}: ${text}`);
}
