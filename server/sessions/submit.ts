/**
 * Enters one text into an agent, and makes sure that the agent took it.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";
import type { SendRecipe } from "../profiles/profile.ts";
import { textKeys } from "./typing.ts";
import { sameText, type Witness } from "./witness.ts";

/** Milliseconds in which what was typed has to stand in the input box. */
const ARRIVES = 5_000;

/** The same, where it is not known whether there is a box that can be read. */
const FIRST_DRAFT = 1_500;

/** Milliseconds without a change after which a box that shows something else, such as "[Pasted text]", has it. */
const SETTLED = 400;

/** Milliseconds after which Enter is pressed once more while the text stands in the box. */
const RETRY = 2_000;

/** Milliseconds from Enter in which work has to begin. */
const BEGINS = 10_000;

/** Milliseconds in which a program without an input box answers, or it cannot be seen whether it has read. */
const ANSWERS = 2_000;

/** What a text is entered with. */
export interface Desk {
  witness: Witness;
  recipe: SendRecipe;
  /** Whether the program draws an interface, or reads lines. */
  draws: boolean;
  /** Types into the process. @throws {StreamerError} */
  type(keys: string): void;
}

/**
 * Types `text` and Enter, and waits until the agent has begun with it.
 *
 * @throws {StreamerError} `conflict` with what was seen instead, or when the session ends
 */
export async function submit(text: string, desk: Desk): Promise<SendOutcome> {
  desk.witness.mark();
  return desk.draws
    ? await submitToBox(text, desk)
    : await enterLine(text, desk);
}

/** For programs that read lines: nothing is shown but an echo, which the terminal makes by itself. */
async function enterLine(text: string, desk: Desk): Promise<SendOutcome> {
  const { witness, recipe, type } = desk;
  type(textKeys(text, recipe) + (recipe.pause === 0 ? recipe.enter : ""));
  if (recipe.pause > 0) {
    await sleep(recipe.pause, witness);
    type(recipe.enter);
  }
  const answers = () => witness.answered || witness.signed;
  return await unlessEnded(
    witness.until(answers, ANSWERS)
      .then((answered) => answered ? "confirmed" : "typed"),
    witness,
  );
}

/** What ends with the session after Enter was pressed, such as by `exit`, was entered. */
async function unlessEnded(
  outcome: Promise<SendOutcome>,
  witness: Witness,
): Promise<SendOutcome> {
  try {
    return await outcome;
  } catch (cause) {
    if (witness.over) return "typed";
    throw cause;
  }
}

async function submitToBox(text: string, desk: Desk): Promise<SendOutcome> {
  const { witness, recipe, type } = desk;
  const before = witness.draft;
  type(textKeys(text, recipe));
  await arrival(text, { before, witness });
  await sleep(recipe.pause, witness);
  if (witness.permission) {
    throw failure(
      "typed, but the agent asked for a permission meanwhile, so that Enter was not pressed",
    );
  }
  const held = witness.draft ?? "";
  witness.mark();
  type(recipe.enter);
  const sees: Sees = {
    witness,
    stays: () => witness.draft === held || sameText(witness.draft ?? "", text),
    asked: () => witness.asked(text),
  };
  const outcome = held === "" ? begins(sees) : leavesBox(sees, desk);
  return await unlessEnded(outcome, witness);
}

/** Waits until the text stands in the input box, or for a while where none is known. */
async function arrival(
  text: string,
  { before, witness }: { before: string | undefined; witness: Witness },
): Promise<void> {
  const shown = () =>
    sameText(witness.draft ?? "", text) || witness.asked(text);
  const changed = () => witness.draft !== before && witness.draft !== "";
  // One that was always empty was never told of, and some cannot be read.
  const patience = before === undefined ? FIRST_DRAFT : ARRIVES;
  const arrived = await witness.until(() => shown() || changed(), patience);
  if (!arrived && before === undefined) return;
  if (!arrived) {
    throw failure(
      `typed, but within ${
        ARRIVES / 1000
      } s its input box has not shown the text, so that Enter was not pressed`,
    );
  }
  for (;;) {
    const draft = witness.draft;
    const moves = () => shown() || witness.draft !== draft;
    if (shown() || !await witness.until(moves, SETTLED)) return;
  }
}

/** What may tell that an agent took a text. */
interface Sees {
  witness: Witness;
  /** Whether the input box still holds what it did before Enter. */
  stays(): boolean;
  /** Whether the conversation has the text as a question. */
  asked(): boolean;
}

/** An agent whose input box can be read has taken a text when the box is empty again. */
async function leavesBox(
  { witness, stays, asked }: Sees,
  { recipe, type }: Desk,
): Promise<SendOutcome> {
  const took = () => asked() || !stays();
  if (!await witness.until(took, RETRY)) {
    type(recipe.enter);
    if (!await witness.until(took, BEGINS - RETRY)) {
      throw failure(
        `typed, but the agent did not start within ${
          BEGINS / 1000
        } s; its screen still shows the text in its input box`,
      );
    }
  }
  // Its own commands, such as /help, are no questions and begin no work.
  await witness.until(() => asked() || witness.busy, ANSWERS);
  return "confirmed";
}

async function begins({ witness, asked }: Sees): Promise<SendOutcome> {
  const started = () => asked() || witness.busy || witness.printed;
  if (await witness.until(started, BEGINS)) return "confirmed";
  throw failure(
    `typed, but the agent did not start within ${
      BEGINS / 1000
    } s; nothing was printed since`,
  );
}

async function sleep(milliseconds: number, witness: Witness): Promise<void> {
  if (milliseconds > 0) await witness.until(() => false, milliseconds);
}

function failure(what: string): StreamerError {
  return new StreamerError("conflict", `Cannot confirm the text: ${what}`);
}
