/**
 * What a session has shown since something was typed into it.
 *
 * @module
 */
import type { Message, MessagePatch, Status } from "@/shared/domain.ts";
import type { StreamerError } from "@/shared/errors.ts";
import type { PipelineEvent } from "../pipeline/pipeline.ts";

/** What an agent does that has taken a text. */
const BUSY: readonly Status[] = ["working", "thinking", "needs_permission"];

/** Questions that are kept in mind; between two marks there are few. */
const MAX_ASKED = 20;

/** Somebody who waits until something holds. */
interface Wait {
  holds: () => boolean;
  settle: (held: boolean) => void;
  fail: (cause: unknown) => void;
}

/** Sees every event of a session, and keeps little of them. */
export class Witness {
  /** What stands in the agent's input box; undefined: none was ever seen. */
  draft: string | undefined;
  /** Whether keys were pressed since Enter was last, as far as they are told. */
  typing = false;
  /** Whether anything was printed since the last {@linkcode mark}. */
  printed = false;
  /** Whether it began to work, or asked something, since the last mark. */
  busy = false;
  /** Whether the program itself showed that it works, since the last mark. */
  signed = false;
  /** Whether it asks for a permission now. */
  permission = false;
  readonly #message: (id: number) => Message | undefined;
  readonly #waits = new Set<Wait>();
  /** Questions of which something was said since the mark. */
  readonly #asked = new Set<number>();
  #lastId = 0;
  #markedId = 0;
  #answered = false;
  #over: StreamerError | undefined;

  /** `message` gives a message of the session as it stands. */
  constructor(message: (id: number) => Message | undefined) {
    this.#message = message;
  }

  /** Whether a message that is no question has begun since the mark. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Whether nothing more comes. */
  get over(): boolean {
    return this.#over !== undefined;
  }

  /** Forgets what was seen so far: evidence counts from here. */
  mark(): void {
    this.printed = false;
    this.busy = false;
    this.signed = false;
    this.#asked.clear();
    this.#answered = false;
    this.#markedId = this.#lastId;
  }

  /** Whether a question that came since the mark, or went on since, has this text. */
  asked(text: string): boolean {
    for (const id of this.#asked) {
      if (hasText(this.#message(id)?.text ?? "", text)) return true;
    }
    return false;
  }

  /** Takes in one event that the session has told. */
  see(event: PipelineEvent): void {
    switch (event.type) {
      case "output":
        this.printed = true;
        break;
      case "input":
        this.typing = isTyping(event.text, this.typing);
        break;
      case "draft":
        this.draft = event.text;
        break;
      case "sign":
        this.#stand(event.sign.status);
        if (BUSY.includes(event.sign.status)) this.signed = true;
        break;
      case "status":
        this.#stand(event.status);
        break;
      case "message":
        this.#hear(event.patch);
    }
    this.wake();
  }

  /**
   * Waits until `holds`; false when it does not within `patience` milliseconds.
   *
   * @throws {StreamerError} when the session ends
   */
  async until(holds: () => boolean, patience = Infinity): Promise<boolean> {
    if (this.#over) throw this.#over;
    if (holds()) return true;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const wait = { holds, settle: resolve, fail: reject };
    this.#waits.add(wait);
    const timer = patience === Infinity
      ? undefined
      : setTimeout(() => resolve(false), patience);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waits.delete(wait);
    }
  }

  /** Looks again whether what is waited for holds. */
  wake(): void {
    for (const { holds, settle } of this.#waits) if (holds()) settle(true);
  }

  /** Nothing more comes: whoever waits is told so. */
  end(over: StreamerError): void {
    this.#over ??= over;
    for (const { fail } of this.#waits) fail(this.#over);
  }

  #ask(id: number): void {
    this.#asked.add(id);
    const [oldest] = this.#asked;
    if (this.#asked.size > MAX_ASKED) this.#asked.delete(oldest!);
  }

  #stand(status: Status): void {
    this.permission = status === "needs_permission";
    if (BUSY.includes(status)) this.busy = true;
  }

  #hear({ id, kind, text, done }: MessagePatch): void {
    this.#lastId = Math.max(this.#lastId, id);
    if (kind === "question") this.#ask(id);
    else if (!done && id > this.#markedId && text.trim() !== "") {
      this.#answered = true;
    }
  }
}

/** Sequences that a terminal sends for keys that write nothing, and its replies; a paste counts as what is in it. */
const SEQUENCES =
  // deno-lint-ignore no-control-regex
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|O[^]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[^[O\]PX^_]|$)/g;

// deno-lint-ignore no-control-regex
const PASTED = /\x1b\[200~[^]*?(?:\x1b\[201~|$)/g;

/** Up and Ctrl-P, which bring back a line that was entered before. */
// deno-lint-ignore no-control-regex
const RECALLS = /\x1b[[O]A|\x10/g;

/** Enter, and the keys that empty a line: Ctrl-C, Ctrl-U. */
// deno-lint-ignore no-control-regex
const CLOSES = /[\r\n\x03\x15]/;

/** Whether a line is begun and not entered after `keys`, if it was `before`. */
function isTyping(keys: string, before: boolean): boolean {
  const pressed = keys.replace(PASTED, "x").replace(RECALLS, "x")
    .replace(SEQUENCES, "");
  const parts = pressed.split(CLOSES);
  // deno-lint-ignore no-control-regex
  if (/[^\x00-\x1f\x7f]/.test(parts.at(-1)!)) return true;
  return before && parts.length === 1;
}

/** Whether both say the same, letters and digits alone: agents wrap, indent and decorate. */
export function sameText(shown: string, typed: string): boolean {
  const wanted = letters(typed);
  return wanted === ""
    ? shown.trim() === typed.trim()
    : letters(shown) === wanted;
}

/** Whether `shown` has `typed` in it, letters and digits alone. */
function hasText(shown: string, typed: string): boolean {
  const wanted = letters(typed);
  return wanted === ""
    ? shown.trim() === typed.trim()
    : letters(shown).includes(wanted);
}

function letters(text: string): string {
  return text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");
}
