/**
 * Signs of a program without a screen that waits for somebody: output that has
 * stopped in the middle of a line which looks like a question.
 *
 * Whether it has stopped is not known here; a sign says what the line would
 * mean if nothing else came.
 *
 * @module
 */
import type { Reading, Sign } from "./profile.ts";
import { promptKind } from "./prompt_text.ts";

/** UTF-16 units of a line that may be a prompt. */
const MAX_PROMPT = 200;

type SignEvent = { type: "sign"; sign: Sign };

/** Gives a sign whenever it changes; none before the first prompt. */
export class PromptSigns {
  #partial = "";
  /** What stood before the cursor when a line was last entered, digits apart. */
  #answered: string | undefined;
  #last: string | undefined;

  /** `working` is the evidence that counts when a prompt is gone. */
  read(reading: Reading, working = "output goes on"): SignEvent[] {
    switch (reading.type) {
      case "lines":
      case "binary":
      case "screen":
        this.#partial = "";
        return this.#goOn(working);
      case "partial": {
        this.#partial = lastLine(reading.text);
        const sign = this.#sign();
        return sign ? this.tell(sign) : this.#goOn(working);
      }
      case "typed":
        if (!/[\r\n]/.test(reading.text)) return [];
        this.#answered = shape(this.#partial);
        return this.#goOn("a line was entered");
      default:
        return [];
    }
  }

  #goOn(evidence: string): SignEvent[] {
    const isNews = this.#last !== undefined &&
      !this.#last.startsWith("working\n");
    return isNews
      ? this.tell({ status: "working", evidence, lapses: true })
      : [];
  }

  /** Gives `sign` unless it is what was said last. */
  tell(sign: Sign): SignEvent[] {
    const said = `${sign.status}\n${sign.evidence}`;
    if (said === this.#last) return [];
    this.#last = said;
    return [{ type: "sign", sign }];
  }

  #sign(): Sign | undefined {
    const prompt = this.#partial;
    if (prompt === "" || prompt.length > MAX_PROMPT) return;
    const kind = promptKind(prompt);
    const evidence = `the line "${prompt.trim()}"`;
    if (kind === "question") return { status: "needs_input", evidence };
    const returned = this.#answered !== undefined &&
      shape(prompt) === this.#answered;
    if (kind === "ready" || (kind === "request" && returned)) {
      return { status: "idle", evidence };
    }
    return kind === "request" ? { status: "needs_input", evidence } : undefined;
  }
}

/** The line of the cursor. A program that draws may have more below the text. */
function lastLine(partial: string): string {
  const text = partial.replace(/\n+$/, "");
  return text.slice(text.lastIndexOf("\n") + 1);
}

/** A prompt that counts its lines is the same prompt. What is typed behind it is none of it. */
function shape(prompt: string): string {
  const [start = ""] = /^.*?[>:?$#%»❯)\]](?=\s|$)/u.exec(prompt) ?? [];
  return start.replace(/\d+/g, "0");
}
