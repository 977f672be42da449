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

/** What is published of a message is what its patches say, and no more. */
export class Known {
  readonly id: number;
  readonly turn: number;
  kind: MessageKind;
  source: MessageSource;
  text = "";
  done = false;
  tool: ToolCall | undefined;
  permission: Permission | undefined;
  /** Whether nobody is told of it yet. */
  hidden = false;
  /** Its rows as they were last seen, from its first. */
  lines: string[] = [];
  /** {@linkcode lines} without white space. */
  norm = "";
  /** The statement that it is tied to: then its text is not the screen's. */
  key: string | undefined;
  /** What was stated so far. */
  stated = "";
  #published = { text: "", rest: "" };

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

  /** Whether anybody has been told of it. */
  get isPublished(): boolean {
    return this.#published.rest !== "";
  }

  /** Shows these rows. Text that is only wrapped in another way stays as it is. */
  show(lines: readonly string[]): void {
    const norm = normal(lines.join(""));
    const isSame = norm === this.norm;
    this.lines = [...lines];
    this.norm = norm;
    if (!isSame && this.key === undefined) this.text = lines.join("\n");
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
    this.norm = this.norm.slice(0, at) + normal(lines.join(""));
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
    const count = normal(line).length + left;
    let end = line.length;
    while (end > 0 && normal(line.slice(0, end)).length > count) end--;
    const kept = line.slice(0, end);
    return { row, kept: /^\s/.test(line.slice(end)) ? `${kept} ` : kept };
  }

  /** What is new since it was last asked. */
  patch(): MessagePatch | undefined {
    if (this.hidden) return undefined;
    const { id, turn, kind, source, done, text, tool, permission } = this;
    const rest = JSON.stringify([kind, source, done, tool, permission]);
    const before = this.#published;
    if (before.rest === rest && before.text === text) return undefined;
    const from = sameStart(before.text, text);
    this.#published = { text, rest };
    return {
      id,
      kind,
      source,
      turn,
      from,
      text: text.slice(from),
      done,
      ...(tool && { tool }),
      ...(permission && { permission }),
    };
  }
}

/** `text` without white space: what does not change when it is wrapped anew. */
export function normal(text: string): string {
  return text.replace(/\s+/gu, "");
}
