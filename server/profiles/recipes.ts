/**
 * How texts are given to agents.
 *
 * @module
 */
import type { SendRecipe } from "./profile.ts";

/** An input box that takes pastes, sends with Enter and shows choices by number. */
export const SEND_BOX: SendRecipe = {
  paste: "multiline",
  newline: "\n",
  enter: "\r",
  pause: 150,
  choose: "key",
};

/** An input box like that, whose choices are picked with the arrows. */
export const SEND_MENU: SendRecipe = { ...SEND_BOX, choose: "arrows" };

/** An input box like that, whose choices stand beside each other. */
export const SEND_SIDEWAYS: SendRecipe = {
  ...SEND_BOX,
  choose: "right-arrows",
};

/** A line that is edited as in a shell: a line break is Ctrl+J, and a letter answers with Enter. */
export const SEND_READLINE: SendRecipe = {
  paste: "never",
  newline: "\n",
  enter: "\r",
  pause: 50,
  choose: "key-enter",
};

/** aider's line: a line break is Alt+Enter. */
export const SEND_AIDER: SendRecipe = { ...SEND_READLINE, newline: "\x1b\r" };
