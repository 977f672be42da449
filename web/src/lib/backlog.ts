/**
 * What waits to be drawn on a terminal, counted, so that a flood cannot fill
 * the memory.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";

/** Most bytes that may wait. */
export const MOST_WAITING = 4 * 1024 * 1024;

/** One step of drawing. */
export type Drawing =
  /** Starts afresh with `screen` on a terminal of `size`. */
  | { type: "reset"; size: Size; screen: string }
  | { type: "write"; data: Uint8Array }
  | { type: "resize"; size: Size };

/** A terminal. Draws in the order in which it is asked; calls `done` after each. */
export interface Screen {
  draw(drawing: Drawing, done: () => void): void;
}

export interface BacklogOptions {
  /** More waits than may: a fresh start is due when it has drained. */
  onfull: () => void;
  /** Everything has been drawn. */
  ondrained: () => void;
}

export class Backlog {
  #screen: Screen | null = null;
  /** What came before there was a terminal. */
  #early: Drawing[] = [];
  #waiting = 0;
  readonly #options: BacklogOptions;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Bytes not drawn yet. */
  get waiting(): number {
    return this.#waiting;
  }

  get drained(): boolean {
    return this.#waiting === 0;
  }

  push(drawing: Drawing): void {
    const screen = this.#screen;
    if (!screen && drawing.type === "reset") this.#forget();
    this.#waiting += weight(drawing);
    if (screen) this.#draw(screen, drawing);
    else this.#early.push(drawing);
    if (this.#waiting > MOST_WAITING) this.#overflow();
  }

  /** Draws on `screen` from now on, until the returned function is called. */
  attach(screen: Screen): () => void {
    this.#screen = screen;
    for (const drawing of this.#early.splice(0)) this.#draw(screen, drawing);
    return () => {
      if (this.#screen === screen) this.#screen = null;
      this.#waiting = 0;
    };
  }

  #draw(screen: Screen, drawing: Drawing): void {
    screen.draw(drawing, () => {
      if (this.#screen !== screen) return;
      this.#waiting -= weight(drawing);
      if (this.#waiting === 0) this.#options.ondrained();
    });
  }

  #overflow(): void {
    this.#options.onfull();
    if (this.#screen) return;
    this.#forget();
    this.#options.ondrained();
  }

  #forget(): void {
    this.#early = [];
    this.#waiting = 0;
  }
}

/** Bytes, roughly, and never nothing. */
function weight(drawing: Drawing): number {
  switch (drawing.type) {
    case "reset":
      return drawing.screen.length + 1;
    case "write":
      return drawing.data.length + 1;
    case "resize":
      return 1;
  }
}
