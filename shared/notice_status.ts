/**
 * The statuses of which people may ask to be told.
 *
 * @module
 */
import type { Status } from "./domain.ts";

export const NOTICE_STATUSES = [
  "needs_input",
  "needs_permission",
  "idle",
  "stuck",
  "exited",
] as const satisfies readonly Status[];
export type NoticeStatus = typeof NOTICE_STATUSES[number];

/** Whether people may ask to be told of `status`. */
export function isNoticeStatus(status: string): status is NoticeStatus {
  return (NOTICE_STATUSES as readonly string[]).includes(status);
}
