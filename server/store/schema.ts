/**
 * The tables. After a change here run `scripts/migrations.ts`.
 *
 * Times are milliseconds since the epoch.
 *
 * @module
 */
import { sql } from "drizzle-orm";
import {
  customType,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import type {
  MessageKind,
  MessageSource,
  OutputStream,
  Permission,
  SessionEvent,
  Status,
  ToolCall,
} from "@/shared/domain.ts";

const bytes = customType<{ data: Uint8Array; driverData: ArrayBuffer }>({
  dataType: () => "blob",
  fromDriver: (value) => new Uint8Array(value),
});

/**
 * Text that may hold anything. libSQL's driver reads text up to the first NUL
 * only, so U+2400, the symbol for it, stands in its place.
 */
const words = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => value.replaceAll("\0", "\u2400"),
});

export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  name: words().notNull(),
  command: text({ mode: "json" }).$type<string[]>().notNull(),
  source: text().notNull(),
  agent: text().notNull(),
  tags: text({ mode: "json" }).$type<string[]>().notNull(),
  host: text().notNull(),
  cwd: words().notNull(),
  pid: integer(),
  cols: integer().notNull(),
  rows: integer().notNull(),
  writable: integer({ mode: "boolean" }).notNull(),
  status: text().$type<Status>().notNull(),
  evidence: words().notNull(),
  statusAt: integer("status_at").notNull(),
  startedAt: integer("started_at").notNull(),
  endedAt: integer("ended_at"),
  exitCode: integer("exit_code"),
  exitSignal: text("exit_signal"),
  seq: integer().notNull(),
  outputBytes: integer("output_bytes").notNull(),
  feederPid: integer("feeder_pid").notNull(),
  feederStart: text("feeder_start").notNull(),
  /** The last record of the feed that is stored. */
  fed: integer().notNull(),
}, (table) => [
  index("sessions_started").on(table.startedAt),
  index("sessions_name").on(table.name, table.startedAt),
  index("sessions_unfinished").on(table.startedAt)
    .where(sql`${table.endedAt} is null`),
]);

/**
 * What happened. A table with row ids: without them rows of 80 bytes went in
 * at half the speed and rows of 64 KiB no faster.
 */
export const entries = sqliteTable("entries", {
  session: text().notNull(),
  seq: integer().notNull(),
  at: integer().notNull(),
  type: text().$type<SessionEvent["type"]>().notNull(),
  /** Of output only. */
  stream: integer().$type<OutputStream>(),
  /** Output: the bytes as they came. Else the rest of the event as JSON. */
  data: bytes().notNull(),
}, (table) => [primaryKey({ columns: [table.session, table.seq] })]);

/** Messages as they stand now. */
export const messages = sqliteTable("messages", {
  session: text().notNull(),
  id: integer().notNull(),
  kind: text().$type<MessageKind>().notNull(),
  source: text().$type<MessageSource>().notNull(),
  turn: integer().notNull(),
  text: words().notNull(),
  done: integer({ mode: "boolean" }).notNull(),
  at: integer().notNull(),
  /** The entry that changed it last. */
  seq: integer().notNull(),
  tool: text({ mode: "json" }).$type<ToolCall>(),
  permission: text({ mode: "json" }).$type<Permission>(),
}, (table) => [
  primaryKey({ columns: [table.session, table.id] }),
  index("messages_changed").on(table.session, table.seq),
]);

/** Turns that are complete, with what their agents told of them. */
export const turns = sqliteTable("turns", {
  session: text().notNull(),
  turn: integer().notNull(),
  /** When it was complete. */
  at: integer().notNull(),
  /** In milliseconds. */
  duration: integer(),
  inputTokens: integer("input_tokens"),
  outputTokens: integer("output_tokens"),
  /** In US dollars. */
  cost: real(),
}, (table) => [primaryKey({ columns: [table.session, table.turn] })]);

/** Terminals as they were; the newest two of a session stay. */
export const keyframes = sqliteTable("keyframes", {
  session: text().notNull(),
  seq: integer().notNull(),
  at: integer().notNull(),
  cols: integer().notNull(),
  rows: integer().notNull(),
  screen: words().notNull(),
}, (table) => [primaryKey({ columns: [table.session, table.seq] })]);
