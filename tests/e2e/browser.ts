/**
 * The dashboard in a real browser.
 *
 * @module
 */
import type { Browser, Page } from "playwright-core";
import type { TestHouse } from "../house.ts";

/** A page that has signed in with a link of `house`, at `path`. */
export async function signIn(
  browser: Browser,
  house: TestHouse,
  path = "/",
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(`${house.url}${path}#ticket=${await house.ticket()}`);
  return page;
}

/** The text of the open session's terminal, as xterm.js has it. */
export function terminalText(page: Page): Promise<string> {
  return page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- set by the page for tests
    const terminal = (globalThis as any).streamerTerminal;
    if (!terminal) return "";
    const { active } = terminal.buffer;
    const lines: string[] = [];
    for (let i = 0; i < active.length; i++) {
      lines.push(active.getLine(i).translateToString(true));
    }
    return lines.join("\n").trimEnd();
  });
}
