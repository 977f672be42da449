/**
 * What the services of models have in common: a conversation comes in, a reply
 * goes out as server-sent events.
 *
 * @module
 */
import type { NumberedReply } from "../model_script.ts";

/** A piece of a conversation as an agent sends it. */
export interface Spoken {
  from: "user" | "model" | "tool";
  text: string;
}

/** What an agent asks for. */
export interface ModelRequest {
  conversation: Spoken[];
  /** Whether it is one of the conversation, not an errand such as finding a title. */
  main: boolean;
  /** Whether the reply is to be streamed. */
  streamed: boolean;
}

/** One event of a streamed reply. */
export interface ModelEvent {
  /** For services that name their events. */
  name?: string;
  data: unknown;
  /** Text of the answer that it brings. */
  text?: string;
  /** Whether the next one comes after a pause. */
  pause?: boolean;
}

/** The way one service speaks. */
export interface ModelService {
  /** Whether a POST to `path` asks this service for a reply. */
  handles(path: string): boolean;
  /** @param body the JSON of the request */
  read(body: unknown, path: string): ModelRequest;
  /** What is streamed. */
  events(reply: NumberedReply): Iterable<ModelEvent>;
  /** What is sent at once to a request that is not to be streamed. */
  whole(reply: NumberedReply): unknown;
  /** What errands get; JSON unless told otherwise. */
  readonly errand?: string;
  /** Text that ends the stream, if any. */
  readonly end?: string;
}

/** A reply outside of the conversation. */
export function errandReply(text: string): NumberedReply {
  return { id: 0, text, usage: { input: 5, output: 5 } };
}
