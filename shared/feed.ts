/**
 * What travels between a process that runs a command and the server it feeds.
 *
 * The feeder numbers its records from 1 and keeps each until the server has
 * stored it and said so. After any break it sends again from the last
 * acknowledged record; the server drops what it already has. So nothing is
 * lost and nothing comes twice.
 *
 * @module
 */
import * as z from "zod";
import { Size } from "./domain.ts";
import { ErrorBody } from "./error_body.ts";
import { NOTICE_STATUSES } from "./notice_status.ts";
import { SignalName } from "./protocol.ts";

/** What a feeder says of its session when it opens the feed. */
export const FeedSession = z.object({
  id: z.string().regex(/^[0-9a-z]{10}$/),
  name: z.string().min(1).max(200),
  command: z.array(z.string().max(131_072)).min(1).max(10_000),
  source: z.string().max(50),
  agent: z.string().max(200).optional(),
  tags: z.array(z.string().min(1).max(200)).max(50),
  host: z.string().max(255),
  cwd: z.string().max(4096),
  pid: z.int().nullable(),
  size: Size,
  writable: z.boolean(),
  /** Statuses of which its people want to be told. */
  notify: z.array(z.enum(NOTICE_STATUSES)).max(10).optional(),
  startedAt: z.int(),
  /** The feeding process, by which the server of the same host tells a feeder that died from one that is away. */
  feeder: z.object({
    pid: z.int(),
    /** When that process started, in the host's own unit; pids come again. */
    start: z.string(),
  }),
  /** A sign-in ticket that the feeder printed for its user. Single use. */
  ticket: z.string().regex(/^[0-9a-f]{32}$/).optional(),
});
export type FeedSession = z.infer<typeof FeedSession>;

/** What a command's processes do while nothing is printed. */
export const Activity = z.object({
  /** CPU time that the command and its children have used so far, in milliseconds. */
  cpu: z.number().nonnegative(),
  /**
   * Its children, and theirs, that run now. Not those that it began with: the
   * program behind a starter, and helpers that stay.
   */
  children: z.int().nonnegative(),
});
export type Activity = z.infer<typeof Activity>;

/** Feeder to server, text frames; records come as binary frames. */
export const FeederMessage = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("feed"),
    v: z.literal(1),
    session: FeedSession,
  }),
  /** The answer to `feed.probe`; null: it cannot be told here. */
  z.object({
    action: z.literal("activity"),
    activity: Activity.nullable(),
  }),
]);
export type FeederMessage = z.infer<typeof FeederMessage>;

/** Server to feeder. */
export const FeedReply = z.discriminatedUnion("type", [
  /** Sent first: the last record that is stored. */
  z.object({ type: z.literal("feed.ready"), acked: z.int().nonnegative() }),
  z.object({ type: z.literal("feed.ack"), acked: z.int().nonnegative() }),
  z.object({ type: z.literal("feed.input"), text: z.string() }),
  /** Null: back to the size of the terminal that runs the command. */
  z.object({ type: z.literal("feed.resize"), size: Size.nullable() }),
  z.object({ type: z.literal("feed.signal"), signal: SignalName }),
  z.object({ type: z.literal("feed.stop") }),
  /** An agent was recognized in what the command shows, which may have started it; or the command itself again. */
  z.object({ type: z.literal("feed.agent"), agent: z.string() }),
  /** Asks what the command's processes do; `activity` answers. */
  z.object({ type: z.literal("feed.probe") }),
  ErrorBody.extend({ type: z.literal("feed.error") }),
]);
export type FeedReply = z.infer<typeof FeedReply>;
