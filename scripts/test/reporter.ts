/**
 * Counts the tests of a Vitest run, names those that were skipped and writes
 * the figures to the file named by `STREAMER_TEST_FIGURES`.
 *
 * @module
 */
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { say } from "../say.ts";
import type { Figures } from "./figures.ts";

export default class FigureReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => stateOf(test) === "skipped");
    for (const test of skipped) {
      say(`skipped: ${test.fullName}${reasonOf(test)}`);
    }
    const figures: Figures = {
      passed: tests.filter((test) => stateOf(test) === "passed").length,
      failed: tests.filter((test) => stateOf(test) === "failed").length +
        modules.filter(brokeOutsideTests).length,
      skipped: skipped.length,
    };
    const file = Deno.env.get("STREAMER_TEST_FIGURES");
    if (file) await Deno.writeTextFile(file, JSON.stringify(figures));
  }
}

/** A test that never ran, because its file or a hook broke, counts as skipped. */
function stateOf(test: TestCase): "passed" | "failed" | "skipped" {
  const { state } = test.result();
  return state === "pending" ? "skipped" : state;
}

/** What `context.skip()` was given; `skipIf` takes none, so there the name says it. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === "pending") return ": it was never reached";
  return result.state === "skipped" && result.note ? `: ${result.note}` : "";
}

/** Whether a file failed to load, or a hook of it failed; no test says so. */
function brokeOutsideTests(module: TestModule): boolean {
  const suites = [...module.children.allSuites()];
  return [module, ...suites].some((each) => each.errors().length > 0);
}
