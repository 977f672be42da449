import { describe, expect, test } from "vitest";
import {
  entryEvent,
  infoEvent,
  messageEvent,
  wireType,
} from "@/shared/delivery.ts";
import {
  applyPatch,
  type Message,
  MessageKind,
  type SessionEvent,
} from "@/shared/domain.ts";
import { ServerEvent } from "@/shared/protocol.ts";
import { anInfo } from "../store/support.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const message: Message = {
  id: 3,
  kind: "tool",
  source: "structured",
  turn: 1,
  text: "ls",
  done: true,
  at: 5,
  seq: 9,
};

const events: [SessionEvent, string, unknown][] = [
  [
    { type: "output", stream: 2, data: bytes("\u{feff}naïve ✓") },
    "pane.output",
    { stream: 2, text: "\u{feff}naïve ✓" },
  ],
  [{ type: "input", text: "y\r" }, "pane.input", { text: "y\r" }],
  [
    { type: "resize", size: { cols: 1, rows: 2 } },
    "pane.resize",
    { cols: 1, rows: 2 },
  ],
  [
    { type: "exit", code: null, signal: "SIGKILL" },
    "pane.exit",
    { code: null, signal: "SIGKILL" },
  ],
  [
    { type: "gap", bytes: 12 },
    "stream.gap",
    { bytes: 12, reason: "the spool was full" },
  ],
  [
    { type: "status", status: "idle", evidence: "quiet" },
    "agent.status",
    { status: "idle", evidence: "quiet" },
  ],
];

describe("entryEvent()", () => {
  test.each(events)("puts $type into its envelope", (event, type, data) => {
    const envelope = entryEvent("abc", { seq: 4, at: 100, event });
    expect(envelope).toEqual({
      v: 1,
      type,
      session: "abc",
      seq: 4,
      at: 100,
      data,
    });
    expect(ServerEvent.parse(envelope)).toEqual(envelope);
    expect(wireType(event)).toBe(type);
  });

  test.each(MessageKind.options)("names the kind of message: %s", (kind) => {
    const { seq: _, at: __, ...rest } = message;
    const event: SessionEvent = {
      type: "message",
      patch: { ...rest, kind, from: 2 },
    };
    const envelope = entryEvent("abc", { seq: 1, at: 1, event });
    expect(envelope.type).toBe(`message.${kind}`);
    expect(ServerEvent.parse(envelope)).toEqual(envelope);
  });

  test("shows bytes that are no UTF-8 as replacement characters", () => {
    const event: SessionEvent = {
      type: "output",
      stream: 1,
      data: Uint8Array.of(65, 0xff, 66),
    };
    expect(entryEvent("abc", { seq: 1, at: 1, event }).data)
      .toEqual({ stream: 1, text: "A\u{fffd}B" });
  });
});

test("messageEvent() makes the message whole for whoever applies it", () => {
  const envelope = ServerEvent.parse(messageEvent("abc", message));
  expect(envelope).toMatchObject({ type: "message.tool", seq: 9, at: 5 });
  if (envelope.type !== "message.tool") throw new Error("another type");
  const older = { ...message, text: "something else", seq: 1 };
  expect(applyPatch(older, envelope.data, envelope)).toEqual(message);
});

test.each(["started", "updated", "ended"] as const)(
  "infoEvent() tells that a session has %s",
  (change) => {
    const info = anInfo({ seq: 12 });
    const envelope = infoEvent(change, info);
    expect(envelope).toMatchObject({
      type: `session.${change}`,
      session: info.id,
      seq: 12,
      data: info,
    });
    expect(ServerEvent.parse(envelope)).toEqual(envelope);
  },
);
