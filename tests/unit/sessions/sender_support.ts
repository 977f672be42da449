/**
 * A Sender with an agent that the test plays: it sees what is typed, and says
 * what the session shows.
 *
 * @module
 */
import {
  applyPatch,
  type Message,
  type MessagePatch,
  type QueuedText,
  type SessionInfo,
  type Status,
} from "@/shared/domain.ts";
import type { SendRecipe } from "@/server/profiles/profile.ts";
import { Sender } from "@/server/sessions/sender.ts";
import { anInfo } from "../store/support.ts";

/** As most agents with an input box want it. */
export const BOX: SendRecipe = {
  paste: "multiline",
  newline: "\n",
  enter: "\r",
  pause: 50,
  choose: "arrows",
};

export class Stage implements Disposable {
  readonly sender: Sender;
  /** What was typed, one string a write. */
  readonly typed: string[] = [];
  /** The queue, each time that it was announced. */
  readonly announced: QueuedText[][] = [];
  readonly #messages = new Map<number, Message>();
  info: SessionInfo;
  /** Called with what is typed, after it is noted. */
  ontype: (keys: string) => void = () => {};

  constructor(
    { recipe = BOX, view = "screen", ...info }: {
      recipe?: SendRecipe;
      view?: "screen" | "lines";
    } & Partial<SessionInfo> = {},
  ) {
    this.info = anInfo({ connected: true, status: "idle", ...info });
    this.sender = new Sender({
      recipe,
      view,
      info: () => this.info,
      messages: () => [...this.#messages.values()],
      message: (id) => this.#messages.get(id),
      check: () => {},
      type: (keys) => {
        this.typed.push(keys);
        this.ontype(keys);
      },
      announce: (queue) => {
        this.info = { ...this.info, queue };
        this.announced.push(queue);
      },
    });
  }

  status(status: Status): void {
    this.info = { ...this.info, status };
    this.sender.see({ type: "status", status, evidence: "" });
  }

  draft(text: string): void {
    this.sender.see({ type: "draft", text });
  }

  print(text: string): void {
    const data = new TextEncoder().encode(text);
    this.sender.see({ type: "output", stream: 1, data });
  }

  /** Says, or says anew, message `id`. */
  say(id: number, change: Partial<MessagePatch>): void {
    const patch: MessagePatch = {
      id,
      kind: "question",
      source: "screen",
      turn: 1,
      from: 0,
      text: "",
      done: false,
      ...change,
    };
    const message = applyPatch(this.#messages.get(id), patch, {
      seq: 1,
      at: 1,
    });
    this.#messages.set(id, message);
    this.sender.see({ type: "message", patch });
  }

  end(): void {
    this.sender.see({ type: "exit", code: 0, signal: null });
  }

  [Symbol.dispose](): void {
    this.sender[Symbol.dispose]();
  }
}

/**
 * Plays an agent with an input box: what is typed stands in it, Enter asks it
 * and begins work. `deaf` is the number of times that Enter is not heard.
 */
export function playBox(stage: Stage, { deaf = 0 } = {}): void {
  let box = "";
  let id = 0;
  let missed = 0;
  stage.draft("");
  stage.ontype = (keys) => {
    if (keys !== "\r") {
      box += keys.replace("\x1b[200~", "").replace("\x1b[201~", "");
      return stage.draft(box);
    }
    if (missed++ < deaf) return;
    stage.say(++id, { text: box, done: true });
    box = "";
    stage.draft("");
    stage.status("working");
  };
}
