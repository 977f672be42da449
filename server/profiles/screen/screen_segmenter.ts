/**
 * Reads the conversation of an agent that draws on the screen.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import type { View } from "@/shared/view.ts";
import type {
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
  Sign,
} from "../profile.ts";
import type { Known } from "./known.ts";
import type { Layout } from "./layout.ts";
import { chosenBy, type Menu } from "./menu.ts";
import { type Page, readPage } from "./page.ts";
import { Signs } from "./signs.ts";
import { interfaceOf } from "./classify.ts";
import { Steps } from "./steps.ts";
import { Thread } from "./thread.ts";

/** A segmenter for screens that look like `layout`. */
export class ScreenSegmenter implements Segmenter {
  readonly #layout: Layout;
  readonly #thread: Thread;
  readonly #signs: Signs;
  readonly #steps: Steps;
  /** What the last view showed. */
  #page: Page | undefined;
  #draft = "";
  /** The question with choices that is shown. */
  #menu: { known: Known; shown: Menu; norm: string } | undefined;
  /** Keys since the question was shown. */
  #typed = "";
  /** What its spinner says. */
  #spinner: Known | undefined;
  /** The message that gathers what the agent thinks about. */
  #thought: Known | undefined;

  constructor(layout: Layout, start: SegmenterStart) {
    this.#layout = layout;
    this.#steps = new Steps(interfaceOf(layout));
    this.#signs = new Signs(layout);
    this.#thread = new Thread(start, layout.sticky);
  }

  read(reading: Reading): SegmenterEvent[] {
    switch (reading.type) {
      case "view": {
        const view = this.#steps.push(reading.view);
        return view ? this.#see(view) : [];
      }
      case "rest":
        return this.#rest();
      case "mark": {
        const sign = this.#signs.mark(reading.mark);
        return sign ? [{ type: "sign", sign }] : [];
      }
      case "typed":
        if (this.#menu) this.#typed += reading.text;
        return [];
      case "statements":
        return [...this.#rest(), ...this.#state(reading.statements)];
      default:
        return [];
    }
  }

  end(): SegmenterEvent[] {
    const events = this.#rest();
    this.#closeMenu();
    this.#thread.close();
    return [...events, ...this.#messages()];
  }

  #rest(): SegmenterEvent[] {
    const view = this.#steps.take();
    return view ? this.#see(view) : [];
  }

  #see(view: View): SegmenterEvent[] {
    const last = this.#page;
    const page = readPage(this.#layout, view, last);
    this.#page = page;
    if (page.draft) this.#thread.noteDraft(page.draft);
    const { turn } = this.#thread;
    if (page.blocks !== last?.blocks) {
      this.#thread.see(page.blocks, view.size.rows + view.scrolled.length);
    }
    if (this.#thread.turn > turn) this.#signs.forget();
    this.#seeMenu(page);
    this.#seeThought(page);
    this.#seeSpinner(page);
    if (page.sign?.status === "idle") this.#thread.close();
    return [
      ...this.#messages(),
      ...this.#seeSign(page.sign),
      ...this.#seeDraft(page.draft),
    ];
  }

  #messages(): SegmenterEvent[] {
    return this.#thread.patches().map((patch) => ({ type: "message", patch }));
  }

  #seeSign(sign: Sign | undefined): SegmenterEvent[] {
    const news = this.#signs.see(sign);
    return news ? [{ type: "sign", sign: news }] : [];
  }

  #seeDraft(draft: string | undefined): SegmenterEvent[] {
    if (draft === undefined || draft === this.#draft) return [];
    this.#draft = draft;
    return [{ type: "draft", text: draft }];
  }

  #seeMenu({ menu }: Page): void {
    if (menu?.asks !== "permission") return this.#closeMenu();
    const norm = menu.title + menu.choices.map(({ label }) => label).join();
    if (this.#menu && this.#menu.norm !== norm) this.#closeMenu();
    if (!this.#menu) {
      const known = this.#thread.create("permission");
      this.#menu = { known, shown: menu, norm };
      this.#typed = "";
    }
    this.#menu.shown = menu;
    this.#menu.known.text = menu.text;
    this.#menu.known.permission = { choices: menu.choices, chosen: null };
  }

  /** The question is gone: somebody has answered it. */
  #closeMenu(): void {
    if (!this.#menu) return;
    const { known, shown } = this.#menu;
    const chosen = chosenBy(this.#typed, shown) ?? null;
    known.permission = { choices: shown.choices, chosen };
    known.done = true;
    this.#menu = undefined;
  }

  #seeThought({ thought, sign }: Page): void {
    if (sign?.status === "idle" || this.#thread.isTold) {
      if (this.#thought) this.#thought.done = true;
      this.#thought = undefined;
      return;
    }
    if (thought === undefined || !this.#thread.hasBegun) return;
    const turn = this.#thread.shownTurn;
    if (this.#thought?.turn !== turn) {
      if (this.#thought) this.#thought.done = true;
      this.#thought = this.#thread.create("thinking");
    }
    const known = this.#thought!;
    const said = known.text === "" ? [] : known.text.split("\n");
    if (said.some((line) => line.startsWith(thought))) return;
    if (thought.startsWith(said.at(-1) ?? "\n")) said.pop();
    known.text = [...said, thought].join("\n");
  }

  /** A spinner that says that it thinks is a message as long as it turns. */
  #seeSpinner({ sign, spinner, thought }: Page): void {
    const shows = sign?.status === "thinking" && thought === undefined &&
      this.#thread.hasBegun && !this.#thread.isTold;
    if (shows) {
      this.#spinner ??= this.#thread.create("thinking");
      this.#spinner.text = spinner ?? "";
    } else if (this.#spinner) {
      this.#thread.drop(this.#spinner);
      this.#spinner = undefined;
    }
  }

  #state(statements: readonly Statement[]): SegmenterEvent[] {
    const events: SegmenterEvent[] = [];
    for (const statement of statements) {
      if (statement.type === "message") {
        this.#thread.state(statement);
        continue;
      }
      const turn = this.#thread.closeTurn();
      events.push(...this.#messages());
      const { type: _, key: __, ...figures } = statement;
      if (turn > 0) events.push({ type: "turn", turn: { turn, ...figures } });
    }
    return [...events, ...this.#messages()];
  }
}
