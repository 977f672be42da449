/**
 * Notices on this machine's desktop: with notify-send (libnotify) on Linux and
 * osascript on macOS.
 *
 * @module
 */
import type { NoticeStatus } from "@/shared/notice_status.ts";
import type { Notice } from "./notice.ts";
import { runProgram } from "./run_program.ts";
import type { Way } from "./way.ts";

const APPLE_SCRIPT = [
  "on run argv",
  "display notification (item 2 of argv) with title (item 1 of argv)",
  "end run",
];

/** Undefined where there is no program for it. */
export function desktop(
  general: readonly NoticeStatus[],
  { path, os = Deno.build.os }: { path: string; os?: typeof Deno.build.os },
): Way | undefined {
  const command = os === "darwin"
    ? appleCommand
    : os === "linux"
    ? linuxCommand
    : undefined;
  const program = os === "darwin" ? "osascript" : "notify-send";
  if (!command || !isInstalled(program, path)) return undefined;
  return {
    name: `desktop ${program}`,
    when: general,
    deliver: (notice, signal) => runProgram(command(notice), { signal }),
  };
}

function linuxCommand({ title, status, evidence }: Notice): string[] {
  const urgency = status === "stuck" ? "critical" : "normal";
  return [
    "notify-send",
    "--app-name=streamer",
    `--urgency=${urgency}`,
    "--",
    title,
    withoutMarkup(evidence),
  ];
}

function appleCommand({ title, evidence }: Notice): string[] {
  return [
    "osascript",
    ...APPLE_SCRIPT.flatMap((line) => ["-e", line]),
    title,
    evidence,
  ];
}

/** The body may hold markup, by the Desktop Notifications Specification. */
function withoutMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function isInstalled(program: string, path: string): boolean {
  return path.split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder || "."}/${program}`).isFile;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}
