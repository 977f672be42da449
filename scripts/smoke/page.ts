/**
 * Reads the terminal of the dashboard in Chromium.
 *
 * @module
 */
import { launchChromium } from "../chromium.ts";

/** The buffer of xterm.js, as far as it is read here. */
interface Terminal {
  buffer: {
    active: {
      length: number;
      getLine(
        row: number,
      ): { translateToString(trim: boolean): string } | undefined;
    };
  };
}

/** Opens the page at `url` and returns the terminal's lines, if possible with `last` among them. */
export async function readTerminal(
  url: string,
  last: string,
): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(url);
    const read = () =>
      page.evaluate<string[]>(`(${linesOf})(globalThis.streamerTerminal)`);
    const deadline = Date.now() + 20_000;
    let lines = await read();
    // Not waitForFunction(): it evaluates in the page, which the page's policy forbids.
    while (!lines.includes(last) && Date.now() < deadline) {
      await page.waitForTimeout(50);
      lines = await read();
    }
    if (problems.length > 0) {
      throw new Error(`Cannot accept the page: ${problems.join("; ")}`);
    }
    return lines;
  } finally {
    await browser.close();
  }
}

/** Sent to the page as text. */
function linesOf(terminal: Terminal | undefined): string[] {
  const buffer = terminal?.buffer.active;
  const rows = Array.from(
    { length: buffer?.length ?? 0 },
    (_, row) => buffer?.getLine(row)?.translateToString(true) ?? "",
  );
  return rows.filter((row) => row !== "");
}
