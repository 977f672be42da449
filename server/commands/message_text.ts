/**
 * A message for people: a heading, then what was said.
 *
 * @module
 */
import type { MessageKind, Permission, ToolCall } from "@/shared/domain.ts";
import type { LineMessage } from "./message_line.ts";

/** The colours of headings (ECMA-48, section 8.3.117). */
const COLOURS: Record<MessageKind, number> = {
  question: 36,
  answer: 32,
  thinking: 90,
  tool: 34,
  permission: 33,
  notice: 35,
};
const GREY = 90;

/** Control characters but tab and line feed: no message may steer the terminal. */
// deno-lint-ignore no-control-regex -- they are what is meant
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/** `message` with a blank line behind it. */
export function messageText(
  message: LineMessage,
  { colour }: { colour: boolean },
): string {
  const { kind, at } = message;
  const paint = (code: number, text: string) =>
    colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  const heading = [
    paint(GREY, localTime(at)),
    paint(COLOURS[kind], printable(label(message))),
  ];
  const body = parts(message).map((part) => printable(part).trimEnd())
    .filter((part) => part !== "");
  return `${[heading.join(" "), ...body].join("\n")}\n\n`;
}

function label({ kind, tool }: LineMessage): string {
  if (!tool) return kind;
  const name = `${kind} ${tool.name.replaceAll("\n", " ")}`;
  return tool.state === "done" ? name : `${name} (${tool.state})`;
}

function parts({ text, tool, permission }: LineMessage): string[] {
  if (tool) return toolParts(text, tool);
  return permission ? [text, ...choices(permission)] : [text];
}

/** What the text of the message shows already is not said again. */
function toolParts(text: string, { input, result }: ToolCall): string[] {
  const said = text === "" ? [input] : [text];
  return text.includes(result) ? said : [...said, result];
}

function choices({ choices, chosen }: Permission): string[] {
  return choices.map(({ key, label }) =>
    `${key === chosen ? ">" : " "} ${key}  ${label}`
  );
}

function printable(text: string): string {
  return text.replace(CONTROLS, "");
}

/** Such as `2026-11-21 14:02:11`, by this machine's clock. */
function localTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 19).replace("T", " ");
}
