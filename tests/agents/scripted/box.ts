/**
 * An agent with an input box, drawn below what was said the way codex does:
 * `box.ts <option=value>…`
 *
 * - `busy=500`: milliseconds that it works on a message
 * - `deaf=0`: times that it does not hear Enter
 * - `paste=50`: milliseconds after a paste in which Enter is part of it
 *
 * The message `permission` makes it ask before it answers, `exit` ends it.
 *
 * @module
 */
const options = Object.fromEntries(Deno.args.map((arg) => arg.split("=")));
const busy = Number(options.busy ?? 500);
const pasteTime = Number(options.paste ?? 50);
let deaf = Number(options.deaf ?? 0);

type State = "ready" | "busy" | "menu";

let state: State = "ready";
let draft = "";
let pastedAt = 0;
/** Rows that the interface takes above the cursor. */
let above = 0;

const CHOICES = ["Yes, proceed", "Yes, and do not ask again", "No"];

/** The rows below the conversation, and in which of them the cursor is. */
function face(): { rows: string[]; cursor: number } {
  if (state === "menu") {
    const choices = CHOICES.map((label, at) =>
      `${at === 0 ? "›" : " "} ${at + 1}. ${label}`
    );
    return {
      rows: [
        "",
        "  Would you like to run the following command?",
        "",
        "  $ make it so",
        "",
        ...choices,
        "",
        "  Press enter to confirm or esc to cancel",
      ],
      cursor: 5,
    };
  }
  const works = state === "busy"
    ? ["• Working (1s • esc to interrupt)", ""]
    : [];
  const lines = draft === "" ? ["\x1b[2mExplain this codebase\x1b[22m"] : draft
    .split("\n");
  const box = lines.map((line, at) => (at === 0 ? "› " : "  ") + line);
  const rows = ["", ...works, ...box, "", "  ? for shortcuts"];
  return { rows, cursor: works.length + 1 };
}

/** Draws the interface anew below `said`. */
function draw(said: readonly string[] = []): void {
  const { rows, cursor } = face();
  const up = rows.length - 1 - cursor;
  print(
    "\x1b[?2026h" + (above > 0 ? `\x1b[${above}A` : "") + "\r\x1b[J" +
      said.map((line) => line + "\r\n").join("") + rows.join("\r\n") +
      `\x1b[${up}A\r\x1b[2C\x1b[?2026l`,
  );
  above = cursor;
}

function print(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    at += Deno.stdout.writeSync(bytes.subarray(at));
  }
}

function submit(): void {
  if (draft === "" || state === "busy") return;
  const text = draft;
  if (text === "exit") leave();
  const question = text.split("\n").map((line, at) =>
    (at === 0 ? "› " : "  ") + line
  );
  draft = "";
  if (text === "permission") {
    state = "menu";
    draw(["", ...question]);
  } else work(["", ...question], text);
}

function work(said: readonly string[], text: string): void {
  state = "busy";
  draw(said);
  setTimeout(() => {
    state = "ready";
    const lines = text.split("\n").length;
    draw(["", `• You said ${lines} lines: ${text.replaceAll("\n", " / ")}`]);
  }, busy);
}

function choose(choice: number): void {
  const label = CHOICES[choice - 1];
  if (label === undefined) return;
  work([], `the choice ${label}`);
}

function leave(): never {
  print("\x1b[?2004l");
  Deno.exit(0);
}

function press(key: string): void {
  if (key === "\x03") leave();
  if (state === "menu") return choose(Number(key));
  if (key === "\r") {
    if (Date.now() - pastedAt < pasteTime || deaf-- > 0) return;
    return submit();
  }
  if (key >= " ") draft += key;
}

function paste(text: string): void {
  draft += text.replaceAll("\r", "\n");
  pastedAt = Date.now();
}

// deno-lint-ignore no-control-regex
const INPUT = /\x1b\[200~([^]*?)\x1b\[201~|\x1b\[[0-?]*[@-~]|[^]/gu;

Deno.stdin.setRaw(true);
print("\x1b[?2004h>_ OpenAI Codex, as a script plays it\r\n");
draw();
let pending = "";
for await (
  const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())
) {
  pending += text;
  const opened = pending.lastIndexOf("\x1b[200~");
  if (opened >= 0 && pending.indexOf("\x1b[201~", opened) < 0) continue;
  for (const [sequence, pasted] of pending.matchAll(INPUT)) {
    if (pasted !== undefined) paste(pasted);
    else if (sequence.length === 1 || !sequence.startsWith("\x1b")) {
      press(sequence);
    }
  }
  pending = "";
  draw();
}
