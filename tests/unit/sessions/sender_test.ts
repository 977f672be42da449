import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SEND_LINES } from "@/server/profiles/plain.ts";
import { MAX_QUEUE, MAX_TEXT } from "@/server/sessions/sender.ts";
import { BOX, playBox, Stage } from "./sender_support.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets what is due within `milliseconds` happen. */
const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

/** What became of it, in words, once that is known. */
function follow(outcome: Promise<string>): { now: string } {
  const seen = { now: "waits" };
  outcome.then(
    (how) => seen.now = how,
    (cause) => seen.now = `${cause.code}: ${cause.message}`,
  );
  return seen;
}

describe("an agent with an input box", () => {
  test("is given the text, and Enter when the text stands in the box", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("fix it").outcome);
    await pass();
    expect(stage.typed).toEqual(["fix it"]);
    await pass(1_000);
    expect(stage.typed).toEqual(["fix it"]);
    stage.draft("fix it");
    await pass(49);
    expect(stage.typed).toEqual(["fix it"]);
    await pass(1);
    expect(stage.typed).toEqual(["fix it", "\r"]);
    expect(seen.now).toBe("waits");
    stage.say(1, { text: "fix it" });
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test("is given text of several lines as one paste", async () => {
    using stage = new Stage();
    playBox(stage);
    const seen = follow(stage.sender.send("one\r\ntwo\n\n").outcome);
    await pass(100);
    expect(stage.typed).toEqual(["\x1b[200~one\rtwo\x1b[201~", "\r"]);
    expect(seen.now).toBe("confirmed");
  });

  test("may show what was pasted in another form", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("1\n2\n3").outcome);
    await pass();
    stage.draft("[Pasted text #1 +3 lines]");
    await pass(1_000);
    expect(stage.typed.at(-1)).toBe("\r");
    stage.draft("");
    stage.status("thinking");
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test("may wrap and decorate the text", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("a rather (long) text").outcome);
    await pass();
    stage.draft("a rather (lo\n  ng)\n  text");
    await pass(60);
    stage.say(1, { text: "> a rather (long)\n> text" });
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test("is given Enter once more when it has not heard it", async () => {
    using stage = new Stage();
    playBox(stage, { deaf: 1 });
    const seen = follow(stage.sender.send("hello").outcome);
    await pass(1_000);
    expect(stage.typed).toEqual(["hello", "\r"]);
    await pass(2_000);
    expect(stage.typed).toEqual(["hello", "\r", "\r"]);
    expect(seen.now).toBe("confirmed");
  });

  test("that never takes the text is told of", async () => {
    using stage = new Stage();
    playBox(stage, { deaf: 9 });
    const seen = follow(stage.sender.send("hello").outcome);
    stage.status("idle");
    await pass(9_900);
    expect(seen.now).toBe("waits");
    await pass(200);
    expect(stage.typed).toEqual(["hello", "\r", "\r"]);
    expect(seen.now).toBe(
      "conflict: Cannot confirm the text: typed, but the agent did not start within 10 s; its screen still shows the text in its input box",
    );
  });

  test("that does not show the text gets no Enter", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("hello").outcome);
    await pass(5_000);
    expect(seen.now).toMatch(/input box has not shown the text.*not pressed$/);
    expect(stage.typed).toEqual(["hello"]);
  });

  test("that asks for a permission in between gets no Enter", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("hello").outcome);
    await pass();
    stage.draft("hello");
    stage.status("needs_permission");
    await pass(1_000);
    expect(seen.now).toMatch(/asked for a permission meanwhile/);
    expect(stage.typed).toEqual(["hello"]);
  });

  test("that shows a hint with the letters of the text has taken it all the same", async () => {
    using stage = new Stage();
    stage.draft("Try: y");
    const seen = follow(stage.sender.send("y").outcome);
    await pass();
    stage.draft("y");
    await pass(60);
    stage.draft("Try: y");
    stage.status("working");
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test("need not ask or work: its own commands only leave the box", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = follow(stage.sender.send("/help").outcome);
    await pass();
    stage.draft("/help");
    await pass(60);
    stage.draft("");
    await pass(1_900);
    expect(seen.now).toBe("waits");
    await pass(200);
    expect(seen.now).toBe("confirmed");
  });

  test("whose box cannot be read is followed by what it prints and does", async () => {
    using stage = new Stage();
    const seen = follow(stage.sender.send("hello").outcome);
    await pass();
    stage.print("hello");
    await pass(1_600);
    expect(stage.typed).toEqual(["hello", "\r"]);
    await pass(1_000);
    expect(seen.now).toBe("waits");
    stage.status("working");
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test("whose box cannot be read and that does nothing is told of", async () => {
    using stage = new Stage();
    const seen = follow(stage.sender.send("hello").outcome);
    await pass(20_000);
    expect(seen.now).toMatch(/did not start within 10 s; nothing was printed/);
  });
});

describe("a program that reads lines", () => {
  const lines = { view: "lines", recipe: SEND_LINES } as const;

  test.each(["idle", "needs_input", "starting", "stuck"] as const)(
    "is written to at once while it is %s",
    async (status) => {
      using stage = new Stage({ ...lines, status });
      const seen = follow(stage.sender.send("ls").outcome);
      await pass();
      expect(stage.typed).toEqual(["ls\r"]);
      stage.say(1, { text: "ls", source: "lines" });
      await pass();
      expect(seen.now).toBe("waits");
      stage.say(2, { kind: "answer", text: "a.txt" });
      await pass();
      expect(seen.now).toBe("confirmed");
    },
  );

  test("that says nothing was typed into, which is all that is known", async () => {
    using stage = new Stage(lines);
    const seen = follow(stage.sender.send("secret").outcome);
    stage.print("secret\r\n");
    await pass(1_999);
    expect(seen.now).toBe("waits");
    await pass(1);
    expect(seen.now).toBe("typed");
  });

  test("in a pipe gets lines, whatever its recipe", async () => {
    using stage = new Stage({ view: "lines", source: "exec" });
    stage.sender.send("a\nb");
    await pass();
    expect(stage.typed).toEqual(["a\nb\n"]);
  });
});

describe("texts wait", () => {
  test.each(
    ["working", "thinking", "needs_permission", "stuck", "starting"] as const,
  )("while an agent is %s", async (status) => {
    using stage = new Stage({ status });
    playBox(stage);
    const seen = follow(stage.sender.send("next").outcome);
    await pass(60_000);
    expect(stage.typed).toEqual([]);
    expect(stage.sender.queue).toMatchObject([
      { text: "next", state: "waiting" },
    ]);
    stage.status("idle");
    await pass(100);
    expect(seen.now).toBe("confirmed");
    expect(stage.sender.queue).toEqual([]);
  });

  test("while the feeder is away", async () => {
    using stage = new Stage({ connected: false });
    playBox(stage);
    const seen = follow(stage.sender.send("next").outcome);
    await pass(1_000);
    expect(stage.typed).toEqual([]);
    stage.info = { ...stage.info, connected: true };
    stage.sender.wake();
    await pass(100);
    expect(seen.now).toBe("confirmed");
  });

  test("while somebody writes in the input box, but not because of what it shows by itself", async () => {
    using stage = new Stage();
    stage.draft("Try: explain this code");
    stage.sender.see({ type: "input", text: "\x1b[I\x1b[?1;2c" });
    const first = follow(stage.sender.send("hello").outcome);
    await pass();
    expect(stage.typed).toEqual(["hello"]);
    stage.draft("hello");
    await pass(60);
    stage.say(1, { text: "hello" });
    stage.status("working");
    await pass();
    expect(first.now).toBe("confirmed");

    stage.sender.see({ type: "input", text: "ha" });
    stage.draft("ha");
    stage.status("idle");
    follow(stage.sender.send("second").outcome);
    await pass(5_000);
    expect(stage.typed).toEqual(["hello", "\r"]);
    stage.sender.see({ type: "input", text: "lf\r" });
    await pass();
    expect(stage.typed.at(-1)).toBe("second");
  });

  test("until the one before was taken and its work is done, in order", async () => {
    using stage = new Stage();
    playBox(stage);
    const seen = ["one", "two", "three"].map((text) =>
      follow(stage.sender.send(text).outcome)
    );
    await pass(5_000);
    expect(seen.map(({ now }) => now)).toEqual(["confirmed", "waits", "waits"]);
    stage.status("idle");
    await pass(5_000);
    expect(seen.map(({ now }) => now)).toEqual([
      "confirmed",
      "confirmed",
      "waits",
    ]);
    stage.status("idle");
    await pass(100);
    expect(stage.typed).toEqual(["one", "\r", "two", "\r", "three", "\r"]);
  });

  test("a moment longer when the agent is slow to show that it is busy", async () => {
    using stage = new Stage();
    playBox(stage);
    const box = stage.ontype;
    stage.ontype = (keys) => {
      box(keys);
      stage.info = { ...stage.info, status: "idle" };
    };
    stage.sender.send("one");
    stage.sender.send("two");
    await pass(900);
    expect(stage.typed).toEqual(["one", "\r"]);
    stage.status("working");
    await pass(5_000);
    expect(stage.typed).toEqual(["one", "\r"]);
  });

  test("and are announced with what becomes of them", async () => {
    using stage = new Stage({ status: "working" });
    playBox(stage);
    stage.sender.send("one");
    stage.status("idle");
    await pass(100);
    expect(stage.announced.map((queue) => queue.map(({ state }) => state)))
      .toEqual([["waiting"], ["sending"], []]);
  });

  test("and long ones are listed by their beginning", async () => {
    using stage = new Stage({ status: "working" });
    stage.sender.send("x".repeat(5_000));
    expect(stage.sender.queue[0]!.text).toBe("x".repeat(1_000) + "…");
    await pass();
  });
});

describe("what cannot be sent", () => {
  test("is one text more than the queue takes", () => {
    using stage = new Stage({ status: "working" });
    for (let i = 0; i < MAX_QUEUE; i++) stage.sender.send(`${i}`);
    expect(() => stage.sender.send("more")).toThrow(
      `Cannot send: ${MAX_QUEUE} texts wait already, and the queue is full`,
    );
    expect(stage.sender.queue.length).toBe(MAX_QUEUE);
  });

  test("is more text than the queue takes", () => {
    using stage = new Stage({ status: "working" });
    expect(() => stage.sender.send("x".repeat(MAX_TEXT + 1))).toThrow(
      "more than 256 Ki characters",
    );
    for (let i = 0; i < 4; i++) stage.sender.send("x".repeat(MAX_TEXT));
    expect(() => stage.sender.send("x")).toThrow("the queue is full");
  });

  test.each(["", " \n\t", "\x1b\x03\r\n"])("is nothing: %j", (text) => {
    using stage = new Stage();
    expect(() => stage.sender.send(text)).toThrow("there is no text in it");
  });

  test("is what the session has no time for: it ends", async () => {
    using stage = new Stage();
    stage.draft("");
    const seen = ["one", "two"].map((text) =>
      follow(stage.sender.send(text).outcome)
    );
    await pass();
    stage.end();
    await pass();
    const told =
      `conflict: Cannot send to "${stage.info.name}": the session has ended`;
    expect(seen.map(({ now }) => now)).toEqual([told, told]);
    expect(stage.announced.at(-1)).toEqual([]);
  });

  test.each(
    [
      ["screen", "x", 1_000],
      ["lines", "x", 0],
    ] as const,
  )(
    "is not what made the session end, once Enter was pressed: %s",
    async (view, text, time) => {
      using stage = new Stage({ view, recipe: { ...BOX, pause: 0 } });
      stage.draft("");
      const seen = follow(stage.sender.send(text).outcome);
      await pass();
      stage.draft(text);
      await pass(time);
      stage.end();
      await pass();
      expect(seen.now).toBe("typed");
      expect(stage.announced.at(-1)).toEqual([]);
    },
  );

  test("is what waits when the server leaves", async () => {
    const stage = new Stage({ status: "working" });
    const seen = follow(stage.sender.send("one").outcome);
    stage[Symbol.dispose]();
    await pass();
    expect(seen.now).toMatch(/^unavailable: .* the server is leaving$/);
  });
});

describe("a text that waits", () => {
  test("can be taken back, and the others move up", async () => {
    using stage = new Stage({ status: "working" });
    playBox(stage);
    const first = stage.sender.send("one");
    const seen = follow(first.outcome);
    const second = follow(stage.sender.send("two").outcome);
    stage.sender.cancel(first.id);
    stage.status("idle");
    await pass(100);
    expect(seen.now).toMatch(/^conflict: .*it was taken back$/);
    expect(second.now).toBe("confirmed");
    expect(stage.typed).toEqual(["two", "\r"]);
  });

  test("can not be taken back while it is typed, or afterwards", async () => {
    using stage = new Stage();
    playBox(stage);
    const { id } = stage.sender.send("one");
    await pass();
    expect(() => stage.sender.cancel(id)).toThrow("it is being typed");
    await pass(100);
    expect(() => stage.sender.cancel(id)).toThrow("does not wait any more");
  });

  test.each(
    [
      ["working", "it is working"],
      ["needs_permission", "it asks for a permission"],
    ] as const,
  )(
    "is taken back when its sender has no more time: %s",
    async (status, reason) => {
      using stage = new Stage({ status });
      const left = new AbortController();
      const { signal } = left;
      const seen = follow(stage.sender.send("one", { signal }).outcome);
      await pass(1_000);
      left.abort();
      await pass();
      expect(seen.now).toContain(reason);
      expect(seen.now).toContain("the text was taken back");
      expect(stage.sender.queue).toEqual([]);
    },
  );
});

describe("choose()", () => {
  const permission = {
    choices: [
      { key: "1", label: "Yes" },
      { key: "2", label: "Yes, and do not ask again" },
      { key: "3", label: "No, tell it what to do" },
    ],
    chosen: null,
  };
  const ask = (stage: Stage, id = 1) => {
    stage.say(id, { kind: "permission", text: "Run it?", permission });
    stage.status("needs_permission");
  };

  test.each(
    [
      ["key", ["2"]],
      ["key-enter", ["2", "\r"]],
      ["arrows", ["\x1b[B", "\r"]],
      ["right-arrows", ["\x1b[C", "\r"]],
    ] as const,
  )("picks by %s", async (way, keys) => {
    using stage = new Stage({ recipe: { ...SEND_LINES, choose: way } });
    ask(stage);
    const seen = follow(stage.sender.choose({ message: 1, choice: "2" }));
    await pass(500);
    expect(stage.typed).toEqual(keys);
    expect(seen.now).toBe("waits");
    stage.say(1, {
      kind: "permission",
      from: 7,
      done: true,
      permission: { ...permission, chosen: "2" },
    });
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test.each([
    ["no, tell it what to do", "3"],
    ["No", "3"],
    ["3", "3"],
    ["yes", "1"],
    ["Yes,", "2"],
  ])("finds the choice %j", async (choice, key) => {
    using stage = new Stage({ recipe: { ...SEND_LINES, choose: "key" } });
    ask(stage);
    const seen = follow(stage.sender.choose({ choice }));
    await pass();
    expect(stage.typed).toEqual([key]);
    stage.status("working");
    await pass();
    expect(seen.now).toBe("confirmed");
  });

  test.each(["4", "maybe", "y", ""])("refuses %j", async (choice) => {
    using stage = new Stage();
    ask(stage);
    await expect(stage.sender.choose({ choice })).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("1 (Yes), 2 (Yes, and do not"),
    });
    expect(stage.typed).toEqual([]);
  });

  test("refuses a question that is not the open one", async () => {
    using stage = new Stage();
    const refused = { code: "conflict" };
    await expect(stage.sender.choose({ choice: "1" })).rejects
      .toMatchObject(refused);
    ask(stage, 1);
    ask(stage, 2);
    await expect(stage.sender.choose({ message: 1, choice: "1" })).rejects
      .toMatchObject(refused);
    stage.say(2, { kind: "permission", from: 7, done: true });
    await expect(stage.sender.choose({ message: 2, choice: "1" })).rejects
      .toMatchObject(refused);
    expect(stage.typed).toEqual([]);
  });

  test("refuses a second answer while the first is under way", async () => {
    using stage = new Stage();
    ask(stage);
    follow(stage.sender.choose({ choice: "1" }));
    await expect(stage.sender.choose({ choice: "2" })).rejects.toThrow(
      "being answered already",
    );
  });

  test("says that the question is still open", async () => {
    using stage = new Stage();
    ask(stage);
    const seen = follow(stage.sender.choose({ choice: "1" }));
    await pass(11_000);
    expect(seen.now).toBe(
      'conflict: Cannot confirm the choice: typed "1", but after 10 s the question is still open',
    );
  });
});
