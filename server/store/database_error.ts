/**
 * Failures of a database in words that say what to do.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** `cause` as an `unavailable` error about the database that people know as `name`. */
export function databaseError(cause: unknown, name: string): StreamerError {
  if (cause instanceof StreamerError) return cause;
  return new StreamerError(
    "unavailable",
    `Cannot use database "${name}": ${advice(cause)}`,
    { cause },
  );
}

/** What SQLite would throw had it found this damage itself. */
export function damage(what: string): Error {
  return Object.assign(new Error(what), { code: "SQLITE_CORRUPT" });
}

/** The result code, such as `SQLITE_BUSY` (sqlite.org/rescode.html), wherever in the chain of causes it is. */
export function resultCode(error: unknown): string | undefined {
  for (const one of chain(error)) {
    if ("code" in one && /^SQLITE_[A-Z]/.test(String(one.code))) {
      return String(one.code);
    }
  }
  return undefined;
}

function advice(cause: unknown): string {
  const code = resultCode(cause);
  switch (code) {
    case "SQLITE_FULL":
      return "the disk is full; make room on it";
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return "another program holds it locked; end that program or wait for it";
    case "SQLITE_READONLY":
    case "SQLITE_PERM":
      return "it cannot be written; look at the permissions of the file and its folder";
    case "SQLITE_CANTOPEN":
      return "it cannot be opened; look at the permissions of the file and its folder";
    case "SQLITE_IOERR":
      return "the disk failed or is full; look at the system's log";
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
      return "it is damaged or not a database; move it away or put a backup in its place";
    default:
      return reason(cause);
  }
}

/** What the innermost cause says. */
function reason(cause: unknown): string {
  return chain(cause).at(-1)?.message ?? String(cause);
}

function chain(error: unknown): Error[] {
  const errors: Error[] = [];
  for (let one = error; one instanceof Error; one = one.cause) errors.push(one);
  return errors;
}
