/**
 * Profiles of agents with a screen of their own.
 *
 * @module
 */
import { programOf, programWords } from "../command_name.ts";
import { promptOf } from "../command_prompt.ts";
import { JsonSegmenter } from "../json_segmenter.ts";
import { jsonOutputOf } from "../logs/json_output.ts";
import { PrintedSegmenter } from "../printed_segmenter.ts";
import type { Profile, SendRecipe } from "../profile.ts";
import type { Layout } from "./layout.ts";
import { ScreenSegmenter } from "./screen_segmenter.ts";

/** What has to be said of such an agent. */
export interface ScreenAgent {
  name: string;
  /** The programs that are it; its name when there is no other. */
  programs?: readonly string[];
  layout: Layout;
  /** How it answers one question and leaves. */
  printed?: {
    /** Whether `words`, those behind the program, make it do so. */
    asked(words: readonly string[]): boolean;
    /** What it looks like in a terminal, where it prints more than the answer. */
    layout?: Layout;
  };
  send: SendRecipe;
}

/** The profile of an agent whose screen is laid out as `layout` says. */
export function screenProfile(agent: ScreenAgent): Profile {
  const { name, programs = [name], layout, printed, send } = agent;
  const prints = (command: readonly string[]) =>
    printed?.asked(programWords(command).slice(1)) === true;
  return {
    name,
    matches: (command) => programs.includes(programOf(command)),
    view(command) {
      if (jsonOutputOf(command)) return "json";
      return prints(command) && !printed?.layout ? "lines" : "screen";
    },
    segmenter(start, view, command) {
      if (view === "json") return new JsonSegmenter(start, { command });
      if (view === "lines") {
        return new PrintedSegmenter(start, promptOf(command));
      }
      const shown = prints(command) ? printed?.layout : undefined;
      return new ScreenSegmenter(shown ?? layout, start);
    },
    send,
    ...(layout.signature && { signature: layout.signature }),
  };
}
