/**
 * Terminal output, or an agent's JSON, to messages in a stream: what
 * `streamer segment` does.
 *
 * @module
 */
import {
  applyPatch,
  isTakenBack,
  type Message,
  type Size,
} from "@/shared/domain.ts";
import { Pipeline, type PipelineEvent } from "../pipeline/pipeline.ts";
import { Stripper } from "../pipeline/strip.ts";
import { loadTerminal } from "../pipeline/terminal.ts";
import { Views } from "../pipeline/views.ts";
import type { Profile, Sign } from "../profiles/profile.ts";
import { recognizeJson } from "../profiles/json_profile.ts";
import { pickProfile, recognize } from "../profiles/registry.ts";

/** Bytes that are looked at to know an agent by what it shows. */
const MAX_HEAD = 256 * 1024;

/** UTF-16 units of a turn that are held back until it is over; beyond, what is done is given. */
const MAX_HELD = 1024 * 1024;

/** What is found: a message that is finished, or what the program does. */
export type Finding = Omit<Message, "at"> | (Sign & { type: "status" });

/** Takes bytes wherever they are cut. */
export interface SegmentFilter {
  /** Reads on. Returns what is finished now. */
  push(data: Uint8Array): Finding[];
  /** Nothing more comes. Returns the rest. */
  end(): Finding[];
}

export interface SegmentOptions {
  /** The profile to read with; else the one called `agent`; else what the output looks like. */
  profile?: Profile | undefined;
  agent?: string | undefined;
  /** Agents of the configuration. */
  own: readonly Profile[];
  /** Of the terminal that the output was written for. */
  size: Size;
  /** Whether to tell what the program does, too. */
  status: boolean;
}

/** Opens a filter; terminals are loaded then. */
export async function openSegmentFilter(
  options: SegmentOptions,
): Promise<SegmentFilter> {
  await loadTerminal();
  return new Sniffing(options);
}

/** Waits until it knows whose output it is. */
class Sniffing implements SegmentFilter {
  readonly #options: SegmentOptions;
  #head: Uint8Array[] = [];
  #bytes = 0;
  #filter: Reading | undefined;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  push(data: Uint8Array): Finding[] {
    if (this.#filter) return this.#filter.push(data);
    // The caller's buffer is used again.
    this.#head.push(data.slice());
    this.#bytes += data.length;
    return this.#bytes < MAX_HEAD ? [] : this.#begin();
  }

  end(): Finding[] {
    const begun = this.#filter ? [] : this.#begin();
    return [...begun, ...this.#filter!.end()];
  }

  #begin(): Finding[] {
    const head = new Uint8Array(this.#bytes);
    let at = 0;
    for (const chunk of this.#head) {
      head.set(chunk, at);
      at += chunk.length;
    }
    this.#head = [];
    const { profile, lineFeeds } = chooseProfile(head, this.#options);
    this.#filter = new Reading(profile, { ...this.#options, lineFeeds });
    return this.#filter.push(head);
  }
}

function chooseProfile(
  head: Uint8Array,
  { profile, agent, own, size }: SegmentOptions,
): { profile: Profile; lineFeeds: boolean } {
  const lineFeeds = !head.includes(0x0d);
  const text = new Stripper().push(head);
  const given = profile ?? (agent ? pickProfile([], agent, own) : undefined);
  const json = recognizeJson(text, given?.name);
  const chosen = json ?? given ?? recognize(text, own) ??
    recognizeScreen(head, { size, own }) ?? pickProfile([]);
  return { profile: chosen, lineFeeds };
}

/** Programs that place each word are not read as lines. */
function recognizeScreen(
  head: Uint8Array,
  { size, own }: Pick<SegmentOptions, "size" | "own">,
): Profile | undefined {
  using views = new Views(size);
  for (const reading of [...views.read(1, head), ...views.end()]) {
    if (reading.type !== "view") continue;
    const { scrolled, rows } = reading.view;
    const text = [...scrolled, ...rows].map((row) => row.text).join("\n");
    const found = recognize(text, own);
    if (found) return found;
  }
  return undefined;
}

class Reading implements SegmentFilter {
  readonly #pipeline: Pipeline;
  readonly #status: boolean;
  /** Those whose turn is not over. */
  readonly #messages = new Map<number, Message>();
  /** UTF-16 units of their texts. */
  #units = 0;
  #turn = 0;

  constructor(
    profile: Profile,
    { size, status, lineFeeds }: SegmentOptions & { lineFeeds: boolean },
  ) {
    this.#status = status;
    this.#pipeline = new Pipeline({
      profile,
      command: [profile.name],
      start: { lastId: 0, turn: 0 },
      terminal: size,
      convertEol: lineFeeds,
    });
  }

  push(data: Uint8Array): Finding[] {
    return this.#take(
      this.#pipeline.push({ type: "output", stream: 1, data }),
    );
  }

  end(): Finding[] {
    const exit = { type: "exit", code: 0, signal: null } as const;
    return [
      ...this.#take(this.#pipeline.push(exit)),
      ...this.#finished(Infinity),
    ];
  }

  #take(events: readonly PipelineEvent[]): Finding[] {
    const found: Finding[] = [];
    for (const event of events) {
      if (event.type === "sign" && this.#status) {
        found.push({ type: "status", ...event.sign });
      }
      if (event.type !== "message") continue;
      const { patch } = event;
      // A recording does not say when.
      const place = { seq: 0, at: 0 };
      const before = this.#messages.get(patch.id);
      const message = applyPatch(before, patch, place);
      this.#messages.set(patch.id, message);
      this.#units += message.text.length - (before?.text.length ?? 0);
      this.#turn = Math.max(this.#turn, patch.turn);
    }
    return [...this.#finished(this.#turn), ...found];
  }

  /** What can change no more: what is done of turns before `turn`, and lines that are done. */
  #finished(turn: number): Finding[] {
    const finished: Omit<Message, "at">[] = [];
    for (const [id, message] of this.#messages) {
      const isOver = message.turn < turn || message.source === "lines" ||
        this.#units > MAX_HELD;
      if (!isOver || (!message.done && turn !== Infinity)) break;
      this.#messages.delete(id);
      this.#units -= message.text.length;
      const { at: _, ...told } = message;
      if (!isTakenBack(message)) finished.push(told);
    }
    return finished;
  }
}
