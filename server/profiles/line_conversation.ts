/**
 * A conversation by lines: what is typed is a question, what is printed is the
 * answer, a full screen is an answer of its own.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";
import { Echo } from "./echo.ts";
import type { MessageWriter } from "./message_writer.ts";
import type { Reading } from "./profile.ts";
import { TypedLine } from "./typed_line.ts";

/** UTF-16 units of an answer, after which the next one begins. */
const MAX_ANSWER = 64 * 1024;

/** Which questions begin a turn: each line that is typed, or those that the caller begins. */
export type TurnsBy = "typed lines" | "caller";

export class LineConversation {
  readonly #messages: MessageWriter;
  turnsBy: TurnsBy = "typed lines";
  #typed = new TypedLine();
  #echo = new Echo();
  /** The line on the terminal, echo and all. */
  #partial = "";
  /** Whether blank lines are dropped: nothing was printed in this turn yet. */
  #fresh = true;
  #binaryBytes = 0;

  constructor(messages: MessageWriter) {
    this.#messages = messages;
  }

  read(reading: Reading): MessagePatch[] {
    switch (reading.type) {
      case "lines":
        this.#partial = "";
        return this.#print(this.#echo.strip(reading.text));
      case "partial":
        this.#partial = reading.text;
        return this.#show(this.#echo.stripPartial(reading.text));
      case "screen":
        return this.#showScreen(reading.text, reading.left);
      case "typed":
        // Keys that are pressed in a program with a screen of its own ask nothing.
        if (this.#onScreen) return [];
        return this.#typed.push(reading.text).flatMap((line) =>
          this.#ask(line)
        );
      case "binary":
        return this.#count(reading.bytes);
      default:
        return [];
    }
  }

  /** Begins a turn with `question`; an empty one is not shown. No echo follows. */
  begin(question: string): MessagePatch[] {
    const before = this.close();
    this.#fresh = true;
    this.#messages.turn++;
    return [...before, ...this.#put("question", question)];
  }

  /** Says `text` in a message of its own, exactly. */
  notice(text: string): MessagePatch[] {
    return [...this.close(), ...this.#put("notice", text)];
  }

  /** Closes the open message as it stands. What was typed and not entered is forgotten. */
  close(): MessagePatch[] {
    this.#typed = new TypedLine();
    this.#echo = new Echo();
    this.#partial = "";
    this.#binaryBytes = 0;
    return this.#messages.close();
  }

  /** Whether a message shows the alternate screen. */
  get #onScreen(): boolean {
    return this.#messages.kind !== undefined &&
      this.#messages.source === "screen";
  }

  /** A screen is a message of its own, which stays as it was left. */
  #showScreen(text: string, left: boolean): MessagePatch[] {
    const patches: MessagePatch[] = [];
    if (!this.#onScreen) {
      // What is still being written goes on in the next answer.
      if (this.#messages.kind === "answer") {
        patches.push(...this.#messages.show(""));
      }
      patches.push(...this.#messages.open("answer", "screen"));
    }
    patches.push(...this.#messages.show(withoutBlankLines(text)));
    if (left) patches.push(...this.#messages.close());
    return patches;
  }

  #ask(line: string): MessagePatch[] {
    if (line.trim() === "") return [];
    const prompt = this.#echo.expect(line, this.#partial);
    const before = this.#messages.kind === "answer"
      ? this.#messages.show(prompt)
      : [];
    before.push(...this.#messages.close());
    this.#partial = "";
    this.#fresh = true;
    this.#binaryBytes = 0;
    if (this.turnsBy === "typed lines") this.#messages.turn++;
    return [...before, ...this.#put("question", line)];
  }

  #put(kind: "question" | "notice", text: string): MessagePatch[] {
    if (text.trim() === "") return [];
    return [
      ...this.#messages.open(kind),
      ...this.#messages.append(text),
      ...this.#messages.close(),
    ];
  }

  #print(lines: string): MessagePatch[] {
    const patches: MessagePatch[] = [];
    let rest = this.#fresh ? withoutBlankLines(lines) : lines;
    if (rest === "") return this.#show("");
    this.#fresh = false;
    while (rest !== "") {
      patches.push(...this.#openAnswer());
      const fits = this.#fitting(rest);
      if (fits === 0) patches.push(...this.#messages.close());
      else patches.push(...this.#messages.append(rest.slice(0, fits)));
      rest = rest.slice(fits);
    }
    return patches;
  }

  /** How much of `lines` still goes into the open answer: whole lines, or what there is in an empty one. */
  #fitting(lines: string): number {
    const room = MAX_ANSWER - this.#messages.length;
    if (lines.length <= room) return lines.length;
    const behind = lines.lastIndexOf("\n", room - 1) + 1;
    return behind > 0 || this.#messages.length > 0
      ? behind
      : lines.indexOf("\n") + 1;
  }

  #show(partial: string): MessagePatch[] {
    if (partial.trim() === "") {
      return this.#messages.kind === "answer"
        ? this.#messages.show(this.#fresh ? "" : partial)
        : [];
    }
    return [...this.#openAnswer(), ...this.#messages.show(partial)];
  }

  #openAnswer(): MessagePatch[] {
    this.#binaryBytes = 0;
    return this.#messages.kind === "answer" && !this.#onScreen
      ? []
      : this.#messages.open("answer");
  }

  #count(bytes: number): MessagePatch[] {
    const opened = this.#messages.kind === "notice"
      ? []
      : this.#messages.open("notice");
    this.#binaryBytes += bytes;
    const count = this.#binaryBytes.toLocaleString("en-US");
    return [
      ...opened,
      ...this.#messages.show(
        `Binary output, ${count} bytes, not shown as text`,
      ),
    ];
  }
}

/** Printed text from its first line with something in it. */
function withoutBlankLines(lines: string): string {
  const first = lines.search(/\S/);
  return first < 0 ? "" : lines.slice(lines.lastIndexOf("\n", first) + 1);
}
