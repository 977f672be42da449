/**
 * What the page asks the server over HTTP.
 *
 * @module
 */
import * as z from "zod";
import { SessionInfo } from "@/shared/domain.ts";
import { ErrorBody } from "@/shared/error_body.ts";
import { StreamerError } from "@/shared/errors.ts";
import { ConversationPage, Health } from "@/shared/protocol.ts";

/** The server as it describes itself. */
export const ServerStatus = z.object({
  version: z.string(),
  url: z.string(),
  pid: z.int(),
  host: z.string(),
  startedAt: z.int(),
  database: z.string(),
  databaseBytes: z.int(),
  health: Health,
});
export type ServerStatus = z.infer<typeof ServerStatus>;

/** A page of a listing: what is older than `before`, at most `limit`. */
export interface Page {
  readonly before: number;
  readonly limit: number;
}

/** Exchanges a sign-in ticket for the cookie. */
export async function login(ticket: string): Promise<void> {
  await request("/api/v1/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
}

export async function getStatus(): Promise<ServerStatus> {
  return ServerStatus.parse(await json("/api/v1/status"));
}

/** Sessions that started before `before`, newest first. */
export async function olderSessions(
  { before, limit }: Page,
): Promise<SessionInfo[]> {
  const path = `/api/v1/sessions?all=1&before=${before}&limit=${limit}`;
  return z.array(SessionInfo).parse(await json(path));
}

/** Messages with ids under `before`, oldest first, and their turns. */
export async function olderMessages(
  session: string,
  { before, limit }: Page,
): Promise<ConversationPage> {
  const path =
    `/api/v1/sessions/${session}/messages?before=${before}&limit=${limit}`;
  return ConversationPage.parse(await json(path));
}

/** Where a session's whole output can be had, as it came or without escape codes. */
export function outputUrl(session: string, format: "raw" | "clean"): string {
  return `/api/v1/sessions/${
    encodeURIComponent(session)
  }/output?format=${format}`;
}

async function json(path: string): Promise<unknown> {
  return await (await request(path)).json();
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    throw new StreamerError("unavailable", "Cannot reach the server", {
      cause,
    });
  }
  if (response.ok) return response;
  throw await errorOf(response);
}

async function errorOf(response: Response): Promise<StreamerError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = z.object({ error: ErrorBody }).safeParse(body);
  if (parsed.success) {
    return new StreamerError(parsed.data.error.code, parsed.data.error.message);
  }
  const code = response.status === 401 ? "unauthorized" : "internal";
  return new StreamerError(
    code,
    `Cannot read the answer of ${response.url}: ${response.status}`,
  );
}
