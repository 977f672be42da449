/**
 * One message of the conversation as far as it has been seen.
 *
 * @module
 */
import type {
  MessageKind,
  MessagePatch,
  MessageSource,
  Permission,
  ToolCall,
} from "@/shared/domain.ts";
import { sameStart } from "../same_start.ts";

/** Units of the beginning by which a message is known again. */
const MAX_HEAD = 240;

/** Rows of the beginning that are kept. */
const OPENING = 8;

/** What is published of a message is what its patches say, and no more. */
export class Known {
  readonly id: number;
  readonly turn: number;
  kind: MessageKind;
  source: MessageSource;
  /** From where it may still change, see `trim`. */
  text = "";
  done = false;
  tool: ToolCall | undefined;
  permission: Permission | undefined;
  /** Whether nobody is told of it yet. */
  hidden = false;
  /** Columns that its rows are indented by on the screen. */
  indent = 0;
  /** Its rows as they were last seen, from its first. */
  lines: string[] = [];
  /** {@linkcode lines} without white space, see `trim`. */
  norm = "";
  /** The statement that it is tied to: then its text is not the screen's. */
  key: string | undefined;
  /** What was stated so far. */
  stated = "";
  #published = { text: "", rest: "" };
  /** Units before `norm` that are forgotten, and the first of them. */
  #forgotten = 0;
  #head = "";
  #opening: string[] = [];
  /** UTF-16 units before `text` that are published and forgotten; below 0: of `text`, so many are the message's before. */
  #before = 0;

  constructor(
    { id, turn, kind, source }: {
      id: number;
      turn: number;
      kind: MessageKind;
      source: MessageSource;
    },
  ) {
    this.id = id;
    this.turn = turn;
    this.kind = kind;
    this.source = source;
  }

  /** The rows by which it is told from others: all, or the first. */
  get opening(): readonly string[] {
    return this.#forgotten > 0 ? this.#opening : this.lines;
  }

  /** UTF-16 units of all of it. */
  get length(): number {
    return this.#before + this.text.length;
  }

  /** Goes on with `known`, of which the screen still shows the end. */
  follow(known: Known): void {
    this.lines = [...known.lines];
    this.norm = known.norm;
    this.indent = known.indent;
    this.#forgotten = known.#forgotten;
    this.#head = known.#head;
    this.text = known.text;
    this.#published.text = known.text;
    this.#before = -known.text.length;
  }

  /** All of it becomes `text`. */
  replace(text: string): void {
    if (this.#before !== 0) this.#published.text = "";
    this.#before = 0;
    this.text = text;
  }

  /** Shows these rows. Text that is only wrapped in another way stays as it is. */
  show(lines: readonly string[]): void {
    const norm = normalOf(lines);
    if (this.#forgotten > 0 && this.isWhole(norm)) return;
    const isSame = norm === this.norm;
    this.#forgotten = 0;
    this.lines = [...lines];
    this.norm = norm;
    if (!isSame && this.key === undefined) this.replace(lines.join("\n"));
  }

  /** Shows `lines` in place of what stands from `at` in {@linkcode norm}. */
  continueAt(at: number, lines: readonly string[]): void {
    const { row, kept } = this.#rowAt(at);
    const gone = this.lines.slice(row).join("\n");
    const [first = "", ...rest] = lines;
    const next = [kept + first, ...rest];
    if (this.key === undefined) {
      const end = row === 0 ? 0 : this.text.length - gone.length;
      this.text = this.text.slice(0, end) + next.join("\n");
    }
    this.norm = this.norm.slice(0, at) + normalOf(lines);
    this.lines.length = row;
    this.lines.push(...next);
  }

  /** The row in which `at` of {@linkcode norm} stands, and what of it is before. */
  #rowAt(at: number): { row: number; kept: string } {
    let left = this.norm.length - at;
    let row = this.lines.length;
    while (left > 0 && row > 0) left -= normal(this.lines[--row]!).length;
    if (left >= 0) return { row, kept: "" };
    const line = this.lines[row]!;
    const end = endOf(line, normal(line).length + left);
    const kept = line.slice(0, end);
    return { row, kept: /^\s/.test(line.slice(end)) ? `${kept} ` : kept };
  }

  /** Whether `norm` is all of it. */
  isWhole(norm: string): boolean {
    return norm.length === this.#forgotten + this.norm.length &&
      norm.startsWith(this.#head) && norm.endsWith(this.norm);
  }

  /** Whether `norm` is its end, as far as that is known. */
  isEnd(norm: string): boolean {
    return this.norm.endsWith(norm) ||
      (this.#forgotten > 0 && norm.endsWith(this.norm));
  }

  /** Whether `norm` is no more than its beginning. */
  isBeginning(norm: string): boolean {
    const known = this.#forgotten > 0 ? this.#head : this.norm;
    return norm.length < this.#forgotten + this.norm.length &&
      (norm.startsWith(known) || known.startsWith(norm));
  }

  /** How many units `norm` begins with in common, of how many that are known of the beginning. */
  compare(norm: string): { common: number; all: number } {
    const known = this.#forgotten > 0 ? this.#head : this.norm;
    return { common: sameStart(norm, known), all: known.length };
  }

  /** Forgets all but the last `rows` rows, once they are published: they change no more. */
  trim(rows: number): void {
    const gone = this.lines.length - rows;
    if (gone <= rows || this.#published.text !== this.text) return;
    const lines = this.lines.splice(0, gone);
    const { length: units } = normalOf(lines);
    if (this.#forgotten === 0) {
      this.#head = this.norm.slice(0, MAX_HEAD);
      this.#opening = lines.slice(0, OPENING);
    }
    this.#forgotten += units;
    this.norm = this.norm.slice(units);
    if (this.key !== undefined) return;
    const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
    this.text = this.text.slice(length);
    this.#published.text = this.text;
    const wasOthers = this.#before < 0;
    this.#before += length;
    // The line break between the other message and this one is of neither.
    if (wasOthers && this.#before > 0) this.#before--;
  }

  /** What is new since it was last asked. */
  patch(): MessagePatch | undefined {
    if (this.hidden) return undefined;
    const { id, turn, kind, source, done, text, tool, permission } = this;
    const rest = JSON.stringify([kind, source, done, tool, permission]);
    const before = this.#published;
    if (before.rest === rest && before.text === text) return undefined;
    // What is another message's stays as it is, and the line break behind it.
    const others = Math.max(0, -this.#before);
    const first = others + (others > 0 && text[others] === "\n" ? 1 : 0);
    const from = Math.max(sameStart(before.text, text), first);
    this.#published = { text, rest };
    return {
      id,
      kind,
      source,
      turn,
      from: Math.max(0, this.#before) + from - first,
      text: text.slice(from),
      done,
      ...(tool && { tool }),
      ...(permission && { permission }),
    };
  }
}

/** Where the first `count` units of `line` end that are no white space. */
function endOf(line: string, count: number): number {
  let left = count;
  let end = 0;
  for (; left > 0 && end < line.length; end++) {
    if (!/\s/u.test(line[end]!)) left--;
  }
  return end;
}

/** Rows whose white space was taken out lately. */
const normals = new Map<string, string>();

/** How many of them are kept. */
const MAX_NORMALS = 4096;

/** `text` without white space: what does not change when it is wrapped anew. */
export function normal(text: string): string {
  const known = normals.get(text);
  if (known !== undefined) return known;
  const made = text.replace(/\s+/gu, "");
  if (normals.size >= MAX_NORMALS) normals.clear();
  normals.set(text, made);
  return made;
}

/** The same of several rows. */
export function normalOf(lines: readonly string[]): string {
  let norm = "";
  for (const line of lines) norm += normal(line);
  return norm;
}
