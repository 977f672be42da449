import { describe, expect, test } from "vitest";
import {
  ClientMessage,
  MAX_FRAME,
  ServerEvent,
  ServerMessage,
  ServerNotice,
} from "@/shared/protocol.ts";
import { FeederMessage, FeedReply } from "@/shared/feed.ts";
import { feedSession } from "../sessions/support.ts";
import { anInfo } from "../store/support.ts";

describe("ClientMessage", () => {
  test("subscribe may leave everything out", () => {
    expect(ClientMessage.parse({ action: "subscribe" })).toEqual({
      action: "subscribe",
      filters: {},
      after: {},
      encoding: "text",
    });
  });

  test.each([
    { action: "auth", token: "abc", ref: 1 },
    { action: "unsubscribe", subscription: 3, ref: "x" },
    { action: "input", session: "abc", text: "", raw: true },
    { action: "control", session: "abc", take: true },
    { action: "resize", session: "abc", size: { cols: 1, rows: 1 } },
    { action: "signal", session: "abc", signal: "SIGINT" },
    { action: "stop", session: "abc" },
    { action: "ping" },
  ])("takes $action", (message) => {
    expect(ClientMessage.parse(message)).toEqual(message);
  });

  test.each([
    ["nothing", {}],
    ["an action that nobody knows", { action: "format" }],
    ["a token without end", { action: "auth", token: "x".repeat(1001) }],
    ["a ref without end", { action: "ping", ref: "x".repeat(201) }],
    ["no session", { action: "stop", session: "" }],
    ["too much text", {
      action: "input",
      session: "a",
      text: "x".repeat(MAX_FRAME + 1),
    }],
    ["a signal that may not be sent", {
      action: "signal",
      session: "a",
      signal: "SIGSEGV",
    }],
    ["a place before the first", { action: "subscribe", after: { a: -1 } }],
    ["an encoding of its own", { action: "subscribe", encoding: "zip" }],
    ["too many patterns", {
      action: "subscribe",
      filters: { types: Array(51).fill("*") },
    }],
  ])("refuses %s", (_name, message) => {
    expect(ClientMessage.safeParse(message).success).toBe(false);
  });
});

describe("ServerMessage", () => {
  const envelope = { v: 1, session: "abc", seq: 1, at: 2 };

  test.each([
    {
      ...envelope,
      type: "stream.snapshot",
      data: {
        info: anInfo(),
        screen: "\u001b[2J",
        messages: [],
        turns: [],
      },
    },
    { ...envelope, type: "stream.gap", data: { from: 1, reason: "slow" } },
    { ...envelope, type: "session.updated", data: anInfo() },
  ])("takes $type", (event) => {
    expect(ServerEvent.parse(event)).toEqual(event);
    expect(ServerMessage.parse(event)).toEqual(event);
  });

  test.each([
    { v: 1, type: "ok", ref: "x", subscription: 1 },
    { v: 1, type: "error", code: "not_found", message: "Cannot find it" },
    { v: 1, type: "server.health", at: 1, data: { ok: true, problems: [] } },
  ])("takes $type", (notice) => {
    expect(ServerNotice.parse(notice)).toEqual(notice);
    expect(ServerMessage.parse(notice)).toEqual(notice);
  });

  test("refuses another version and an unknown type", () => {
    const event = { ...envelope, type: "pane.input", data: { text: "" } };
    expect(ServerEvent.safeParse(event).success).toBe(true);
    expect(ServerEvent.safeParse({ ...event, v: 2 }).success).toBe(false);
    expect(ServerEvent.safeParse({ ...event, type: "pane.x" }).success)
      .toBe(false);
  });
});

describe("the feed", () => {
  test("FeederMessage takes what a feeder says first", () => {
    const message = { action: "feed", v: 1, session: feedSession() };
    expect(FeederMessage.parse(message)).toEqual(message);
  });

  test.each([
    ["a path for an id", { id: "../../etc/p" }],
    ["no command", { command: [] }],
    ["a ticket of its own kind", { ticket: "0" }],
  ])("FeederMessage refuses %s", (_name, change) => {
    const session = { ...feedSession(), ...change };
    expect(FeederMessage.safeParse({ action: "feed", v: 1, session }).success)
      .toBe(false);
  });

  test.each([
    { type: "feed.ready", acked: 0 },
    { type: "feed.ack", acked: 7 },
    { type: "feed.input", text: "y" },
    { type: "feed.resize", size: null },
    { type: "feed.signal", signal: "SIGHUP" },
    { type: "feed.stop" },
    { type: "feed.error", code: "bad_request", message: "Cannot" },
  ])("FeedReply takes $type", (reply) => {
    expect(FeedReply.parse(reply)).toEqual(reply);
  });
});
