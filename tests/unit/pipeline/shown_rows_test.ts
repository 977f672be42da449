import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Size } from "@/shared/domain.ts";
import type { ViewRow } from "@/shared/view.ts";
import { Frames } from "@/server/pipeline/frames.ts";
import { looksOf } from "@/server/pipeline/looks.ts";
import { dropBlankEnd, rowAt } from "@/server/pipeline/row.ts";
import { ScrolledRows } from "@/server/pipeline/scrolled_rows.ts";
import { ShownRows } from "@/server/pipeline/shown_rows.ts";
import {
  createTerminal,
  loadTerminal,
  type PinnedTerminal,
} from "@/server/pipeline/terminal.ts";
import {
  type AgentFixture,
  agentFixtures,
  readRecording,
  sizeOf,
} from "../../support/agent_fixture.ts";
import { check } from "../../support/check.ts";
import { cut, seeded } from "../../support/seeded.ts";
import { piecesOf, toBytes } from "../../support/strip_in_pieces.ts";
import { pieceSizes, terminalBytes } from "../../support/terminal_bytes.ts";

const SIZE: Size = { cols: 12, rows: 5 };

beforeAll(loadTerminal);

/** A terminal whose rows are read as they are kept, and anew. */
class Compared implements Disposable {
  readonly #terminal: PinnedTerminal;
  readonly #scrolled: ScrolledRows;
  readonly #shown: ShownRows;
  readonly #frames: Frames;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(size: Size) {
    this.#terminal = createTerminal(size, { reflowCursorLine: true });
    this.#scrolled = new ScrolledRows(this.#terminal);
    this.#shown = new ShownRows(this.#terminal);
    this.#scrolled.show(this.#shown);
    this.#frames = new Frames(this.#terminal, () => {
      this.#frames.takeDrawn();
      this.compare();
    });
  }

  write(data: Uint8Array): void {
    const text = this.#decoder.decode(data, { stream: true });
    this.#terminal._core.writeSync(text);
    this.compare();
  }

  resize(size: Size): void {
    this.#scrolled.resize(size);
    this.compare();
  }

  compare(): void {
    // As text: it is compared many thousand times.
    const anew = JSON.stringify(readAnew(this.#terminal));
    expect(JSON.stringify(this.#shown.rows().map(inOrder))).toBe(anew);
  }

  takeScrolled() {
    return this.#scrolled.take();
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }
}

function readAnew({ _core: { buffer } }: PinnedTerminal): ViewRow[] {
  const rows: ViewRow[] = [];
  for (let at = buffer.ybase; at < buffer.lines.length; at++) {
    // To the edge, as there may be a mark of no width at the end.
    const { text: whole, wrapped } = rowAt(buffer, at, true);
    const text = whole.trimEnd();
    const looks = looksOf(buffer.lines.get(at)!, text);
    rows.push(inOrder({ text, wrapped, looks }));
  }
  return dropBlankEnd(rows);
}

function inOrder({ text, wrapped, looks }: ViewRow): ViewRow {
  return { text, wrapped, looks };
}

/** What changes rows, parts them, joins them and moves them. */
const EDITS = [
  ..."@ABDGHJKLMPSTXbdr".split("").flatMap((final) =>
    ["", "1", "2", "3;4"].map((numbers) => `\x1b[${numbers}${final}`)
  ),
  ...["J", "1J", "2J", "K", "h", "6h", "6l", "7l", "7h", "45h", "1049h"]
    .concat("1049l", "47h", "47l").map((rest) => `\x1b[?${rest}`),
  ...["2'}", "2'~", "2 @", "2 A", "!p", "4h", "4l", "31m", "m", "44m"]
    .map((rest) => `\x1b[${rest}`),
  ...["M", "D", "E", "7", "8", "#8", "c"].map((rest) => `\x1b${rest}`),
  "\r",
  "\n",
  "\r\n\n\n\n\n\n",
  "\b\b\b",
  "0123456789ab",
  "text ",
  "wide 你好你好你好",
  "e\u0301",
  "👨‍👩‍👧❤️",
  "x".repeat(100),
];

/** Bytes as they come, and sizes. */
const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...EDITS).map(toBytes) },
    { weight: 3, arbitrary: terminalBytes(4).map(({ bytes }) => bytes) },
    {
      weight: 1,
      arbitrary: fc.record({
        cols: fc.integer({ min: 2, max: 20 }),
        rows: fc.integer({ min: 1, max: 9 }),
      }),
    },
  ),
  { maxLength: 40, size: "max" },
);

describe("ShownRows.rows()", () => {
  test("are the rows of the screen, whatever is written", () => {
    check(
      fc.property(steps, pieceSizes, (steps, sizes) => {
        using compared = new Compared(SIZE);
        for (const step of steps) {
          if (!(step instanceof Uint8Array)) compared.resize(step);
          else for (const each of piecesOf(step, sizes)) compared.write(each);
        }
      }),
      400,
    );
  });

  const recorded = agentFixtures().filter(({ terminal }) => terminal);
  const agents = [...new Set(recorded.map(({ agent }) => agent))];

  test.each(agents)("are the rows of the screen of %s", {
    timeout: 120_000,
  }, async (agent) => {
    for (const fixture of recorded) {
      if (fixture.agent === agent) await compareAll(fixture);
    }
  });
});

async function compareAll(fixture: AgentFixture): Promise<void> {
  const { header, events } = await readRecording(fixture);
  using compared = new Compared({ cols: header.width, rows: header.height });
  const random = seeded(11);
  let output = "";
  const draw = () => {
    const bytes = new TextEncoder().encode(output);
    output = "";
    for (const piece of cut(bytes, { random, most: 8000 })) {
      compared.write(piece);
      compared.takeScrolled();
    }
  };
  for (const event of events) {
    const [, kind, text] = event;
    if (kind === "o") output += text;
    if (kind !== "r") continue;
    draw();
    compared.resize(sizeOf(event));
  }
  draw();
}
