/**
 * Whether what is sent now would reach a session's command.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import { exitText } from "./format.ts";

/** Why nothing can be sent to the session, or null. `live`: whether the page is connected. */
export function whyClosed(
  info: SessionInfo | null,
  live: boolean,
): string | null {
  if (!info) return "Loading";
  if (info.endedAt !== null) return `It has ended: ${exitText(info.exit)}`;
  if (!info.writable) return "Its input belongs to the program that started it";
  if (!live) return "Not connected: nothing can be sent now";
  if (!info.connected) {
    return "Its feed is not connected: nothing can be sent now";
  }
  return null;
}
