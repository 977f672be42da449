/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestHouse } from "../house.ts";
import { CHROMIUM, launchChromium } from "@/scripts/chromium.ts";
import { signIn, terminalText } from "./browser.ts";

const skip = CHROMIUM ? "" : " (skipped: Chromium is not installed)";

describe.skipIf(!CHROMIUM)(`the dashboard in Chromium${skip}`, () => {
  let browser: Browser;
  let house: TestHouse;

  beforeAll(async () => {
    browser = await launchChromium();
    house = await TestHouse.open();
  });
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
  });

  const row = (page: Page, name: string) =>
    page.getByRole("navigation", { name: "Sessions" }).getByRole("link", {
      name: new RegExp(name),
    });
  const text = (page: Page) => expect.poll(() => terminalText(page));
  const conversation = (page: Page) =>
    page.getByRole("log", { name: "Conversation" });
  const composer = (page: Page) => page.getByLabel("Write to the command");
  const start = async (name: string, ...command: string[]) => {
    const { stdout } = await house.run(
      "run",
      "-q",
      "-d",
      `--name=${name}`,
      "--",
      ...command,
    );
    return stdout.trim();
  };

  test("a link signs in once and leaves the address", async () => {
    const page = await signIn(browser, house);
    await page.getByRole("navigation", { name: "Sessions" }).waitFor();
    await expect.poll(() => page.url()).toBe(`${house.url}/`);
    await page.reload();
    await page.getByRole("navigation", { name: "Sessions" }).waitFor();
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict" }]);
    await page.context().close();
  });

  test("a used link and no link show how to get in", async () => {
    const ticket = await house.ticket();
    const first = await browser.newPage();
    await first.goto(`${house.url}/#ticket=${ticket}`);
    await first.getByRole("navigation", { name: "Sessions" }).waitFor();
    await first.close();
    for (const hash of [`#ticket=${ticket}`, ""]) {
      const page = await browser.newPage();
      await page.goto(`${house.url}/${hash}`);
      await page.getByText("streamer server status").first().waitFor();
      await page.close();
    }
  });

  test("a new session appears by itself, with its terminal and its text", async () => {
    const page = await signIn(browser, house);
    await page.getByRole("navigation", { name: "Sessions" }).waitFor();
    await start(
      "fresh",
      "sh",
      "-c",
      "printf '\\033[31mred ünï 漢字 🎉\\033[0m\\n'; sleep 60",
    );
    await row(page, "fresh").click();
    await text(page).toContain("red ünï 漢字 🎉");
    await conversation(page).getByText("red ünï 漢字 🎉").waitFor();
    await page.context().close();
  });

  test("reloading gives the same state, and typing reaches the command", async () => {
    const id = await start("typing", "cat");
    const page = await signIn(browser, house, `/sessions/${id}`);
    await composer(page).fill("from the composer");
    await composer(page).press("Enter");
    await text(page).toBe("from the composer\nfrom the composer");
    await page.getByRole("region", { name: "Terminal" }).click();
    await page.keyboard.type("from the keys");
    await page.keyboard.press("Enter");
    await text(page).toContain("from the keys\nfrom the keys");
    const before = await terminalText(page);
    await page.reload();
    await text(page).toBe(before);
    await conversation(page).getByText("from the composer").first().waitFor();
    await page.context().close();
  });

  test("a full-screen program looks the same after a reload", async () => {
    const script =
      "printf '\\033[?1049h\\033[2J\\033[5;10Hin the middle\\033[1;1Hcorner'; sleep 60";
    const id = await start("screen", "sh", "-c", script);
    const page = await signIn(browser, house, `/sessions/${id}`);
    const expected = "corner\n\n\n\n         in the middle";
    await text(page).toBe(expected);
    await page.reload();
    await text(page).toBe(expected);
    await page.context().close();
  });

  test("stopping ends the command, and the list says how", async () => {
    const id = await start("endless", "sleep", "1000");
    const page = await signIn(browser, house, `/sessions/${id}`);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("group", { name: "End the command?" })
      .getByRole("button").first().click();
    await row(page, "endless").getByText(/SIG|exit/).waitFor();
    await expect.poll(async () =>
      (await house.sessions()).find((one) => one.id === id)?.exit
    )
      .toMatchObject({ code: null });
    await page.context().close();
  });

  test("a viewer's terminal never answers the program's queries", async () => {
    // DA1 and a cursor position report: an answer would come as input to cat.
    const id = await start(
      "queries",
      "sh",
      "-c",
      "printf '\\033[c\\033[6nasked\\n'; exec cat -v",
    );
    const page = await signIn(browser, house, `/sessions/${id}`);
    await text(page).toContain("asked");
    await composer(page).fill("done");
    await composer(page).press("Enter");
    await text(page).toBe("asked\ndone\ndone");
    await page.context().close();
  });

  test("works on a phone, in the dark, without breaking its own security policy", async () => {
    const id = await start("phone", "sh", "-c", "echo hello phone; sleep 60");
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      colorScheme: "dark",
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(
      `${house.url}/sessions/${id}#ticket=${await house.ticket()}`,
    );
    await page.getByRole("tab", { name: "Terminal" }).click();
    await text(page).toContain("hello phone");
    await page.getByRole("tab", { name: "Conversation" }).click();
    await conversation(page).getByText("hello phone").waitFor();
    const overflow = await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("a page of another origin can neither read nor connect nor type", async () => {
    const stranger = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () =>
        new Response("<h1>hello</h1>", {
          headers: { "content-type": "text/html" },
        }),
    );
    const page = await signIn(browser, house);
    await page.getByRole("navigation", { name: "Sessions" }).waitFor();
    // The same browser, so the cookie is there; ports do not separate cookies.
    const foreign = await page.context().newPage();
    await foreign.goto(`http://127.0.0.1:${stranger.addr.port}/`);
    const outcome = await foreign.evaluate(async (url) => {
      const read = await fetch(`${url}/api/v1/sessions`, {
        credentials: "include",
      })
        .then(() => "read", () => "refused");
      const posted = await fetch(`${url}/api/v1/login`, {
        method: "POST",
        mode: "no-cors",
      })
        .then(() => "sent blindly", () => "refused");
      const connected = await new Promise<string>((resolve) => {
        const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
        socket.onopen = () => resolve("connected");
        socket.onerror = () => resolve("refused");
      });
      const framed = await new Promise<string>((resolve) => {
        const frame = document.createElement("iframe");
        frame.src = url;
        frame.onload = () => {
          try {
            resolve(frame.contentDocument === null ? "blank" : "blank page");
          } catch {
            resolve("framed");
          }
        };
        document.body.append(frame);
      });
      return { read, posted, connected, framed };
    }, house.url);
    expect(outcome).toMatchObject({ read: "refused", connected: "refused" });
    expect(["blank", "blank page"]).toContain(outcome.framed);
    await page.context().close();
    await stranger.shutdown();
  });

  test("taking control gives the command the page's size, releasing its own", async () => {
    const id = await start(
      "sized",
      "sh",
      "-c",
      "trap 'stty size' WINCH; stty size; while :; do sleep 0.1; done",
    );
    const page = await signIn(browser, house, `/sessions/${id}`);
    await text(page).toBe("24 80");
    await page.getByRole("button", { name: "Take control" }).click();
    await text(page).toMatch(/^24 80\n(?!24 80)\d+ \d+$/);
    await page.getByRole("button", { name: /release|give back/i }).click();
    await text(page).toMatch(/\n24 80$/);
    await page.context().close();
  });

  test("the output can be downloaded as it came, and as text", async () => {
    await house.run(
      "run",
      "-q",
      "--name=file",
      "--",
      "printf",
      "\\033[1mbold\\033[0m\\n",
    );
    const page = await signIn(browser, house);
    await row(page, "file").click();
    const download = async (name: string) => {
      const coming = page.waitForEvent("download");
      await page.getByRole("group", { name: "Download the output" })
        .getByRole("link", { name }).click();
      return await Deno.readTextFile(await (await coming).path());
    };
    expect(await download("Raw")).toBe("\x1b[1mbold\x1b[0m\n");
    expect(await download("Text")).toBe("bold\n");
    await page.context().close();
  });

  test("a flood leaves the page responsive, and right at its end", async () => {
    const id = await start(
      "flood",
      "sh",
      "-c",
      "read go; seq 1 3000000; echo the end; sleep 60",
    );
    const page = await signIn(browser, house, `/sessions/${id}`);
    await composer(page).fill("go");
    await composer(page).press("Enter");
    await expect.poll(() => terminalText(page), { timeout: 20_000 })
      .toMatch(/2999999\n3000000\nthe end$/);
    await conversation(page).getByText("the end").waitFor();
    await composer(page).fill("still typing");
    expect(await composer(page).inputValue()).toBe("still typing");
    await page.context().close();
  });

  test("trouble with the database is shown, and goes away by itself", async () => {
    const page = await signIn(browser, house);
    await page.getByRole("navigation", { name: "Sessions" }).waitFor();
    const { createClient } = await import("@libsql/client");
    const other = createClient({ url: `file:${house.config.db}` });
    const lock = await other.transaction("write");
    await house.run("run", "-q", "--name=unlucky", "--", "echo", "heard");
    const banner = page.getByText(/database/i).first();
    await banner.waitFor();
    await lock.rollback();
    other.close();
    await banner.waitFor({ state: "detached" });
    await row(page, "unlucky").getByText("exit 0").waitFor();
    await page.context().close();
  });

  test("after a restart of server and browser everything is still there", async () => {
    await using second = await TestHouse.open();
    await second.run("run", "-q", "--name=kept", "--", "echo", "kept for ever");
    await second.stop();
    await second.start();
    const fresh = await launchChromium();
    const page = await signIn(fresh, second);
    await row(page, "kept").click();
    await text(page).toContain("kept for ever");
    await conversation(page).getByText("kept for ever").waitFor();
    await fresh.close();
  });

  test("a page that is open comes back by itself when the server does", async () => {
    await using second = await TestHouse.open();
    const { port } = new URL(second.url);
    await second.run("run", "-q", "-d", "--name=lasting", "--", "cat");
    const page = await signIn(browser, second);
    await row(page, "lasting").click();
    await second.stop();
    await second.start({}, Number(port));
    await expect.poll(async () => (await second.sessions())[0]?.connected)
      .toBe(true);
    await composer(page).fill("still here");
    await composer(page).press("Enter");
    await text(page).toContain("still here\nstill here");
    await page.context().close();
    await second.run("stop", "lasting");
  });
});
