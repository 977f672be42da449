import { describe, expect, test } from "vitest";
import type { SessionEvent } from "@/shared/domain.ts";
import {
  Pipeline,
  type PipelineEvent,
} from "../../../server/pipeline/pipeline.ts";
import { plain } from "../../../server/profiles/plain.ts";
import {
  err,
  exit,
  messagesOf,
  out,
  told,
  typed,
} from "../profiles/transcript.ts";

function start(start = { lastId: 0, turn: 0 }) {
  return new Pipeline({ profile: plain, command: ["sh"], start });
}

function kinds(events: readonly PipelineEvent[]) {
  return events.map(({ type }) => type);
}

describe("Pipeline", () => {
  test("puts messages behind the event that leads to them", () => {
    const pipeline = start();
    expect(kinds(pipeline.push(out("hello\n")))).toEqual(["output", "message"]);
    expect(kinds(pipeline.push(typed("ls\r")))[0]).toBe("input");
  });

  test("closes messages before the exit", () => {
    const pipeline = start();
    pipeline.push(out("bye"));
    expect(kinds(pipeline.push(exit))).toEqual(["message", "exit"]);
  });

  test("passes on what is not for it, and passes output unchanged", () => {
    const resize: SessionEvent = { type: "resize", size: { cols: 1, rows: 1 } };
    const output = out("\x1b[1mx");
    expect(start().push(resize)).toEqual([resize]);
    expect(start().push(output)[0]).toBe(output);
  });

  test("goes on after the messages and turns there are", () => {
    const pipeline = start({ lastId: 7, turn: 3 });
    const events = [
      ...pipeline.push(typed("ls\r")),
      ...pipeline.push(out("a\n")),
    ];
    const patches = events.flatMap((event) =>
      event.type === "message" ? [event.patch] : []
    );
    expect(patches.map(({ id, turn }) => [id, turn])).toEqual(
      [[8, 4], [8, 4], [9, 4]].slice(-patches.length),
    );
  });

  test("keeps the lines of stdout and stderr apart", () => {
    const events = [out("50%"), err("warning: "), err("x\n"), out("\r100%\n")];
    expect(told(events)).toEqual(["answer 0: warning: x\n100%\n…"]);
  });

  test("shows both unfinished lines", () => {
    expect(told([out("a"), err("b"), exit])).toEqual(["answer 0: a\nb"]);
  });

  test("begins anew behind a gap", () => {
    const gap: SessionEvent = { type: "gap", bytes: 100 };
    expect(told([out("a\x1b]0;never ends"), gap, out("b\n"), exit]))
      .toEqual(["answer 0: a\nb\n"]);
  });

  test("gives the same messages wherever the output is cut", () => {
    const bytes = new TextEncoder().encode(
      "\r\n\x1b[2K\n  \x1b[1mé你😀\x1b[0m\r\nabc\r\x1b[K\n12345\rab\b\x1b[1Gx\n" +
        "e\u0301\u001b]0;title\u0007z\u009b31mred\n\n$ ",
    );
    const whole = told([out(bytes), typed("ls\r"), out("\r\nfile\r\n"), exit]);
    expect(whole.length).toBe(3);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const events = [
        out(bytes.subarray(0, cut)),
        out(bytes.subarray(cut)),
        typed("ls\r"),
        out("\r\nfile\r\n"),
        exit,
      ];
      expect(told(events), `cut at ${cut}`).toEqual(whole);
    }
    const single = Array.from(bytes, (byte) => out(new Uint8Array([byte])));
    expect(told([...single, typed("ls\r"), out("\r\nfile\r\n"), exit]))
      .toEqual(whole);
  });

  test("gives the same long answers however they come", () => {
    const text = Array.from({ length: 30_000 }, (_, index) => `line ${index}\n`)
      .join("");
    const bytes = new TextEncoder().encode(text);
    const whole = messagesOf([out(bytes), exit]);
    const cut: SessionEvent[] = [];
    for (let at = 0; at < bytes.length; at += 997) {
      cut.push(out(bytes.subarray(at, at + 997)));
    }
    expect(messagesOf([...cut, exit])).toEqual(whole);
    expect(whole.map(({ text }) => text).join("")).toBe(text);
    expect(Math.max(...whole.map(({ text }) => text.length)))
      .toBeLessThanOrEqual(65_536);
    expect(whole.every(({ done }) => done)).toBe(true);
  });
});

describe("Pipeline, patches", () => {
  test("cost what is new", () => {
    const pipeline = start();
    let cost = 0;
    for (let index = 0; index < 1000; index++) {
      for (const event of pipeline.push(out("."))) {
        if (event.type === "message") cost += event.patch.text.length;
      }
    }
    expect(cost).toBe(1000);
  });

  test("come at most one a message and event", () => {
    const pipeline = start();
    pipeline.push(out("10%"));
    const events = pipeline.push(out("\r20%\nnext line"));
    expect(
      events.flatMap((event) => event.type === "message" ? [event.patch] : []),
    )
      .toMatchObject([{ id: 1, from: 0, text: "20%\nnext line" }]);
  });
});
