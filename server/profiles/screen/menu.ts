/**
 * Questions with choices: numbered rows of which one is marked, or a letter
 * that is asked for.
 *
 * @module
 */
import type { Choice } from "@/shared/domain.ts";
import type { Layout } from "./layout.ts";
import type { Line } from "./line.ts";
import { findList } from "./list_menu.ts";

/** A question with its choices, at the bottom of the screen. */
export interface Menu {
  /** The first row of it. */
  start: number;
  /** The row that asks, in one line. */
  title: string;
  /** All that it says above its choices. */
  text: string;
  choices: Choice[];
  /** Other keys that pick a choice, and its key. */
  shortcuts: ReadonlyMap<string, string>;
  /** The key of the choice that is marked. */
  marked: string | undefined;
  asks: "permission" | "other";
}

/** Rows above the choices that may belong to the question. */
const MAX_QUESTION = 40;

/** Rows that may stand below the choices. */
const MAX_BELOW = 6;

const CHOICE =
  /^\s*(?<mark>[❯›>●▸▶➤→*]\s*)?(?<key>\d{1,2})[.)]\s+(?<label>\S.*)$/u;

/** The key that picks a choice too, behind its label. */
const SHORTCUT = /\s+\((?<key>[a-z]|esc|shift\+tab)\)\s*$/i;

/** A letter or a word behind what asks for it. */
const TYPED = /\s*[\p{L}\d]{1,8}$/u;

const PERMISSION =
  /\b(?:allow|approve|permission|permit|proceed|trust|authori[sz]e)\b|\bdo you want to\b|\bwould you like to (?:run|make|apply|allow|grant)\b|\b(?:apply|execute|run) (?:this|the following)\b/i;

/** The question at the bottom of `lines`, if there is one. */
export function findMenu(
  layout: Layout,
  lines: readonly Line[],
  top: number,
): Menu | undefined {
  return findChoices(layout, lines, top) ?? findInline(layout, lines, top) ??
    findList(layout, lines, top);
}

function findChoices(
  layout: Layout,
  lines: readonly Line[],
  top: number,
): Menu | undefined {
  const found: { row: number; match: RegExpExecArray }[] = [];
  let below = 0;
  for (let row = lines.length - 1; row >= top; row--) {
    const line = lines[row]!;
    const match = CHOICE.exec(line.text);
    if (match) found.unshift({ row, match });
    else if (found.length === 0) {
      if (!line.blank && !line.edge && ++below > MAX_BELOW) return undefined;
    } else if (isFirst(found[0]!.match)) break;
    else if (!line.blank && !/^\s{3}/.test(line.text)) return undefined;
  }
  const [first] = found;
  const marked = found.filter(({ match }) => match.groups!["mark"]);
  if (!first || !isFirst(first.match) || found.length < 2) return undefined;
  if (marked.length !== 1) return undefined;
  const choices = found.map(({ match, row }, index) => ({
    key: match.groups!["key"]!,
    label: labelOf(lines, { row, match, next: found[index + 1]?.row }),
  }));
  const shortcuts = new Map(found.flatMap(({ match }, index) => {
    const end = found[index + 1]?.row ?? lines.length;
    const rows = lines.slice(found[index]!.row, end).map(({ text }) => text);
    const key = rows.map((row) => SHORTCUT.exec(row)?.groups?.["key"]).find(
      Boolean,
    );
    return key ? [[key === "esc" ? "\x1b" : key, match.groups!["key"]!]] : [];
  }));
  const { start, text, title } = questionAbove(layout, lines, {
    row: first.row,
    top,
  });
  const asks = PERMISSION.test(text) || layout.asks?.test(text)
    ? "permission"
    : "other";
  const key = marked[0]!.match.groups!["key"];
  return { start, text, title, choices, shortcuts, marked: key, asks };
}

function isFirst(match: RegExpExecArray): boolean {
  return match.groups!["key"] === "1";
}

/** A label may go on in the rows below, further in. */
function labelOf(
  lines: readonly Line[],
  { row, match, next }: {
    row: number;
    match: RegExpExecArray;
    next: number | undefined;
  },
): string {
  const label = match.groups!["label"]!;
  const indent = match[0].length - label.length;
  let text = label;
  for (let at = row + 1; at < (next ?? lines.length); at++) {
    const { text: more, blank } = lines[at]!;
    if (blank || more.search(/\S/) < indent) break;
    text += ` ${more.trim()}`;
  }
  return text.replace(SHORTCUT, "").trim();
}

/** From a rule, an edge or the end of the conversation down to the choices. */
function questionAbove(
  { starts }: Layout,
  lines: readonly Line[],
  { row, top }: { row: number; top: number },
): { start: number; text: string; title: string } {
  const said = starts
    .filter(({ kind, boxed }) =>
      !boxed && (kind === "question" || kind === "answer")
    )
    .map(({ pattern }) => pattern);
  let start = row;
  let edges = 0;
  while (start > top && row - start < MAX_QUESTION) {
    const { edge, text } = lines[start - 1]!;
    if (edge === "rule" || edge === "top") {
      // A thin rule divides what is asked about from the rest of the question.
      if (!/^\s*[╌┄]/u.test(lines[start - 1]!.text)) edges++;
      if (edges > 0) break;
    }
    if (/^[•●⏺✦›❯]\s/u.test(text) || said.some((one) => one.test(text))) break;
    start--;
  }
  if (edges > 0) start--;
  const asked = lines.slice(start, row)
    .filter(({ edge }) => edge === undefined)
    .map(({ text }) => text.trimEnd());
  const title = asked.find((text) => PERMISSION.test(text)) ??
    asked.findLast((text) => /\?\s*$/.test(text)) ??
    asked.findLast((text) => text.trim() !== "") ?? "";
  return { start, text: dedent(asked).join("\n").trim(), title: title.trim() };
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== "")
    .map((line) => line.search(/\S/));
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(least));
}

/** `Allow this action? … [y/n/t]:` */
function findInline(
  layout: Layout,
  lines: readonly Line[],
  top: number,
): Menu | undefined {
  if (!layout.asksInline) return undefined;
  let below = 0;
  for (let row = lines.length - 1; row >= top; row--) {
    const { text, blank } = lines[row]!;
    if (blank) continue;
    // What is typed behind it is no answer until it is entered.
    const asked = layout.asksInline.test(text) ? text : text.replace(TYPED, "");
    const match = layout.asksInline.exec(asked);
    if (match) {
      const choices = lettersOf(match.groups?.["keys"] ?? "y/n");
      const title = asked.trim();
      return {
        start: row,
        title,
        text: title,
        choices,
        shortcuts: new Map(),
        marked: undefined,
        asks: "permission",
      };
    }
    if (!layout.input.prompt.test(text) || ++below > 1) return undefined;
  }
  return undefined;
}

const LETTERS: Record<string, string> = {
  y: "Yes",
  n: "No",
  t: "Trust, always allow",
  a: "Always",
  d: "Don't ask again",
};

/** `y/n/t` or `(Y)es/(N)o/(D)on't ask again` as choices. */
function lettersOf(keys: string): Choice[] {
  return keys.split("/").flatMap((part) => {
    const key = /\((.)\)/.exec(part)?.[1] ?? part.trim()[0];
    if (key === undefined) return [];
    const words = part.replace(/[()[\]]/g, "").trim();
    const lower = key.toLowerCase();
    const label = words.length > 1 ? words : LETTERS[lower] ?? words;
    return [{ key: lower, label }];
  });
}

function isNo({ label }: Choice): boolean {
  return /^(?:no|deny|reject|cancel)\b/i.test(label);
}

/** The key of the choice that `typed` picks; undefined when it does not tell. */
export function chosenBy(
  typed: string,
  { choices, shortcuts, marked }: Menu,
): string | undefined {
  if (typed === "\x1b") {
    return shortcuts.get(typed) ?? choices.find(isNo)?.key;
  }
  for (const pressed of typed.toLowerCase()) {
    const key = choices.find(({ key }) => key.toLowerCase() === pressed)?.key ??
      (pressed === "\x1b" ? undefined : shortcuts.get(pressed));
    if (key !== undefined) return key;
    if (pressed === "\r" || pressed === "\n") return marked;
  }
  return undefined;
}
