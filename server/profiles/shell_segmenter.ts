/**
 * A shell's semantic prompts to turns.
 *
 * `A` prompt `B` command line `C` output `D` exit code, and so on. Only what is
 * between `C` and `D` is output; what is printed elsewhere (prompts, lists of
 * completions, what jobs in the background say) belongs to the prompt.
 *
 * A command that fails is followed by a notice with its exit code, which has no
 * other place in a conversation. What is typed into a running command is a
 * question within the command's turn.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";
import { enteredLine } from "./entered_line.ts";
import { describeExitCode } from "./exit_code.ts";
import { LineConversation } from "./line_conversation.ts";
import { MessageWriter } from "./message_writer.ts";
import type {
  Mark,
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
} from "./profile.ts";
import { PromptSigns } from "./prompt_signs.ts";

type Prompt = Extract<Mark, { type: "prompt" }>;

/** UTF-16 units of a command line that are kept. */
const MAX_COMMAND_LINE = 64 * 1024;

/** Lines typed ahead that are remembered. */
const MAX_AHEAD = 16;

/** The exit code of what Ctrl-C has ended. */
const INTERRUPTED = 130;

export class ShellSegmenter implements Segmenter {
  readonly #messages: MessageWriter;
  readonly #conversation: LineConversation;
  readonly #signs = new PromptSigns();
  /** `unmarked` until the shell has shown a semantic prompt. */
  #phase: "unmarked" | "prompt" | "command line" | "output" = "unmarked";
  /** The line that is being written. */
  #partial = "";
  /** What stood there when the command line, or the output, began. */
  #before = "";
  /** The complete lines since the command line began. */
  #entered = "";
  /** The command that runs. */
  #command = "";
  #printed = false;
  /** What was typed while a command ran: the shell may read it when that has ended. */
  #ahead: MessagePatch[] = [];

  constructor(start: SegmenterStart) {
    this.#messages = new MessageWriter(start, "lines");
    this.#conversation = new LineConversation(this.#messages);
  }

  read(reading: Reading): SegmenterEvent[] {
    if (reading.type === "mark") {
      return reading.mark.type === "prompt" ? this.#mark(reading.mark) : [];
    }
    if (reading.type === "lines") this.#partial = "";
    if (reading.type === "partial") this.#partial = reading.text;
    switch (this.#phase) {
      case "unmarked":
      case "output":
        return this.#converse(reading);
      case "command line":
      case "prompt":
        this.#collect(reading);
        return [];
    }
  }

  end(): SegmenterEvent[] {
    const open = this.#phase === "output" ? this.#complete(null) : [];
    return [...open, ...asEvents(this.#messages.end())];
  }

  #mark(mark: Prompt): SegmenterEvent[] {
    switch (mark.part) {
      case "A":
        return this.#beginPrompt();
      case "B":
        this.#beginCommandLine();
        return [];
      case "C":
        return this.#beginOutput(mark.command);
      case "D":
        return this.#endOutput(mark.exit);
    }
  }

  #beginPrompt(): SegmenterEvent[] {
    // A shell within a command, such as that of another machine.
    const events = this.#phase === "output"
      ? this.#complete(null)
      : asEvents(this.#conversation.close());
    this.#phase = "prompt";
    const evidence = "the shell shows its prompt (OSC 133)";
    return [...events, ...this.#signs.tell({ status: "idle", evidence })];
  }

  /** Also when the prompt is drawn again. */
  #beginCommandLine(): void {
    if (this.#phase === "output" || this.#phase === "unmarked") return;
    this.#phase = "command line";
    this.#before = this.#partial;
    this.#entered = "";
  }

  #beginOutput(told: string | undefined): SegmenterEvent[] {
    const command = (told ?? this.#commandLine).trim();
    if (this.#phase === "output") {
      // Two integrations at once mark everything twice.
      if (!this.#printed && (command === "" || command === this.#command)) {
        return [];
      }
    }
    const before = this.#phase === "output" ? this.#complete(null) : [];
    return [...before, ...this.#begin(command)];
  }

  #begin(command: string): SegmenterEvent[] {
    this.#phase = "output";
    this.#conversation.turnsBy = "caller";
    this.#before = this.#partial;
    this.#command = command;
    this.#printed = false;
    const evidence = `the shell runs "${shortened(command)}" (OSC 133)`;
    return [
      ...asEvents(this.#takeBack(command)),
      ...asEvents(this.#conversation.begin(command)),
      ...this.#signs.tell({ status: "working", evidence }),
    ];
  }

  #endOutput(exit: number | null): SegmenterEvent[] {
    if (this.#phase === "output") {
      const events = this.#complete(exit);
      this.#phase = "prompt";
      return events;
    }
    const refused = this.#phase === "command line" ? this.#refuse(exit) : [];
    this.#phase = "prompt";
    return refused;
  }

  /** A command line that the shell could not read: it says why, and nothing runs. */
  #refuse(exit: number | null): SegmenterEvent[] {
    if (exit === INTERRUPTED) return [];
    const [command, said] = enteredLine(this.#entered, this.#before);
    if (command === "" || said === "") return [];
    this.#ahead = [];
    return [
      ...asEvents(this.#conversation.begin(command)),
      ...asEvents(this.#conversation.read({ type: "lines", text: said })),
      ...this.#complete(exit),
    ];
  }

  #complete(exit: number | null): SegmenterEvent[] {
    const notice = exit
      ? this.#conversation.notice(describeExitCode(exit))
      : this.#conversation.close();
    const { turn } = this.#messages;
    return [...asEvents(notice), { type: "turn", turn: { turn } }];
  }

  #converse(reading: Reading): SegmenterEvent[] {
    const output = this.#withoutBefore(reading);
    if (output === undefined) return [];
    const patches = this.#conversation.read(output);
    if (output.type === "typed") this.#remember(patches);
    else this.#printed = true;
    return [...asEvents(patches), ...this.#signs.read(output)];
  }

  /** `reading` without what stood in its line when the output began. */
  #withoutBefore(reading: Reading): Reading | undefined {
    if (reading.type !== "lines" && reading.type !== "partial") return reading;
    const before = this.#before;
    if (before === "" || this.#phase === "unmarked") return reading;
    if (reading.type === "lines") this.#before = "";
    if (!reading.text.startsWith(before)) return reading;
    const text = reading.text.slice(before.length);
    return text.trim() === "" ? undefined : { ...reading, text };
  }

  #collect(reading: Reading): void {
    // What is entered at the prompt was not typed ahead.
    if (reading.type === "typed" && /[\r\n]/.test(reading.text)) {
      this.#ahead = [];
    }
    if (reading.type !== "lines" || this.#phase === "prompt") return;
    this.#entered = (this.#entered + reading.text).slice(0, MAX_COMMAND_LINE);
  }

  /** What was typed at the prompt, as the terminal shows it. */
  get #commandLine(): string {
    if (this.#phase !== "command line") return "";
    const [first, others] = enteredLine(this.#entered, this.#before);
    const further = others.replace(/\n$/, "").split("\n");
    // The prompt of further lines.
    const lines = further.every((line) => line.startsWith("> "))
      ? further.map((line) => line.slice(2))
      : further;
    return others === "" ? first : [first, ...lines].join("\n");
  }

  #remember(patches: readonly MessagePatch[]): void {
    const asked = patches.filter(({ kind, done }) =>
      kind === "question" && !done
    );
    this.#ahead = [...this.#ahead, ...asked].slice(-MAX_AHEAD);
  }

  /** What looked like an answer to the last command was typed ahead, when it is the next command. */
  #takeBack(command: string): MessagePatch[] {
    const ahead = this.#ahead;
    const at = ahead.findIndex(({ text }) => text.trim() === command);
    this.#ahead = at < 0 ? [] : ahead.slice(at + 1);
    return at < 0 ? [] : [{ ...ahead[at]!, from: 0, text: "", done: true }];
  }
}

function shortened(command: string): string {
  const line = command.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function asEvents(patches: readonly MessagePatch[]): SegmenterEvent[] {
  return patches.map((patch) => ({ type: "message", patch }));
}
