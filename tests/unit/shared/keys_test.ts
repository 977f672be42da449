import { expect, test } from "vitest";
import { KEY_NAMES, keySequence } from "@/shared/keys.ts";

test.each([
  ["Enter", "\r"],
  ["return", "\r"],
  ["Escape", "\x1b"],
  ["esc", "\x1b"],
  ["Tab", "\t"],
  ["S-Tab", "\x1b[Z"],
  ["BTab", "\x1b[Z"],
  ["Space", " "],
  ["Backspace", "\x7f"],
  ["Up", "\x1b[A"],
  ["S-Up", "\x1b[1;2A"],
  ["C-M-Left", "\x1b[1;7D"],
  ["Home", "\x1b[H"],
  ["PgDn", "\x1b[6~"],
  ["C-Delete", "\x1b[3;5~"],
  ["F1", "\x1bOP"],
  ["S-F1", "\x1b[1;2P"],
  ["F12", "\x1b[24~"],
  ["C-c", "\x03"],
  ["c-C", "\x03"],
  ["C-Space", "\x00"],
  ["C-[", "\x1b"],
  ["C-?", "\x7f"],
  ["M-x", "\x1bx"],
  ["M-X", "\x1bX"],
  ["S-M-x", "\x1bX"],
  ["C-M-d", "\x1b\x04"],
  ["M-Enter", "\x1b\r"],
  ["M-é", "\x1bé"],
])("keySequence(%j) is what a terminal sends", (name, sequence) => {
  expect(keySequence(name)).toBe(sequence);
});

test.each(["Entr", "x", "C-", "C-ö", "F13", "X-a", "C-cc", "", "constructor"])(
  "keySequence(%j) knows no such key",
  (name) => {
    expect(keySequence(name)).toBeUndefined();
  },
);

test("every listed name is a key", () => {
  expect(KEY_NAMES.filter((name) => keySequence(name) === undefined)).toEqual(
    [],
  );
});
