/**
 * The texts that were written for a session: the one being written, those on
 * their way and those that did not arrive.
 *
 * A text is never lost: until it has arrived it stands in one of these places.
 *
 * @module
 */
import type { QueuedText } from "@/shared/domain.ts";
import { toStreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";

/** A text that was sent from here. */
interface Sent {
  readonly key: string;
  readonly text: string;
  /** Why it has not arrived; null while it is on its way. */
  readonly problem: string | null;
}

/** A text above the composer. */
export interface Parcel {
  /** Stays the same as long as the text is shown. */
  readonly key: string;
  readonly text: string;
  /** `leaving`: the server has not said anything of it yet. */
  readonly state: "leaving" | "waiting" | "sending" | "failed";
  /** Its name in the server's queue, by which it can be taken back. */
  readonly queued: string | null;
  readonly problem: string | null;
}

export class Outbox {
  /** What is being written. */
  draft = $state("");
  /** What became of the last text; null when something was written since. */
  outcome = $state<SendOutcome | null>(null);
  #sent = $state.raw<readonly Sent[]>([]);
  readonly #taken = new Set<string>();
  #last = 0;

  /** Nothing here would be missed. */
  get empty(): boolean {
    return this.draft === "" && this.#sent.length === 0;
  }

  /** Sends `text` by `deliver`, which settles when it has arrived or cannot. */
  async send(text: string, deliver: (text: string) => Promise<SendOutcome>) {
    const key = `own ${++this.#last}`;
    this.outcome = null;
    this.#sent = [...this.#sent, { key, text, problem: null }];
    try {
      this.outcome = await deliver(text);
      this.drop(key);
    } catch (cause) {
      this.#fail(key, toStreamerError(cause).message);
    }
  }

  /** Lets go of a text that was sent from here. */
  drop(key: string): void {
    this.#taken.delete(key);
    this.#sent = this.#sent.filter((sent) => sent.key !== key);
  }

  /** The reader takes `parcel` back: that it does not arrive is no failure then. */
  async take({ key, queued }: Parcel, cancel: (id: string) => Promise<void>) {
    if (queued === null) return;
    const sent = this.#sent.find((one) => one.key === key);
    if (sent) this.#taken.add(key);
    try {
      await cancel(queued);
      // One that was given up already hears nothing more.
      if (sent?.problem) this.drop(key);
    } catch (cause) {
      this.#taken.delete(key);
      throw cause;
    }
  }

  /** All texts that have not arrived, oldest first: the server's `queue` and those that only this page knows. */
  parcels(queue: readonly QueuedText[]): readonly Parcel[] {
    const own = [...this.#sent];
    const known = queue.map(({ id, text, state }): Parcel => {
      const index = own.findIndex((sent) => isShownAs(sent.text, text));
      const [sent] = index < 0 ? [] : own.splice(index, 1);
      return { key: sent?.key ?? id, text, state, queued: id, problem: null };
    });
    const others = own.map(({ key, text, problem }): Parcel => ({
      key,
      text,
      state: problem === null ? "leaving" : "failed",
      queued: null,
      problem,
    }));
    return [...known, ...others];
  }

  #fail(key: string, problem: string): void {
    if (this.#taken.has(key)) return this.drop(key);
    this.#sent = this.#sent.map((sent) =>
      sent.key === key ? { ...sent, problem } : sent
    );
  }
}

/** Whether the server's queue shows `text` as `shown`: it trims, and cuts what is long. */
function isShownAs(text: string, shown: string): boolean {
  const whole = text.trim();
  if (whole === shown.trim()) return true;
  return shown.endsWith("…") &&
    whole.startsWith(shown.slice(0, -1).trimStart());
}

/** The outbox of each session in which there is something. */
export class Outboxes {
  readonly #all = new Map<string, Outbox>();

  of(session: string): Outbox {
    for (const [id, outbox] of this.#all) {
      if (id !== session && outbox.empty) this.#all.delete(id);
    }
    const outbox = this.#all.get(session) ?? new Outbox();
    this.#all.set(session, outbox);
    return outbox;
  }
}
