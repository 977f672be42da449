/**
 * A session as a row of the table `sessions`, and back.
 *
 * @module
 */
import type { sessions } from "./schema.ts";
import type { StoredSession } from "./store.ts";

type Row = typeof sessions.$inferSelect;

export function sessionRow({ info, feeder, fed }: StoredSession): Row {
  const { size, connected: _, exit, ...rest } = info;
  return {
    ...rest,
    ...size,
    exitCode: exit?.code ?? null,
    exitSignal: exit?.signal ?? null,
    feederPid: feeder.pid,
    feederStart: feeder.start,
    fed,
  };
}

/** Whether a session is connected is not stored: who reads it here is not its feeder. */
export function storedSession(row: Row): StoredSession {
  const {
    cols,
    rows,
    exitCode,
    exitSignal,
    feederPid,
    feederStart,
    fed,
    ...rest
  } = row;
  const ended = rest.endedAt !== null;
  return {
    info: {
      ...rest,
      size: { cols, rows },
      connected: false,
      queue: [],
      exit: ended ? { code: exitCode, signal: exitSignal } : null,
    },
    feeder: { pid: feederPid, start: feederStart },
    fed,
  };
}
