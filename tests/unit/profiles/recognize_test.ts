/**
 * Agents that are started within a shell, known by what they show.
 */
import { expect, test } from "vitest";
import { applyPatch, type Message } from "@/shared/domain.ts";
import type { SessionEvent } from "@/shared/domain.ts";
import { Pipeline } from "../../../server/pipeline/pipeline.ts";
import { loadTerminal } from "../../../server/pipeline/terminal.ts";
import { pickProfile, recognize } from "../../../server/profiles/registry.ts";
import {
  agentFixtures,
  readFixture,
  readRecording,
} from "../../support/agent_fixture.ts";
import { eventsOf } from "../../support/recorded_conversation.ts";

const agents = [...new Set(agentFixtures().map(({ agent }) => agent))];

test.each(agents)(
  "%s is known within a shell, and left again",
  async (agent) => {
    const fixture = readFixture(agent, "short");
    const recording = await readRecording(fixture);
    await loadTerminal();
    using pipeline = new Pipeline({
      profile: pickProfile(["bash"]),
      command: ["bash"],
      start: { lastId: 0, turn: 0 },
      terminal: { cols: recording.header.width, rows: recording.header.height },
      recognize: (text) => recognize(text),
    });
    const names: string[] = [];
    const messages = new Map<number, Message>();
    const events: SessionEvent[] = [
      output(prompt(agent)),
      { type: "input", text: "\r" },
      ...eventsOf(recording),
      output("\x1b]133;D;0\x07\x1b]133;A\x07$ \x1b]133;B\x07"),
      output("ls\r\n\x1b]133;C\x07a.txt\r\n\x1b]133;D;0\x07\x1b]133;A\x07$ "),
    ];
    for (const event of events) {
      for (const found of pipeline.push(event)) {
        if (found.type === "agent") names.push(found.profile.name);
        if (found.type !== "message") continue;
        const { patch } = found;
        const before = messages.get(patch.id);
        messages.set(patch.id, applyPatch(before, patch, { seq: 0, at: 0 }));
      }
    }
    expect(names).toEqual([agent, "shell"]);
    const said = [...messages.values()].filter(({ kind, text }) =>
      kind === "question" && text !== ""
    ).map(({ text }) => text);
    const asked = fixture.truth.turns.map(({ question }) => question);
    expect(said).toEqual([agent, ...asked, "ls"]);
  },
);

function prompt(command: string): string {
  return `\x1b]133;A\x07$ \x1b]133;B\x07${command}\r\n\x1b]133;C\x07`;
}

function output(text: string): SessionEvent {
  return { type: "output", stream: 1, data: new TextEncoder().encode(text) };
}
