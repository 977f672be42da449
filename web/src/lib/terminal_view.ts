/**
 * A session's terminal, drawn by xterm.js. It has the size of the process and
 * is made to fit by the size of its letters.
 *
 * @module
 */
import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import type { Size } from "@/shared/domain.ts";
import {
  type Mendable,
  mendAlternate,
  mendErase,
} from "@/shared/mend_xterm.ts";
import { UNICODE_WIDTHS } from "@/shared/unicode_widths.ts";
import type { Drawing, Screen } from "./backlog.ts";
import { DARK, leastContrast, LIGHT } from "./terminal_theme.ts";
import { isFocusReport, silence } from "./viewer.ts";

/** Sizes of letters in CSS pixels: the smallest, the largest, the smallest that is chosen to fit the height, the one while in control. */
const FONT = { least: 7, most: 15, tall: 11, control: 13 };

export interface TerminalOptions {
  /** Whether a line feed also returns, as output that went through no terminal needs it. */
  convertEol: boolean;
  dark: boolean;
  /** Something was typed. */
  ontype: (text: string) => void;
  /** The reader wants to leave the terminal with the keyboard. */
  onleave: () => void;
  /** The process's terminal has another size now. */
  onresize: () => void;
}

export class TerminalView implements Screen, Disposable {
  readonly terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #node: HTMLElement;

  constructor(node: HTMLElement, options: TerminalOptions) {
    this.#node = node;
    this.terminal = new Terminal({
      allowProposedApi: true,
      convertEol: options.convertEol,
      cursorInactiveStyle: "outline",
      disableStdin: true,
      fontFamily: getComputedStyle(node).getPropertyValue("--mono"),
      fontSize: FONT.control,
      scrollback: 10_000,
      ...look(options.dark),
    });
    silence(this.terminal);
    mendErase(this.#mendable);
    this.#load();
    this.terminal.open(node);
    this.#draw();
    this.#listen(options);
  }

  /** Letters that make the process's size fill the place. */
  fit(): void {
    const width = this.#fitting(FONT.most, "cols");
    this.#setFont(width);
    // What cannot fit is at least easy to read while it is scrolled.
    if (this.#room().cols < this.terminal.cols) return this.#setFont(FONT.tall);
    if (this.#room().rows >= this.terminal.rows) return;
    const height = this.#fitting(width, "rows");
    this.#setFont(Math.max(Math.min(width, FONT.tall), height));
  }

  /** The size in cells that would fill the place with letters that are easy to read. */
  proposeSize(): Size {
    this.#setFont(FONT.control);
    return this.#room();
  }

  setDark(dark: boolean): void {
    Object.assign(this.terminal.options, look(dark));
  }

  /** Whether keys are sent. */
  setTyping(allowed: boolean): void {
    this.terminal.options.disableStdin = !allowed;
  }

  draw(drawing: Drawing, done: () => void): void {
    switch (drawing.type) {
      case "write":
        return this.terminal.write(drawing.data, done);
      case "resize":
        return this.#inOrder(() => this.#resize(drawing.size), done);
      case "reset":
        this.#inOrder(() => {
          this.terminal.reset();
          this.#resize(drawing.size);
        });
        return this.terminal.write(drawing.screen, done);
    }
  }

  [Symbol.dispose](): void {
    this.terminal.dispose();
  }

  /** Does `what` after everything that was written before it. */
  #inOrder(what: () => void, done?: () => void): void {
    this.terminal.write("", () => {
      what();
      done?.();
    });
  }

  #resize({ cols, rows }: Size): void {
    this.terminal.resize(cols, rows);
    mendAlternate(this.#mendable);
  }

  get #mendable(): Mendable {
    return this.terminal as unknown as Mendable;
  }

  #load(): void {
    this.terminal.loadAddon(this.#fit);
    this.terminal.loadAddon(new WebLinksAddon());
    this.terminal.unicode.register(UNICODE_WIDTHS);
    this.terminal.unicode.activeVersion = UNICODE_WIDTHS.version;
  }

  /** Draws with the graphics card if there is one, else as elements. */
  async #draw(): Promise<void> {
    if (!hasGraphicsCard()) return;
    try {
      const { WebglAddon } = await import("@xterm/addon-webgl");
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.terminal.loadAddon(webgl);
    } catch {
      // There is no WebGL after all: xterm.js goes on drawing elements.
    }
  }

  #listen({ ontype, onleave, onresize }: TerminalOptions): void {
    this.terminal.onResize(onresize);
    this.terminal.onData((text) => {
      if (!isFocusReport(text)) ontype(text);
    });
    this.terminal.attachCustomKeyEventHandler((event) => {
      const leaving = event.ctrlKey && event.key === ".";
      if (leaving && event.type === "keydown") onleave();
      // Where nothing can be typed, keys keep their meaning for the page.
      return !leaving && !this.terminal.options.disableStdin;
    });
  }

  get #font(): number {
    return this.terminal.options.fontSize ?? FONT.control;
  }

  #setFont(size: number): void {
    if (size !== this.#font) this.terminal.options.fontSize = size;
  }

  /** The largest letters up to `most` with which all `side` fit. */
  #fitting(most: number, side: "cols" | "rows"): number {
    const wanted = this.terminal[side];
    const guess = Math.ceil(2 * this.#font * this.#room()[side] / wanted) / 2 +
      0.5;
    let size = Math.max(FONT.least, Math.min(most, guess));
    for (; size > FONT.least; size -= 0.5) {
      this.#setFont(size);
      if (this.#room()[side] >= wanted) break;
    }
    return size;
  }

  /** Cells for which there is room now. */
  #room(): Size {
    const room = this.#fit.proposeDimensions();
    const { cols, rows } = this.terminal;
    return room && this.#node.clientWidth > 0
      ? { cols: room.cols, rows: room.rows }
      : { cols, rows };
  }
}

/** Names of WebGL drawn by the processor, which is slower than elements. */
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether WebGL is there and fast. */
function hasGraphicsCard(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return false;
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name = info ? context.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !BY_PROCESSOR.test(String(name));
}

function look(dark: boolean) {
  return {
    theme: dark ? DARK : LIGHT,
    minimumContrastRatio: leastContrast(dark),
  };
}
