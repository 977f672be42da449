/**
 * A WebSocket client that watches one session, or all.
 *
 * @module
 */
import { decodeOutputFrame } from "@/shared/output_frame.ts";
import { SUBPROTOCOL } from "@/shared/protocol.ts";
import type { BenchHouse } from "./bench_house.ts";

export interface WatcherOptions {
  /** Absent: every session. */
  session?: string;
  onOutput(data: Uint8Array): void;
  /** Called when the server left something out. */
  onGap?(): void;
}

/** Connects, signs in and subscribes; gives the open socket. */
export async function watch(
  house: BenchHouse,
  { session, onOutput, onGap }: WatcherOptions,
): Promise<WebSocket> {
  const url = (await house.url()).replace("http", "ws");
  const socket = new WebSocket(`${url}/ws`, SUBPROTOCOL);
  socket.binaryType = "arraybuffer";
  const ready = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    if (typeof data !== "string") {
      const frame = decodeOutputFrame(data);
      return frame ? onOutput(frame.data) : undefined;
    }
    const { type, ref } = JSON.parse(data);
    if (type === "ok" && ref === "subscribed") ready.resolve();
    if (type === "stream.gap") onGap?.();
    if (type === "error") ready.reject(new Error(data));
  };
  socket.onerror = () => ready.reject(new Error(`Cannot connect to ${url}`));
  await new Promise((resolve) => socket.onopen = resolve);
  const filters = {
    types: ["pane.output", "stream.gap"],
    ...session === undefined ? {} : { sessions: [session] },
  };
  for (
    const action of [
      { action: "auth", token: house.token() },
      { action: "subscribe", ref: "subscribed", encoding: "binary", filters },
    ]
  ) socket.send(JSON.stringify(action));
  await ready.promise;
  return socket;
}
