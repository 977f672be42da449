/**
 * What an agent does, from all that it shows: its own word for it, its title,
 * its screen.
 *
 * @module
 */
import type { Mark, Sign } from "../profile.ts";
import type { Layout, Title } from "./layout.ts";

/** Weighs what is shown, and gives what has changed. */
export class Signs {
  readonly #layout: Layout;
  #screen: Sign | undefined;
  #title: Sign | undefined;
  /** What it has let the person know, until something else is seen. */
  #notice: Sign | undefined;
  /** What it has said in so many words: from then on, only that counts. */
  #said: Sign | undefined;
  #given = "";

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The screen shows `sign`; undefined when it does not tell. */
  see(sign: Sign | undefined): Sign | undefined {
    if (sign && sign.status !== this.#screen?.status) this.#notice = undefined;
    this.#screen = sign ?? this.#screen;
    return this.#news();
  }

  /** A question was asked: what shows itself next is news, although it was shown before. */
  forget(): void {
    this.#screen = undefined;
    this.#notice = undefined;
    this.#given = "";
  }

  mark(mark: Mark): Sign | undefined {
    if (mark.type === "title") this.#title = this.#titleSign(mark.text);
    if (mark.type === "notice") this.#notice = noticeSign(mark.text);
    if (mark.type === "state") this.#said = saidSign(mark);
    return this.#news();
  }

  #news(): Sign | undefined {
    const sign = this.#said ?? this.#weigh();
    const shown = sign ? `${sign.status} ${sign.evidence}` : this.#given;
    if (shown === this.#given) return undefined;
    this.#given = shown;
    return sign;
  }

  /** A question on the screen is certain; a title that turns shows work where the screen shows none. */
  #weigh(): Sign | undefined {
    const screen = this.#screen;
    const title = this.#title;
    const isBusy = screen?.status === "working" ||
      screen?.status === "thinking";
    if (this.#notice && !isBusy && !screen?.status.startsWith("needs_")) {
      return this.#notice;
    }
    if (!title || screen?.status.startsWith("needs_")) return screen;
    if (title.status === "needs_permission") return title;
    const isQuiet = screen === undefined || screen.status === "idle";
    return isQuiet && title.status === "working" ? title : screen;
  }

  #titleSign(text: string): Sign | undefined {
    const { titles = [] } = this.#layout;
    const found = titles.find(({ pattern }: Title) => pattern.test(text));
    if (!found) return undefined;
    // A spinner turns in it: the words stay.
    const words = text.replace(/^[^\p{L}\p{N}]+/u, "").trim();
    return { status: found.status, evidence: `its title: ${words}` };
  }
}

function saidSign(
  { state, kind, message }: Extract<Mark, { type: "state" }>,
): Sign | undefined {
  const evidence = `it says so itself: ${message ?? state}`;
  switch (state) {
    case "working":
      return { status: "working", evidence };
    case "idle":
    case "done":
      return { status: "idle", evidence: "it says so itself: idle" };
    case "blocked":
      return {
        status: kind === undefined || kind === "permission"
          ? "needs_permission"
          : "needs_input",
        evidence,
      };
    default:
      return undefined;
  }
}

/** A notice (OSC 9, 99, 777) comes when the person is to look: for a permission, or because the work is done. */
function noticeSign(text: string): Sign {
  const asks = /\b(?:permission|approv\w*|allow)\b/i.test(text);
  return {
    status: asks ? "needs_permission" : "idle",
    evidence: `its notice: ${text}`,
  };
}
