import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { loadTerminal } from "@/server/pipeline/text_screen.ts";
import { profileNames } from "@/server/profiles/registry.ts";
import type { Layout } from "@/server/profiles/screen/layout.ts";
import { cut, seeded } from "../../support/seeded.ts";
import { type Shown, showScreen, toldOn } from "./screen.ts";

/** Screens of agents, and what was said on them: a folder each, by agent. */
const CORPORA = new URL(
  "../../../../shared/corpora/screens/",
  import.meta.url,
);

/** How alike the lines have to be that are shown and that are expected. */
const F1 = 0.98;

/** Rows of the interface that an expected text may hold, in a case. */
const MAX_INTERFACE = 2;

interface Case {
  name: string;
  agent: string;
  folder: URL;
  file: string;
}

/** The screens in folder `kind`, of agents that have a profile. */
function casesOf(kind: string): Case[] {
  const root = new URL(`${kind}/`, CORPORA);
  if (!existsSync(root)) return [];
  const names = new Set(profileNames());
  return readdirSync(root).filter((agent) => names.has(agent))
    .flatMap((agent) =>
      readdirSync(new URL(`${agent}/`, root)).flatMap((name) => {
        const folder = new URL(`${agent}/${name}/`, root);
        return readdirSync(folder).filter((file) => /^msg.*\.txt$/.test(file))
          .map((file) => ({
            name: `${agent}/${name}/${file}`,
            agent,
            folder,
            file,
          }));
      })
    );
}

function read({ folder }: Case, name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

/** A line without its marks, its box and its indentation. */
function bare(line: string): string {
  return line.replace(/^[\p{So}\p{Pf}⋮\ufe0f\s]+|[\p{So}\ufe0f\s]+$/gu, "")
    .replace(/\s+/g, " ");
}

function bareLines(text: string): string[] {
  return text.split("\n").map(bare).filter((line) => line !== "");
}

/** What is expected below the last line of the question. */
function answerLines(expected: string, question: string): string[] {
  const lines = bareLines(expected);
  const last = bareLines(question).at(-1)!;
  const at = lines.findIndex((line) => line.replace(/^[>›] /, "") === last);
  return lines.slice(at + 1);
}

/** Lines of `from` that `others` do not have, each as often as it is too much. */
function without(from: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return from.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function f1(said: readonly string[], expected: readonly string[]): number {
  if (said.length + expected.length === 0) return 1;
  const extra = without(said, expected).length;
  return 2 * (said.length - extra) / (said.length + expected.length);
}

/** Whether the profile of `agent` takes a row for one of the interface, or for a mere mark. */
async function interfaceOf(agent: string): Promise<(row: string) => boolean> {
  const { layout }: { layout: Layout } = await import(
    `../../../server/profiles/${agent}.ts`
  );
  const { noise, footer, busy, starts } = layout;
  const known = [...noise, ...footer, ...busy.map(({ pattern }) => pattern)];
  return (row) =>
    known.some((pattern) => pattern.test(row)) ||
    starts.some(({ pattern }) => row !== "" && pattern.exec(row)?.[0] === row);
}

function textOf(messages: readonly Message[], kinds: RegExp): string {
  return messages.filter(({ kind }) => kinds.test(kind))
    .map(({ text }) => text).join("\n");
}

function showCase({ agent, folder, file }: Case): Shown {
  const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
  return showScreen(agent, bytes);
}

describe.skipIf(!existsSync(CORPORA))(
  "screens of agents (needs ../shared/corpora),",
  () => {
    beforeAll(loadTerminal);
    const talks = casesOf("format");

    test("finds screens", () => {
      expect(talks.length).toBeGreaterThan(0);
      expect(casesOf("initialization").length).toBeGreaterThan(0);
    });

    test.each(talks)("$name asks what was asked", (one) => {
      const { messages } = showCase(one);
      const asked = textOf(messages, /^question$/);
      const spaces = (text: string) => text.replace(/\s+/g, " ").trim();
      expect(spaces(asked)).toBe(spaces(read(one, "user.txt")));
    });

    test.each(talks)("$name says what was said", async (one) => {
      const { messages } = showCase(one);
      const isInterface = await interfaceOf(one.agent);
      const said = bareLines(textOf(messages, /^(answer|tool|permission)$/));
      const aside = bareLines(textOf(messages, /^(thinking|notice)$/));
      const expected = read(one, "expected.txt");
      const shown = expected.split("\n").map((row) => row.trimEnd())
        .filter(isInterface).map(bare);
      const wanted = answerLines(expected, read(one, "user.txt"));
      const spoken = without(wanted, aside);
      const missing = without(spoken, said);
      const lost = without(missing, shown);
      expect(missing.length - lost.length).toBeLessThanOrEqual(MAX_INTERFACE);
      expect(
        f1(said, without(spoken, without(missing, lost))),
        JSON.stringify({ lost, extra: without(said, spoken) }),
      ).toBeGreaterThanOrEqual(F1);
    });

    test.each(talks)("$name does not depend on how it is cut", (one) => {
      const bytes = new Uint8Array(
        readFileSync(new URL(one.file, one.folder)),
      );
      const whole = toldOn(showScreen(one.agent, bytes).messages);
      for (const seed of [1, 2, 3]) {
        const pieces = cut(bytes, { random: seeded(seed), most: 400 });
        const { messages } = showScreen(one.agent, bytes, pieces);
        expect(toldOn(messages), `seed ${seed}`).toEqual(whole);
      }
    });

    test.each(casesOf("initialization"))("$name shows its status", (one) => {
      const { status } = showCase(one);
      const waits = status === "idle" || status === "needs_input";
      expect(waits).toBe(one.folder.pathname.endsWith("/ready/"));
    });
  },
);
