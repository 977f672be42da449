/**
 * Where the divider between terminal and conversation stands.
 *
 * @module
 */
import { recall, remember } from "./storage.ts";

const LEAST = 25;
const MOST = 75;
/** Shares chosen for the reader stay within these. */
const USUAL = { least: 48, most: 66 };
/** What is read beside an agent needs about as much room as its terminal. */
const TALKING = { least: 44, most: 54 };
/** Width of a letter that is easy to read, and of what surrounds the terminal, in pixels. */
const LETTER = 7.9;
const AROUND = 48;
const STEP = 2;

export class Split {
  /** Width of both parts, in pixels. */
  width = $state(0);
  /** Columns of the terminal in the first part. */
  cols = $state(80);
  /** Whether there is a conversation beside the terminal, and not its text once more. */
  talking = $state(false);
  readonly bounds = { least: LEAST, most: MOST };
  /** What the reader chose, if anything. */
  #chosen = $state(Number(recall("split")) || null);
  /** The first part's share, in percent. */
  readonly share = $derived(
    clamp(
      this.#chosen ??
        usual(this.cols, this.width, this.talking ? TALKING : USUAL),
    ),
  );

  set(share: number): void {
    this.#chosen = clamp(share);
    remember("split", this.#chosen.toFixed(1));
  }

  /** Moves the divider by a key; whether the key was one of its own. */
  key(key: string): boolean {
    const target = this.#target(key);
    if (target !== null) this.set(target);
    else if (key === "Enter") this.restore();
    return target !== null || key === "Enter";
  }

  /** Lets the terminal's width decide again. */
  restore(): void {
    this.#chosen = null;
    remember("split", "");
  }

  #target(key: string): number | null {
    switch (key) {
      case "ArrowLeft":
        return this.share - STEP;
      case "ArrowRight":
        return this.share + STEP;
      case "Home":
        return LEAST;
      case "End":
        return MOST;
      default:
        return null;
    }
  }
}

/** The share with which the terminal's letters are easy to read, within reason. */
function usual(
  cols: number,
  width: number,
  { least, most }: typeof USUAL,
): number {
  if (width === 0) return most;
  const share = (cols * LETTER + AROUND) / width * 100;
  return Math.min(most, Math.max(least, share));
}

function clamp(share: number): number {
  return Math.min(MOST, Math.max(LEAST, share));
}
