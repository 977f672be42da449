/**
 * A session whose conversation is told, as the log of a real agent tells it:
 * a feeder of its own in this process, without a command behind it.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { Feeder, type FeedOrder } from "@/server/feed/feeder.ts";
import { Spool } from "@/server/feed/spool.ts";
import { processStart } from "@/server/local/process_start.ts";
import type { TestHouse } from "../house.ts";

type Told = Extract<Statement, { type: "message" }>;

export interface TellOptions {
  /** Ten letters and digits. */
  id: string;
  name: string;
  /** The profile that reads what is told. */
  agent: string;
  command: string[];
}

export class ToldSession implements AsyncDisposable {
  readonly id: string;
  /** What was typed into it. */
  typed = "";
  /** Called with what is typed. */
  onTyped: (text: string) => void = () => {};
  readonly #feeder: Feeder;

  private constructor(id: string, open: (told: ToldSession) => Feeder) {
    this.id = id;
    this.#feeder = open(this);
  }

  static async start(
    house: TestHouse,
    { id, name, agent, command }: TellOptions,
  ): Promise<ToldSession> {
    const session = {
      id,
      name,
      agent,
      command,
      source: "pty",
      tags: [],
      host: "here",
      cwd: house.folder,
      pid: null,
      size: { cols: 80, rows: 24 },
      writable: true,
      startedAt: Date.now(),
      feeder: { pid: Deno.pid, start: await processStart(Deno.pid) ?? "" },
    };
    const limit = 1024 * 1024;
    const told = new ToldSession(id, (told) =>
      new Feeder({
        session,
        spool: new Spool({ folder: `${house.folder}/told`, limit, session }),
        connect: () => house.local.socket("/ws/agent"),
        onOrder: (order) => told.#obey(order),
        onRefused: (message) => {
          throw new Error(message);
        },
      }));
    return told;
  }

  /** Says a message, whole and done unless told otherwise. */
  say(kind: Told["kind"], text: string, rest: Partial<Told> = {}): void {
    this.tell({
      type: "message",
      key: text.slice(0, 300),
      kind,
      from: 0,
      text,
      done: true,
      at: null,
      ...rest,
    });
  }

  tell(...statements: Statement[]): void {
    this.#feeder.pass({ type: "statements", statements });
  }

  print(text: string): void {
    this.#feeder.output(1, new TextEncoder().encode(text));
  }

  async end(): Promise<void> {
    this.#feeder.pass({ type: "exit", code: 0, signal: null });
    await this.#feeder.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  #obey(order: FeedOrder): void {
    if (order.type === "feed.probe") {
      this.#feeder.tell({ cpu: 0, children: 0 });
    }
    if (order.type !== "feed.input") return;
    this.typed += order.text;
    this.onTyped(order.text);
  }
}
