/**
 * Answers an agent's permission question, and makes sure that it closed.
 *
 * @module
 */
import type { Message, Permission } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";
import type { Desk } from "./submit.ts";
import { choiceKeys, findChoice } from "./typing.ts";

/** Milliseconds in which the question has to close. */
const CLOSES = 10_000;

/** Milliseconds between two keys: menus that draw read one at a time. */
const BETWEEN = 40;

/** A permission question. */
type Question = Message & { permission: Permission };

/**
 * Picks `choice`, named as `findChoice` reads it, of the open question.
 *
 * @throws {StreamerError} `conflict` when it is not open or does not close; `bad_request` when there is no such choice
 */
export async function choose(
  { message, choice }: { message?: number | undefined; choice: string },
  desk: Desk & { messages(): Message[] },
): Promise<SendOutcome> {
  const question = openQuestion(desk.messages());
  if (!question || (message !== undefined && question.id !== message)) {
    throw new StreamerError(
      "conflict",
      message === undefined
        ? "Cannot choose: no permission is asked for"
        : `Cannot choose: message ${message} is not a question that waits for an answer`,
    );
  }
  const key = keyOf(question, choice);
  await press(choiceKeys(question.permission, key, desk.recipe), desk);
  return await closing(question.id, key, desk);
}

/** The newest permission question, while it waits. */
function openQuestion(messages: readonly Message[]): Question | undefined {
  const newest = messages.findLast(({ permission }) => permission);
  return newest && isOpen(newest) ? newest : undefined;
}

function isOpen(message: Message): message is Question {
  const { permission, done } = message;
  return permission !== undefined && permission.chosen === null && !done;
}

function keyOf({ permission }: Question, choice: string): string {
  const key = findChoice(permission, choice);
  if (key !== undefined) return key;
  const known = permission.choices.map(({ key, label }) => `${key} (${label})`);
  throw new StreamerError(
    "bad_request",
    `Cannot choose "${choice}": there is ${known.join(", ")}`,
  );
}

async function press(keys: readonly string[], desk: Desk): Promise<void> {
  for (const [at, key] of keys.entries()) {
    if (at > 0) {
      const pause = Math.max(BETWEEN, desk.recipe.pause);
      await desk.witness.until(() => false, pause);
    }
    desk.type(key);
  }
}

async function closing(
  id: number,
  key: string,
  { witness, messages }: Desk & { messages(): Message[] },
): Promise<SendOutcome> {
  const asking = witness.permission;
  const closed = () =>
    openQuestion(messages())?.id !== id || (asking && !witness.permission);
  if (await witness.until(closed, CLOSES)) return "confirmed";
  throw new StreamerError(
    "conflict",
    `Cannot confirm the choice: typed "${key}", but after ${
      CLOSES / 1000
    } s the question is still open`,
  );
}
