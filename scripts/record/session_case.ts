/**
 * A session that is to be recorded, and what is to be said in it.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import type {
  ModelReply,
  ModelTool,
  ModelTurn,
} from "@/tests/agents/model_script.ts";
import type { TerminalKind } from "./terminal_replies.ts";

/** A tool, what is answered when the agent asks for it, and how it ends. */
export interface CaseTool extends ModelTool {
  permission?: "yes" | "no";
  /** Whether it is bound to fail. */
  fails?: boolean;
}

/** A question and what is to come of it. */
export interface CaseTurn {
  question: string;
  /** Whether it is pasted instead of typed key by key. */
  pasted?: boolean;
  thinking?: string;
  /** What is said before the tools are used. */
  preamble?: string;
  /** One after the other. */
  tools?: readonly CaseTool[];
  answer: string;
  /** Text on the screen at whose sight Esc is pressed. */
  interruptAt?: string;
  /** New sizes, each at the sight of a text. */
  resizes?: readonly { at: string; size: Size }[];
}

/** One session. */
export interface SessionCase {
  agent: string;
  name: string;
  /** What follows the program's name. */
  args?: readonly string[];
  size?: Size;
  /** Time between two words of the model, in milliseconds. */
  pace?: number;
  /** Files of the project, by path. */
  files?: Readonly<Record<string, string>>;
  /** What kind of terminal it runs in; a plain xterm unless told otherwise. */
  terminal?: TerminalKind;
  /** Whether nobody looks at the terminal, as far as it can tell. */
  unfocused?: boolean;
  /** Whether the question is among `args` and the agent ends by itself. */
  unattended?: boolean;
  /** Whether it runs in pipes; only an unattended one can. */
  piped?: boolean;
  turns: readonly CaseTurn[];
  notes?: string;
}

/** What the model has to say for `turn`. */
export function modelTurn(
  { question, thinking, preamble, tools = [], answer }: CaseTurn,
): ModelTurn {
  const replies: ModelReply[] = tools.map(({ name, input }) => ({
    tools: [{ name, input }],
  }));
  replies.push({ text: answer });
  replies[0] = {
    ...thinking !== undefined && { thinking },
    ...preamble !== undefined && { text: preamble },
    ...replies[0],
  };
  return { question, replies };
}
