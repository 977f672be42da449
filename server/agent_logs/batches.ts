/**
 * Statements in pieces that a feed record can hold.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { MAX_RECORD } from "@/shared/feed_record.ts";

/** UTF-16 units of text in one statement. */
const MAX_TEXT = 16 * 1024;

/** Statements in one batch; so many are applied at a time. */
const MAX_BATCH = 500;

/** Bytes for what stands around the statements. */
const AROUND = 1024;

/** Groups `statements`, in their order. A long text becomes several that go on with one another. */
export function* batches(
  statements: Iterable<Statement>,
): Generator<Statement[]> {
  const encoder = new TextEncoder();
  let batch: Statement[] = [];
  let size = AROUND;
  for (const whole of statements) {
    for (const statement of pieces(whole)) {
      const bytes = encoder.encode(JSON.stringify(statement)).length + 1;
      const isFull = size + bytes > MAX_RECORD || batch.length >= MAX_BATCH;
      if (isFull && batch.length > 0) {
        yield batch;
        batch = [];
        size = AROUND;
      }
      batch.push(statement);
      size += bytes;
    }
  }
  if (batch.length > 0) yield batch;
}

function* pieces(statement: Statement): Generator<Statement> {
  if (statement.type === "turn" || statement.text.length <= MAX_TEXT) {
    return yield statement;
  }
  const { text, from, done } = statement;
  for (let at = 0; at < text.length;) {
    const piece = text.slice(at, at + MAX_TEXT).replace(/[\ud800-\udbff]$/, "");
    // Half a character that is in the log itself has to be taken as it is.
    const taken = piece || text.slice(at, at + 1);
    const ends = at + taken.length >= text.length;
    yield { ...statement, from: from + at, text: taken, done: done && ends };
    at += taken.length;
  }
}
