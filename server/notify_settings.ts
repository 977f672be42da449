/**
 * The section `[notify]` of the settings: whom to tell, of what, and how.
 *
 * @module
 */
import * as z from "zod";
import { NOTICE_STATUSES } from "@/shared/notice_status.ts";

/** Statuses that are told of every session; absent: those of `[notify]`. */
const When = z.array(z.enum(NOTICE_STATUSES)).optional();

const HttpUrl = z.url({ protocol: /^https?$/, error: "must be an http URL" });

/** POSTs JSON. */
export const WebhookSettings = z.strictObject({
  url: HttpUrl,
  /** Signs what is sent; absent: unsigned. */
  secret: z.string().min(8).optional(),
  when: When,
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;

/** POSTs text with a title, as ntfy.sh and its like take it. */
export const NtfySettings = z.strictObject({
  /** The address of the topic. */
  url: HttpUrl,
  /** An access token. */
  token: z.string().min(1).optional(),
  when: When,
});
export type NtfySettings = z.infer<typeof NtfySettings>;

/** Runs a program, without a shell. */
export const CommandSettings = z.strictObject({
  run: z.array(z.string()).min(1),
  when: When,
});
export type CommandSettings = z.infer<typeof CommandSettings>;

export const NotifySettings = z.strictObject({
  /** Statuses that are told of every session; `run --notify` adds some for one. */
  when: z.array(z.enum(NOTICE_STATUSES)).default([]),
  /** Whether notices appear on this machine's desktop, where it can show them. */
  desktop: z.boolean().default(true),
  webhook: z.array(WebhookSettings).max(20).default([]),
  ntfy: z.array(NtfySettings).max(20).default([]),
  command: z.array(CommandSettings).max(20).default([]),
});
export type NotifySettings = z.infer<typeof NotifySettings>;
