/**
 * What the tests of the store share.
 *
 * @module
 */
import type { Entry, Message, SessionInfo, Turn } from "@/shared/domain.ts";
import type { Batch } from "../../../server/store/store.ts";

export const ID = "0123456789";
export const AT = 1_763_000_000_000;

/** A folder of its own that goes away with the test. */
export async function tempFolder(): Promise<
  { path: string } & AsyncDisposable
> {
  const path = await Deno.makeTempDir({ prefix: "streamer_store_" });
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

export function anInfo(change: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id: ID,
    name: "npm view",
    command: ["npm", "view", "a b", "ü"],
    source: "pty",
    agent: "plain",
    tags: ["x", "y"],
    host: "here",
    cwd: "/home/me",
    pid: 42,
    size: { cols: 80, rows: 24 },
    writable: true,
    connected: false,
    status: "working",
    evidence: "it prints",
    statusAt: AT + 1,
    queue: [],
    startedAt: AT,
    endedAt: null,
    exit: null,
    seq: 0,
    outputBytes: 0,
    ...change,
  };
}

export function aBatch(
  { info, ...rest }: Partial<Omit<Batch, "info">> & {
    info?: Partial<SessionInfo>;
  } = {},
): Batch {
  return {
    info: anInfo(info),
    feeder: { pid: 7, start: "123456" },
    fed: 0,
    entries: [],
    messages: [],
    ...rest,
  };
}

/** A message that is done, unless `change` says otherwise. */
export function aMessage(change: Partial<Message> = {}): Message {
  return {
    id: 1,
    kind: "answer",
    source: "structured",
    turn: 1,
    text: "text",
    done: true,
    at: AT,
    seq: 1,
    ...change,
  };
}

/** The entry that completes `turn`. */
export function turnEntry(seq: number, turn: Turn): Entry {
  return { seq, at: AT + seq, event: { type: "turn", turn } };
}

export function output(seq: number, data: Uint8Array | number): Entry {
  const bytes = typeof data === "number"
    ? new Uint8Array(data).fill(seq)
    : data;
  return {
    seq,
    at: AT + seq,
    event: { type: "output", stream: 1, data: bytes },
  };
}

/** `count` outputs of `bytes` each, from `first` on. */
export function outputs(first: number, count: number, bytes: number): Entry[] {
  return Array.from({ length: count }, (_, i) => output(first + i, bytes));
}

export function seqs(entries: readonly Entry[]): number[] {
  return entries.map(({ seq }) => seq);
}
