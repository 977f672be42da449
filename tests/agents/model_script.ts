/**
 * What a scripted model says.
 *
 * @module
 */

/** A tool that the model wants to be used, by the agent's own name for it. */
export interface ModelTool {
  name: string;
  input: Record<string, unknown>;
}

/** One reply of a model: what one request gets. */
export interface ModelReply {
  thinking?: string;
  text?: string;
  /** The agent runs them and asks again with their results. */
  tools?: readonly ModelTool[];
}

/** What a model says to a question: one reply after the other while it uses tools. */
export interface ModelTurn {
  /** Text by which the question is known. */
  question: string;
  replies: readonly ModelReply[];
}

/** Tokens as a service counts them. */
export interface Usage {
  input: number;
  output: number;
}

/** A reply with what it costs and a number of its own. */
export interface NumberedReply extends ModelReply {
  id: number;
  usage: Usage;
}

/** The pieces in which a text is streamed: words with the blanks after them. */
export function words(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}
