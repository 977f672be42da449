/**
 * Runs the tests: `deno task test [filter or option of Vitest]…`.
 *
 * Without arguments all tests run, and at least 80 % of the lines of `server`
 * and `shared` must be covered. The last line that it prints is always of the
 * form `N passed, N failed, N skipped`.
 *
 * @module
 */
import { prepare } from "./prepare.ts";
import { deno, program, ROOT } from "./project.ts";
import { say, script } from "./say.ts";
import { formatCoverage, percent, readCoverage, sum } from "./test/coverage.ts";
import { type Figures, formatFigures } from "./test/figures.ts";

const WANTED_PERCENT = 80;
const OUT = `${ROOT}/coverage`;
const CHILDREN = `${OUT}/children`;
const FIGURES = `${OUT}/figures.json`;

await script(async () => {
  await prepare();
  const whole = Deno.args.length === 0;
  const passed = await runTests(whole);
  const covered = !whole || await checkCoverage();
  say(formatFigures(await readFigures()));
  Deno.exit(passed && covered ? 0 : 1);
});

async function runTests(whole: boolean): Promise<boolean> {
  await Deno.remove(OUT, { recursive: true }).catch(() => {}); // There was no earlier run.
  await Deno.mkdir(OUT);
  const code = await deno([
    ...program("vitest"),
    "run",
    "--config=tests/vitest.config.ts",
    "--reporter=default",
    "--reporter=./scripts/test/reporter.ts",
    ...(whole ? ["--coverage.enabled"] : []),
    ...Deno.args,
  ], {
    env: {
      STREAMER_TEST_FIGURES: FIGURES,
      ...(whole ? { STREAMER_CHILD_COVERAGE: CHILDREN } : {}),
    },
  });
  return code === 0;
}

async function checkCoverage(): Promise<boolean> {
  const files = await readCoverage({
    vitest: `${OUT}/coverage-final.json`,
    children: CHILDREN,
  });
  formatCoverage(files, WANTED_PERCENT).forEach(say);
  const reached = percent(sum("", files));
  const enough = reached >= WANTED_PERCENT;
  say(
    `coverage: ${
      reached.toFixed(1)
    } % of the lines; wanted: ${WANTED_PERCENT} %`,
  );
  return enough;
}

/** What the reporter wrote; a run that broke before its end counts as one failure. */
async function readFigures(): Promise<Figures> {
  try {
    return JSON.parse(await Deno.readTextFile(FIGURES));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // Vitest has said why.
  }
}
