/**
 * An agent that keeps a log of its session as codex does, and talks to its
 * terminal meanwhile. What it is told by its arguments, one after the other:
 *
 * - `ask TEXT` and `say TEXT`: a question and an answer, in the log and shown
 * - `new`: begins another log
 * - `on FILE`: goes on with an older log; `back`: goes on with the one before
 * - `open FILE`: keeps a file open
 * - `foreign FOLDER`: writes the log of a session in another folder
 * - `wait`: goes on when a line comes from standard input
 *
 * The log is below `$CODEX_HOME`, as codex's is.
 *
 * @module
 */

const home = Deno.env.get("CODEX_HOME")!;
let log = "";
let before = "";
const open: Deno.FsFile[] = [];
let count = 0;

function write(type: string, payload: Record<string, unknown>): void {
  const timestamp = new Date().toISOString();
  const line = JSON.stringify({ timestamp, type, payload });
  Deno.writeTextFileSync(log, `${line}\n`, { append: true });
}

function show(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

function begin(cwd: string): void {
  const day = new Date();
  const two = (value: number) => `${value}`.padStart(2, "0");
  const folder = `${home}/sessions/${day.getFullYear()}/${
    two(day.getMonth() + 1)
  }/${two(day.getDate())}`;
  Deno.mkdirSync(folder, { recursive: true });
  log = `${folder}/rollout-${Date.now()}-${Deno.pid}-${++count}.jsonl`;
  write("session_meta", { cwd, originator: "codex_cli_rs", source: "cli" });
}

function message(role: string, text: string): void {
  const type = role === "user" ? "input_text" : "output_text";
  write("response_item", { type: "message", role, content: [{ type, text }] });
  if (role === "user") {
    write("event_msg", { type: "user_message", message: text });
  } else write("event_msg", { type: "agent_message", message: text });
}

const words = [...Deno.args];
const next = () => words.shift() ?? "";

while (words.length > 0) {
  const word = next();
  if (word === "new") begin(Deno.cwd());
  else if (word === "foreign") {
    const own = log;
    begin(next());
    message("user", "This is not for you");
    log = own;
  } else if (word === "on") {
    before = log;
    log = next();
  } else if (word === "open") open.push(Deno.openSync(next()));
  else if (word === "back") log = before;
  else if (word === "wait") Deno.stdin.readSync(new Uint8Array(100));
  else if (word === "ask") {
    const text = next();
    show(`> ${text}`);
    write("event_msg", { type: "task_started", turn_id: `${++count}` });
    message("user", text);
  } else {
    const text = next();
    show(text.toUpperCase());
    message("assistant", text);
    write("event_msg", { type: "task_complete", duration_ms: 20 });
  }
}
