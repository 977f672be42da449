/**
 * Profiles of agents that a person has described.
 *
 * @module
 */
import type { AgentSettings } from "@/shared/agent_settings.ts";
import type { MessageKind } from "@/shared/domain.ts";
import type { Profile } from "./profile.ts";
import { SEND_BOX } from "./recipes.ts";
import type { Busy, Layout, Start } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

/** The kinds in the order in which rows are tried. */
const KINDS = [
  "question",
  "thinking",
  "tool",
  "notice",
  "answer",
] as const satisfies readonly MessageKind[];

/** The profile called `name` that `settings` describe. */
export function ownAgent(name: string, settings: AgentSettings): Profile {
  const { programs, enter, asks_inline: inline } = settings;
  const { choose = inline ? "key-enter" : "key" } = settings;
  return screenProfile({
    name,
    ...(programs && { programs }),
    layout: layoutOf(settings),
    send: { ...SEND_BOX, choose, ...(enter && { enter }) },
  });
}

/** The profiles of all `agents` of a configuration. */
export function ownAgents(
  agents: Readonly<Record<string, AgentSettings>>,
): Profile[] {
  return Object.entries(agents).map(([name, one]) => ownAgent(name, one));
}

function layoutOf(settings: AgentSettings): Layout {
  const { prompt, framed = false, hint, unmarked } = settings;
  const { asks, asks_inline: inline, signature } = settings;
  return {
    starts: KINDS.flatMap((kind) => startsOf(kind, settings)),
    ...(unmarked && { unmarked }),
    noise: patterns(settings.noise),
    input: {
      prompt: pattern(prompt),
      framed,
      ...(hint && { hint: pattern(hint) }),
    },
    footer: patterns(settings.footer),
    busy: [
      ...busyOf("thinking", settings.thinks),
      ...busyOf("working", settings.working),
    ],
    ...(asks && { asks: pattern(asks) }),
    ...(inline && { asksInline: pattern(inline) }),
    ...(signature && { signature: pattern(signature) }),
  };
}

/** Rows in a box and outside of one begin in the same way. */
function startsOf(
  kind: typeof KINDS[number],
  settings: AgentSettings,
): Start[] {
  // Below a question, what nothing begins is its answer.
  const ends = kind === "question" && settings.unmarked;
  return patterns(settings[kind]).flatMap((pattern): Start[] => [
    { kind, pattern, ...(ends && { goesOn: "none" as const }) },
    { kind, pattern, boxed: true, goesOn: "boxed" },
  ]);
}

function busyOf(status: Busy["status"], given: Patterns): Busy[] {
  return patterns(given).map((pattern) => ({
    pattern,
    status,
    evidence: `its screen shows /${pattern.source}/`,
  }));
}

type Patterns = string | readonly string[] | undefined;

function patterns(given: Patterns): RegExp[] {
  if (given === undefined) return [];
  return (typeof given === "string" ? [given] : given).map(pattern);
}

function pattern(source: string): RegExp {
  return new RegExp(source, "u");
}
