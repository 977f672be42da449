/**
 * Logs of agents that others have collected, where they are there.
 *
 * @module
 */
import { describe, expect, it } from "vitest";
import type { LogReader } from "@/server/profiles/logs/log_reader.ts";
import { LOG_PLACES } from "@/server/profiles/logs/places.ts";
import { conversationOf, statementsOf } from "./conversation.ts";

const CORPORA = new URL(
  "../../../../../shared/corpora/agent-logs",
  import.meta.url,
).pathname;

const logs = Object.entries(LOG_PLACES).flatMap(([agent, place]) =>
  filesIn(`${CORPORA}/${agent}`).map((path) => ({
    path,
    open: (): LogReader => place.reader(),
  }))
);

describe.skipIf(logs.length === 0)(
  "logs of the corpora (skipped where they are not)",
  () => {
    it.each(logs)("$path is understood", ({ path, open }) => {
      const lines = Deno.readTextFileSync(path).split("\n");
      const { messages } = conversationOf(statementsOf(open(), lines));
      const kinds = new Set(messages.map(({ kind }) => kind));
      expect(kinds).toContain("question");
      expect(kinds).toContain("answer");
      for (const { text } of messages) {
        expect(text).not.toMatch(/^<(environment_context|command-name|local-)/);
      }
    });
  },
);

function filesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
