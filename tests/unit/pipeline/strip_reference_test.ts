import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Stripper } from "@/server/pipeline/strip.ts";
import { kernel as compiled } from "@/server/pipeline/workbench.ts";
import { check } from "../../support/check.ts";
import { LONG } from "../../support/full.ts";
import { ReferenceLines } from "../../support/reference_lines.ts";
import {
  ENGINES,
  piecesOf,
  pushCopy,
  readAll,
  strip,
} from "../../support/strip_in_pieces.ts";
import {
  longLines,
  noise,
  pieceSizes,
  TerminalBytes,
  terminalBytes,
} from "../../support/terminal_bytes.ts";

const edits = fc.boolean().map((off) => !off);

/** What the reference makes of the input, or null where the stripper may keep less of a line. */
function reference(
  { pieces }: TerminalBytes,
  options: { edits?: boolean } = {},
): string | null {
  const lines = new ReferenceLines(options);
  let text = "";
  for (const piece of pieces) {
    text += lines.push(piece);
    if (!isBounded(lines)) return null;
  }
  lines.finish();
  return text + lines.partial();
}

/** Whether the line is well within what the stripper keeps of one. */
function isBounded({ row }: ReferenceLines): boolean {
  const { columns, marked, marks } = row.measure();
  return columns <= 1500 && row.text().length <= 1000 && marked <= 250 &&
    marks < 16;
}

test("the WebAssembly engine runs here", () => {
  expect(compiled).toBeDefined();
});

describe.each(ENGINES)("Stripper in $engine", ({ kernel }) => {
  test("gives what the reference gives, however the input is cut", () => {
    const property = fc.property(
      terminalBytes(40),
      pieceSizes,
      edits,
      (input, sizes, edits) => {
        const text = reference(input, { edits });
        fc.pre(text !== null);
        expect(strip(input.bytes, { kernel, edits, sizes })).toBe(text);
      },
    );
    check(property, 1000);
  }, LONG);

  test("gives what the reference gives of short input", () => {
    const property = fc.property(
      terminalBytes(8),
      pieceSizes,
      edits,
      (input, sizes, edits) => {
        const text = reference(input, { edits });
        fc.pre(text !== null);
        expect(strip(input.bytes, { kernel, edits, sizes })).toBe(text);
      },
    );
    check(property, 3000);
  }, LONG);

  test("gives what the reference gives of random bytes", () => {
    const property = fc.property(
      noise(200),
      pieceSizes,
      edits,
      (input, sizes, edits) => {
        const text = reference(input, { edits });
        expect(strip(input.bytes, { kernel, edits, sizes })).toBe(text);
      },
    );
    check(property, 300);
  }, LONG);

  test("has the reference's lines and partial line after every byte", () => {
    const property = fc.property(terminalBytes(12), edits, (input, edits) => {
      fc.pre(reference(input, { edits }) !== null);
      const stripper = new Stripper({ kernel, edits });
      const lines = new ReferenceLines({ edits });
      for (const byte of input.bytes) {
        const expected = lines.push(Uint8Array.of(byte)) + lines.partial();
        const text = pushCopy(stripper, Uint8Array.of(byte));
        expect(text + stripper.partial()).toBe(expected);
      }
    });
    check(property, 300);
  }, LONG);

  test("has the reference's partial line behind a cut at every byte", () => {
    const property = fc.property(terminalBytes(6), edits, (input, edits) => {
      const text = reference(input, { edits });
      fc.pre(text !== null);
      const lines = new ReferenceLines({ edits });
      let complete = "";
      for (let cut = 0; cut <= input.bytes.length; cut++) {
        // What is behind the cut is still in the memory that all share.
        strip(input.bytes, { kernel, edits });
        const stripper = new Stripper({ kernel, edits });
        const start = pushCopy(stripper, input.bytes.subarray(0, cut));
        expect(start + stripper.partial()).toBe(complete + lines.partial());
        const end = readAll(stripper, [input.bytes.subarray(cut)]);
        expect(start + end).toBe(text);
        complete += lines.push(input.bytes.subarray(cut, cut + 1));
      }
    });
    check(property, 100);
  }, LONG);

  test("gives the same at every place of a large chunk", () => {
    const property = fc.property(
      terminalBytes(10),
      fc.integer({ min: 65_300, max: 65_600 }),
      (input, place) => {
        const text = reference(input);
        fc.pre(text !== null);
        const before = "0123456789abcde\n".repeat(5000).slice(-place);
        const bytes = new Uint8Array(place + input.bytes.length);
        new TextEncoder().encodeInto(before, bytes);
        bytes.set(input.bytes, place);
        expect(strip(bytes, { kernel })).toBe(before + text);
      },
    );
    check(property, 200);
  }, LONG);

  test(
    "stops at the same move to another row, however the input is cut",
    () => {
      const property = fc.property(
        terminalBytes(12),
        pieceSizes,
        (input, sizes) => {
          fc.pre(reference(input) !== null);
          const whole = readToMove(input.bytes, { kernel, sizes: [Infinity] });
          expect(readToMove(input.bytes, { kernel, sizes })).toEqual(whole);
          // Controls within the sequence have acted before it ends.
          const move = String.fromCharCode(
            ...input.bytes.subarray(whole.end),
          );
          fc.pre(move === "" || MOVE.test(move));
          const lines = new ReferenceLines();
          const text = lines.push(input.bytes.subarray(0, whole.end + 1));
          expect(whole.text).toBe(text + lines.partial());
          if (whole.atRest) expect(whole.column).toBe(lines.row.column);
        },
      );
      check(property, 600);
    },
    LONG,
  );

  test("keeps strippers apart that read by turns", () => {
    const property = fc.property(
      fc.array(terminalBytes(8), { minLength: 2, maxLength: 4 }),
      (inputs) => {
        const texts = inputs.map((input) => reference(input));
        fc.pre(!texts.includes(null));
        const readers = inputs.map(() => new Stripper({ kernel }));
        const found = inputs.map(() => "");
        for (let turn = 0; turn < 8; turn++) {
          inputs.forEach(({ pieces }, index) => {
            const piece = pieces[turn];
            if (piece) found[index] += pushCopy(readers[index]!, piece);
          });
        }
        readers.forEach((reader, index) => {
          found[index] += readAll(reader, []);
        });
        expect(found).toEqual(texts);
      },
    );
    check(property, 200);
  }, LONG);
});

describe("Both engines", () => {
  const anySizes = fc.oneof(
    pieceSizes,
    fc.constant([4096]),
    fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1 }),
  );

  test("break long lines in the same places, however they are cut", () => {
    const property = fc.property(
      longLines(12),
      anySizes,
      edits,
      ({ bytes }, sizes, edits) => {
        const text = strip(bytes, { kernel: false, edits });
        const others = [
          strip(bytes, { kernel: false, edits, sizes }),
          strip(bytes, { kernel: true, edits }),
          strip(bytes, { kernel: true, edits, sizes }),
        ];
        expect(others.map((other) => difference(other, text)))
          .toEqual([null, null, null]);
      },
    );
    check(property, 150);
  }, LONG);
});

/** Where one text begins to differ from the other one. */
function difference(found: string, expected: string): string | null {
  if (found === expected) return null;
  let at = 0;
  while (found[at] === expected[at]) at++;
  const near = (text: string) => JSON.stringify(text.slice(at, at + 20));
  return `${near(found)} instead of ${near(expected)} at ${at}`;
}

/** Reads up to the sequence that the stripper stops at, or to the end. */
/** A sequence without control characters in it, one character a byte. */
// deno-lint-ignore no-control-regex
const MOVE = /^(?:(?:\x1b\[|\xc2\x9b)[ -?]*[@-~]|\x1b[ -Z\\-~]|\xc2[^\x9b])/;

function readToMove(
  bytes: Uint8Array,
  { kernel, sizes }: { kernel: boolean; sizes: readonly number[] },
): { text: string; end: number; atRest: boolean; column: number } {
  const stripper = new Stripper({ kernel, stopAtMoves: true });
  let text = "";
  let end = 0;
  for (const piece of piecesOf(bytes, sizes)) {
    text += pushCopy(stripper, piece);
    end += piece.length;
    if (stripper.unread) break;
  }
  end -= stripper.unread?.length ?? 0;
  text += stripper.partial();
  const { atRest } = stripper;
  return { text, end, atRest, column: stripper.column() };
}
