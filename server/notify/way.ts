/**
 * A way to tell people: what the outbox knows of webhooks, commands and the
 * rest.
 *
 * @module
 */
import type { NoticeStatus } from "@/shared/notice_status.ts";
import type { Notice } from "./notice.ts";

export interface Way {
  /** Names it in the record, without secrets: `webhook hooks.example.org`. */
  readonly name: string;
  /** Statuses that it tells of every session. */
  readonly when: readonly NoticeStatus[];
  /**
   * Delivers once.
   *
   * @throws {DeliveryError} when it was not taken
   */
  deliver(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** A notice was not taken. The message holds no secret. */
export class DeliveryError extends Error {
  /** Whether another attempt may succeed. */
  readonly temporary: boolean;

  constructor(message: string, { temporary }: { temporary: boolean }) {
    super(message);
    this.name = "DeliveryError";
    this.temporary = temporary;
  }
}
