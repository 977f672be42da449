/**
 * What the tests of notices share.
 *
 * @module
 */
import { makeNotice, type Notice } from "@/server/notify/notice.ts";
import type { NoticeStatus } from "@/shared/notice_status.ts";
import { anInfo } from "../store/support.ts";

export function aNotice(
  status: NoticeStatus = "needs_permission",
  at = 1_763_000_000_000,
): Notice {
  return makeNotice(anInfo({ name: "fix the build" }), {
    status,
    evidence: "its dialog asks",
    dashboard: "http://127.0.0.1:7433",
    at,
  });
}

/** A signal that nothing aborts. */
export function untilTheEnd(): AbortSignal {
  return new AbortController().signal;
}
