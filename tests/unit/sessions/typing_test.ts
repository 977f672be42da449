import { expect, test } from "vitest";
import type { SendRecipe } from "@/server/profiles/profile.ts";
import { messageText, textKeys } from "@/server/sessions/typing.ts";

test.each([
  ["one\r\ntwo\rthree\n\n", "one\ntwo\nthree"],
  ["\ta\tb  ", "\ta\tb"],
  ["a\x1b[201~b\x1b[200~c\x9b201~d", "abcd"],
  ["a\x1b\x1b[201~[201~b", "a[201~b"],
  ["\x03stop\x1b[A\x7f\x00\x85!", "stop[A!"],
  ["漢字 👩‍👩‍👧 ✓", "漢字 👩‍👩‍👧 ✓"],
])("messageText(%j) has nothing in it that acts as a key", (text, clean) => {
  expect(messageText(text)).toBe(clean);
});

test.each<[SendRecipe["paste"], string, string]>([
  ["always", "one", "\x1b[200~one\x1b[201~"],
  ["always", "1\n2", "\x1b[200~1\r2\x1b[201~"],
  ["multiline", "one", "one"],
  ["multiline", "1\n2", "\x1b[200~1\r2\x1b[201~"],
  ["never", "1\n2\n3", "1\\\r2\\\r3"],
])("textKeys() with paste %s writes %j", (paste, text, keys) => {
  const recipe: SendRecipe = {
    paste,
    newline: "\\\r",
    enter: "\r",
    pause: 0,
    choose: "key",
  };
  expect(textKeys(text, recipe)).toBe(keys);
});
