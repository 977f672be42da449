/**
 * One command: what it has said, in order, and who is listening.
 *
 * Knows nothing of sockets or databases.
 *
 * @module
 */
import {
  applyPatch,
  type Entry,
  type Message,
  type SessionEvent,
  type SessionInfo,
  type Turn,
} from "@/shared/domain.ts";
import type { InfoChange } from "@/shared/delivery.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { Activity, FeedReply, FeedSession } from "@/shared/feed.ts";
import type { FeedEvent, FeedRecord } from "@/shared/feed_record.ts";
import type { NoticeStatus } from "@/shared/notice_status.ts";
import type { Snapshot } from "@/shared/protocol.ts";
import type { Pipeline, PipelineEvent } from "../pipeline/pipeline.ts";
import type { Screen } from "../pipeline/screen.ts";
import type { Batch, Keyframe } from "../store/store.ts";
import { Alarm } from "./alarm.ts";
import { RecentMessages } from "./recent_messages.ts";
import { RecentTurns } from "./recent_turns.ts";
import { Ring } from "./ring.ts";
import { Sender } from "./sender.ts";
import { type StatusChange, StatusTracker } from "./status.ts";

/** Bytes of the newest entries that stay in memory for readers who come back. */
const RING_BYTES = 1024 * 1024;

/** Output bytes and milliseconds between two keyframes, both at least. */
const KEYFRAME_BYTES = 256 * 1024;
const KEYFRAME_TIME = 10_000;

/** Milliseconds from an output to the next reading of the screen as it stands. */
const SCREEN_READ_AFTER = 50;

/** Where a session's news go: to the readers and to the store. */
export interface SessionOutlet {
  entry(session: Session, entry: Entry): void;
  info(session: Session, change: InfoChange): void;
  /** What it does has changed; its `info` says what it does now. */
  status(session: Session, change: StatusChange): void;
  store(batch: Batch): void;
}

/** The way back to the process that feeds the session. */
export interface FeedLink {
  send(reply: FeedReply): void;
}

export interface SessionOptions {
  info: SessionInfo;
  feeder: FeedSession["feeder"];
  /** The last record of the feed that is stored. */
  fed: number;
  pipeline: Pipeline;
  screen: Screen;
  outlet: SessionOutlet;
  /** Milliseconds; see {@linkcode StatusTracker}. */
  stuckAfter?: number | undefined;
}

export class Session implements Disposable {
  readonly feeder: FeedSession["feeder"];
  /** What is said to the agent, and how it is answered. */
  readonly sender: Sender;
  /** Statuses of which people want to be told; its feeder says which. */
  notify: readonly NoticeStatus[] = [];
  readonly #pipeline: Pipeline;
  readonly #screen: Screen;
  readonly #outlet: SessionOutlet;
  readonly #ring = new Ring(RING_BYTES);
  readonly #messages = new RecentMessages();
  readonly #turns = new RecentTurns();
  readonly #status: StatusTracker;
  readonly #alarm = new Alarm(() => this.#look());
  #info: SessionInfo;
  #fed: number;
  #acked: number;
  /** The last entry that is stored. */
  #kept: number;
  #link: FeedLink | undefined;
  /** When the screen is read next; undefined: it was read since the last output. */
  #readsAt: number | undefined;
  #entries: Entry[] = [];
  #changed = new Map<number, Message>();
  #keyframe = { bytes: 0, at: 0, busy: false };

  constructor(options: SessionOptions) {
    this.feeder = options.feeder;
    this.#info = options.info;
    this.#fed = options.fed;
    this.#acked = options.fed;
    this.#kept = options.info.seq;
    this.#pipeline = options.pipeline;
    this.#screen = options.screen;
    this.#outlet = options.outlet;
    this.#status = new StatusTracker({
      status: options.info.status,
      now: Date.now(),
      stuckAfter: options.stuckAfter,
      signs: options.pipeline.view !== "lines",
    });
    this.#keyframe.bytes = options.info.outputBytes;
    this.#keyframe.at = Date.now();
    this.sender = this.#openSender();
  }

  get info(): SessionInfo {
    return this.#info;
  }

  /** The last record of the feed that is stored. */
  get acked(): number {
    return this.#acked;
  }

  /** The last record of the feed that was taken, stored or not. */
  get fed(): number {
    return this.#fed;
  }

  get ended(): boolean {
    return this.#info.endedAt !== null;
  }

  /** Whether it has ended and hands nothing more to the store than it has. */
  get settled(): boolean {
    return this.ended && this.#kept >= this.#info.seq && !this.#keyframe.busy;
  }

  /** Makes `link` the way to the feeder; undefined: the feeder is away. */
  connect(link: FeedLink | undefined): void {
    this.#link = link;
    const connected = link !== undefined && !this.ended;
    if (this.#info.connected !== connected) this.#update({ connected });
    this.sender.wake();
  }

  /** Whether `link` is still the one in use. */
  isLinked(link: FeedLink): boolean {
    return this.#link === link;
  }

  /** Announces the session and stores it, before its first entry. */
  begin(): void {
    this.#outlet.info(this, "started");
    this.#flush();
  }

  /** Takes over the conversation of an earlier life; messages still open will not be continued. */
  recall(messages: readonly Message[], turns: readonly Turn[]): void {
    for (const turn of turns) this.#turns.set(turn);
    for (const message of messages) {
      this.#messages.set(message);
      this.#status.recall(message.turn);
      if (message.done) continue;
      const { seq: _, at: __, text, ...rest } = message;
      this.#publish({
        type: "message",
        patch: { ...rest, from: text.length, text: "", done: true },
      }, Date.now());
    }
    this.#flush();
    // It may have fallen silent while no server was there.
    this.#setAlarm();
  }

  /**
   * Takes records of the feed in order; those it already has are passed over.
   *
   * @throws {StreamerError} `bad_request` when records are missing in between
   */
  ingest(records: readonly FeedRecord[]): void {
    for (const { index, at, event } of records) {
      if (index <= this.#fed || this.ended) continue;
      if (index !== this.#fed + 1) {
        throw new StreamerError(
          "bad_request",
          `Cannot take record ${index} of session "${this.#info.id}": record ${
            this.#fed + 1
          } is missing`,
        );
      }
      this.#fed = index;
      this.#take(event, at);
    }
    this.#flush();
  }

  /** Nobody will feed this session again: it ended, and nobody saw how. */
  abandon(): void {
    if (this.ended) return;
    this.#take({ type: "exit", code: null, signal: null }, Date.now());
    this.#flush();
  }

  /** Goes on behind record `index`: those before it that are missing died with their feeder. */
  skipTo(index: number): void {
    if (this.ended) return;
    this.#fed = index;
    this.#take({ type: "gap", bytes: 0 }, Date.now());
  }

  /** Entries after `after` that are still in memory, or undefined. */
  recent(after: number): Entry[] | undefined {
    return this.#ring.since(after, this.#info.seq);
  }

  /** The terminal and the end of the conversation as they are now. */
  async snapshot(): Promise<Snapshot & { seq: number }> {
    const info = this.#info;
    const messages = this.#messages.list();
    const turns = this.#turns.list();
    const screen = await this.#screen.snapshot();
    return { info, seq: info.seq, messages, turns, screen };
  }

  /**
   * Sends something to the feeder.
   *
   * @throws {StreamerError} `conflict` when it has ended or takes no input, `unavailable` when it is away
   */
  send(reply: FeedReply): void {
    this.#reach({ types: reply.type === "feed.input" }).send(reply);
  }

  /** What the command's processes do, as its feeder has been asked; null: it cannot be told. */
  probed(activity: Activity | null): void {
    const change = this.#status.probed(activity, Date.now());
    if (change) {
      this.#setStatus(change);
      this.#flush();
    }
    this.#setAlarm();
  }

  /** The store has everything up to record `fed` and entry `seq`. */
  stored({ fed, seq }: { fed: number; seq: number }): void {
    this.#acked = fed;
    this.#kept = seq;
    this.#link?.send({ type: "feed.ack", acked: fed });
  }

  [Symbol.dispose](): void {
    this.#alarm[Symbol.dispose]();
    this.sender[Symbol.dispose]();
    this.#screen[Symbol.dispose]();
    this.#pipeline[Symbol.dispose]();
  }

  /** The way to the feeder, for typing or for something else. */
  #reach({ types }: { types: boolean }): FeedLink {
    if (this.ended) {
      throw new StreamerError(
        "conflict",
        `Cannot reach session "${this.#info.name}": it has ended`,
      );
    }
    if (types && !this.#info.writable) {
      throw new StreamerError(
        "conflict",
        `Cannot type into "${this.#info.name}": its input belongs to the program that started it`,
      );
    }
    if (!this.#link) {
      throw new StreamerError(
        "unavailable",
        `Cannot reach session "${this.#info.name}": its streamer process is not connected`,
      );
    }
    return this.#link;
  }

  #openSender(): Sender {
    const pipeline = this.#pipeline;
    return new Sender({
      get recipe() {
        return pipeline.recipe;
      },
      get view() {
        return pipeline.view;
      },
      info: () => this.#info,
      messages: () => this.#messages.list(),
      message: (id) => this.#messages.get(id),
      check: () => void this.#reach({ types: true }),
      type: (text) => this.send({ type: "feed.input", text }),
      announce: (queue) => this.#update({ queue }),
    });
  }

  #take(event: SessionEvent | FeedEvent, at: number): void {
    this.#find(this.#pipeline.push(event), at);
    if (event.type === "output" && this.#pipeline.view === "screen") {
      // Also when it never rests: what is written is read as it grows.
      this.#readsAt ??= Date.now() + SCREEN_READ_AFTER;
    }
    if (event.type === "exit") {
      const { code, signal } = event;
      this.#readsAt = undefined;
      this.#info = { ...this.#info, endedAt: at, exit: { code, signal } };
      this.#update({ connected: false }, "ended");
    }
    this.#setAlarm();
  }

  /** Publishes what the pipeline has found out, and what follows for the status. */
  #find(events: readonly PipelineEvent[], at: number): void {
    for (const event of events) {
      if (event.type === "agent") {
        this.#status.expectSigns(this.#pipeline.view !== "lines");
        this.#update({ agent: event.profile.name });
        this.#link?.send({ type: "feed.agent", agent: event.profile.name });
        continue;
      }
      switch (event.type) {
        case "sign":
        case "draft":
          this.sender.see(event);
          break;
        case "turn":
          this.#publish({ ...event, turn: this.#timed(event.turn, at) }, at);
          break;
        default:
          this.#publish(event, at);
      }
      const change = this.#status.see(event, Date.now());
      if (change) this.#setStatus(change);
    }
  }

  /** `turn` with its duration: by its question's time where the agent does not tell. */
  #timed(turn: Turn, at: number): Turn {
    if (turn.duration !== undefined) return turn;
    const question = this.#messages.list().find((message) =>
      message.kind === "question" && message.turn === turn.turn
    );
    return question
      ? { ...turn, duration: Math.max(0, at - question.at) }
      : turn;
  }

  #publish(event: SessionEvent, at: number): void {
    const entry: Entry = { seq: this.#info.seq + 1, at, event };
    this.#info = { ...this.#info, seq: entry.seq };
    switch (event.type) {
      case "output":
        this.#screen.write(event.data);
        this.#info.outputBytes += event.data.length;
        break;
      case "resize":
        this.#screen.resize(event.size);
        this.#info.size = event.size;
        break;
      case "message": {
        const { id } = event.patch;
        const message = applyPatch(this.#messages.get(id), event.patch, entry);
        this.#messages.set(message);
        this.#changed.set(id, message);
        break;
      }
      case "turn":
        this.#turns.set(event.turn);
        break;
    }
    this.#ring.push(entry);
    // Messages are stored as they stand, not as the patches that led there.
    if (event.type !== "message") this.#entries.push(entry);
    this.#outlet.entry(this, entry);
    this.sender.see(event);
  }

  #setStatus(change: StatusChange): void {
    const { status, evidence, completed } = change;
    const at = Date.now();
    if (completed) {
      const turn = this.#timed({ turn: completed.turn }, completed.at);
      this.#publish({ type: "turn", turn }, at);
    }
    this.#info = { ...this.#info, status, evidence, statusAt: at };
    this.#publish({ type: "status", status, evidence }, at);
    this.#outlet.status(this, change);
  }

  #update(change: Partial<SessionInfo>, news: InfoChange = "updated"): void {
    this.#info = { ...this.#info, ...change };
    this.#outlet.info(this, news);
  }

  /** Hands what is new to the store. */
  #flush(keyframe?: Keyframe): void {
    this.#outlet.store({
      info: this.#info,
      feeder: this.feeder,
      fed: this.#fed,
      entries: this.#entries,
      messages: [...this.#changed.values()],
      keyframe,
    });
    this.#entries = [];
    this.#changed = new Map();
    this.#keepKeyframe();
  }

  /**
   * Keyframes bound what must be read to show a session again: what has been
   * printed since the last one, or the flood that came after it.
   */
  #keepKeyframe(): void {
    const { bytes, at, busy } = this.#keyframe;
    const { seq, outputBytes, size } = this.#info;
    const due = this.ended || Date.now() - at >= KEYFRAME_TIME;
    if (busy || !due || outputBytes - bytes < KEYFRAME_BYTES) return;
    const now = Date.now();
    this.#keyframe = { bytes: outputBytes, at: now, busy: true };
    this.#screen.snapshot().then((screen) => {
      this.#keyframe.busy = false;
      this.#flush({ seq, at: now, size, screen });
    }, () => {
      // Disposed while it was drawn: the server is leaving.
    });
  }

  #setAlarm(): void {
    const { deadline } = this.#status;
    const reads = this.#readsAt;
    this.#alarm.set(
      deadline === undefined || reads === undefined
        ? deadline ?? reads
        : Math.min(deadline, reads),
    );
  }

  /** Something was expected by now. */
  #look(): void {
    const now = Date.now();
    const { seq } = this.#info;
    if (this.#readsAt !== undefined && now >= this.#readsAt) {
      this.#readsAt = undefined;
      this.#find(this.#pipeline.pause(), now);
    }
    const { change, probe } = this.#status.tick(now);
    if (change) this.#setStatus(change);
    if (this.#info.seq > seq) this.#flush();
    if (probe) this.#probe();
    this.#setAlarm();
  }

  #probe(): void {
    if (this.#link) this.#link.send({ type: "feed.probe" });
    else this.probed(null);
  }
}
