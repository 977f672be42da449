/**
 * Notices as text with a title to a topic, as ntfy and what is like it take
 * them: https://docs.ntfy.sh/publish/
 *
 * @module
 */
import type { NoticeStatus } from "@/shared/notice_status.ts";
import type { NtfySettings } from "../notify_settings.ts";
import type { Notice } from "./notice.ts";
import { post } from "./post.ts";
import type { Way } from "./way.ts";

/** Priorities from 1 to 5 (3 is usual), and the short codes of emoji. */
const LOOK: Record<NoticeStatus, { priority: number; tags: string }> = {
  "needs_permission": { priority: 4, tags: "raised_hand" },
  "needs_input": { priority: 4, tags: "question" },
  stuck: { priority: 4, tags: "warning" },
  idle: { priority: 3, tags: "white_check_mark" },
  exited: { priority: 3, tags: "checkered_flag" },
};

export function ntfy(
  { url, token, when }: NtfySettings,
  general: readonly NoticeStatus[],
): Way {
  return {
    name: `ntfy ${new URL(url).host}`,
    when: when ?? general,
    deliver: (notice, signal) =>
      post(url, {
        headers: {
          ...headersOf(notice),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: notice.evidence,
        signal,
      }),
  };
}

function headersOf({ title, status, url }: Notice): Record<string, string> {
  const { priority, tags } = LOOK[status];
  return {
    title: headerText(title),
    priority: String(priority),
    tags,
    click: url,
  };
}

/** Text as a header can carry it: RFC 2047 where it is more than ASCII. */
export function headerText(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, " ").trim();
  if (/^[\x20-\x7e]*$/.test(line)) return line;
  return `=?UTF-8?B?${new TextEncoder().encode(line).toBase64()}?=`;
}
