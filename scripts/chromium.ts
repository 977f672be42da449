/**
 * The Chromium of this machine, for tests and pictures of the page.
 *
 * @module
 */
import { type Browser, chromium } from "playwright-core";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where it is: `$CHROMIUM`, or where it is usually installed. Undefined: not here. */
export const CHROMIUM: string | undefined = Deno.env.get("CHROMIUM") ??
  PATHS.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      // Not this one.
      return false;
    }
  });

/**
 * Starts it without anything that would leave this machine.
 *
 * @throws when there is none
 */
export async function launchChromium(): Promise<Browser> {
  if (!CHROMIUM) throw new Error("Cannot find Chromium: set CHROMIUM");
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
