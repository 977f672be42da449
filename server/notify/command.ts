/**
 * Notices to a program: as JSON on its standard input, and in short in its
 * environment.
 *
 * @module
 */
import type { NoticeStatus } from "@/shared/notice_status.ts";
import type { CommandSettings } from "../notify_settings.ts";
import { runProgram } from "./run_program.ts";
import type { Way } from "./way.ts";

export function command(
  { run, when }: CommandSettings,
  general: readonly NoticeStatus[],
  timeout?: number,
): Way {
  const [program = ""] = run;
  return {
    name: `command ${program.slice(program.lastIndexOf("/") + 1)}`,
    when: when ?? general,
    async deliver(notice, signal) {
      await runProgram(run, {
        stdin: JSON.stringify(notice) + "\n",
        env: {
          STREAMER_SESSION: notice.session.id,
          STREAMER_NAME: notice.session.name,
          STREAMER_AGENT: notice.session.agent,
          STREAMER_STATUS: notice.status,
          STREAMER_EVIDENCE: notice.evidence,
          STREAMER_TITLE: notice.title,
          STREAMER_URL: notice.url,
        },
        signal,
        timeout,
      });
    },
  };
}
