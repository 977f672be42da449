/**
 * What people are told.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import type { NoticeStatus } from "@/shared/notice_status.ts";

/** One notice, as webhooks and commands get it. */
export interface Notice {
  /** Of the form, for those who read it. */
  v: 1;
  /** The same in every attempt to deliver it. */
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  session: {
    id: string;
    name: string;
    agent: string;
    host: string;
    cwd: string;
    tags: string[];
  };
  status: NoticeStatus;
  /** Why the status is believed. */
  evidence: string;
  /** One line for a heading. */
  title: string;
  /** The session in the dashboard, without a way to sign in. */
  url: string;
}

const WORDS: Record<NoticeStatus, string> = {
  "needs_permission": "needs your permission",
  "needs_input": "needs your input",
  idle: "is done",
  stuck: "is stuck",
  exited: "has ended",
};

export interface NoticeOptions {
  status: NoticeStatus;
  evidence: string;
  /** The dashboard's address. */
  dashboard: string;
  at: number;
}

export function makeNotice(
  { id, name, agent, host, cwd, tags }: SessionInfo,
  { status, evidence, dashboard, at }: NoticeOptions,
): Notice {
  return {
    v: 1,
    id: crypto.randomUUID(),
    at,
    session: { id, name, agent, host, cwd, tags },
    status,
    evidence,
    title: `${name} ${WORDS[status]}`,
    url: `${dashboard}/sessions/${id}`,
  };
}

/** A notice that tells of nothing, to try the ways that are set up. */
export function testNotice(dashboard: string): Notice {
  return {
    v: 1,
    id: crypto.randomUUID(),
    at: Date.now(),
    session: {
      id: "0000000000",
      name: "test",
      agent: "plain",
      host: Deno.hostname(),
      cwd: Deno.cwd(),
      tags: [],
    },
    status: "idle",
    evidence: "this is a test of `streamer notify test`",
    title: "A test notice of streamer",
    url: dashboard,
  };
}
