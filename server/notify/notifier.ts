/**
 * Tells people when a status is reached that they have asked for.
 *
 * @module
 */
import type { SessionInfo, Status } from "@/shared/domain.ts";
import { isNoticeStatus, type NoticeStatus } from "@/shared/notice_status.ts";
import type { DeliveryRecord } from "./delivery_record.ts";
import { makeNotice } from "./notice.ts";
import { Outbox } from "./outbox.ts";
import type { Way } from "./way.ts";

/** Milliseconds in which a session tells a status at most once. */
const ONCE_IN = 10_000;

export interface NotifierOptions {
  ways: readonly Way[];
  record: DeliveryRecord;
  /** The dashboard's address. */
  dashboard(): string;
}

/** A change of a session's status. */
export interface Reached {
  status: Status;
  evidence: string;
  /** Whether anybody would want to know. */
  reached: boolean;
}

export class Notifier implements Disposable {
  readonly #options: NotifierOptions;
  readonly #outboxes: readonly Outbox[];
  /** When each session has told each status last. */
  readonly #told = new Map<string, number>();

  constructor(options: NotifierOptions) {
    this.#options = options;
    const record = options.record;
    this.#outboxes = options.ways.map((way) =>
      new Outbox({ way, record: (entry) => record.add(entry) })
    );
  }

  /** `asked`: of which statuses the people of this session want to be told besides. */
  tell(
    info: SessionInfo,
    { status, evidence, reached }: Reached,
    asked: readonly NoticeStatus[],
  ): void {
    if (!reached || !isNoticeStatus(status)) return;
    const wanted = this.#outboxes.filter(({ way }) =>
      asked.includes(status) || way.when.includes(status)
    );
    const at = Date.now();
    if (wanted.length === 0 || this.#toldLately(`${info.id} ${status}`, at)) {
      return;
    }
    const dashboard = this.#options.dashboard();
    const notice = makeNotice(info, { status, evidence, dashboard, at });
    for (const outbox of wanted) outbox.add(notice);
  }

  [Symbol.dispose](): void {
    for (const outbox of this.#outboxes) outbox[Symbol.dispose]();
  }

  #toldLately(key: string, now: number): boolean {
    for (const [old, at] of this.#told) {
      if (now - at < ONCE_IN) break;
      this.#told.delete(old);
    }
    if (this.#told.has(key)) return true;
    this.#told.set(key, now);
    return false;
  }
}
