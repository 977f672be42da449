/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launchChromium } from "@/scripts/chromium.ts";
import { TestHouse } from "../house.ts";
import { signIn } from "./browser.ts";
import { ToldSession } from "./told_session.ts";

const skip = CHROMIUM ? "" : " (skipped: Chromium is not installed)";

const CHOICES = [
  { key: "1", label: "Yes" },
  { key: "2", label: "Yes, and do not ask again" },
  { key: "3", label: "No" },
];

describe.skipIf(!CHROMIUM)(`a conversation in Chromium${skip}`, () => {
  let browser: Browser;
  let house: TestHouse;
  let count = 0;

  beforeAll(async () => {
    browser = await launchChromium();
    house = await TestHouse.open();
  });
  afterAll(async () => {
    await browser.close();
    await house[Symbol.asyncDispose]();
  });

  /** A session of an agent that tells its conversation as JSON, and a page that shows it. */
  const open = async (name: string) => {
    const told = await ToldSession.start(house, {
      id: `told${`${++count}`.padStart(6, "0")}`,
      name,
      agent: "claude",
      command: ["claude", "-p", "--output-format", "stream-json"],
    });
    told.say("question", `Question of ${name}`);
    const page = await signIn(browser, house, `/sessions/${told.id}`);
    await page.context().grantPermissions([
      "clipboard-read",
      "clipboard-write",
    ]);
    await conversation(page).getByText(`Question of ${name}`).waitFor();
    return {
      told,
      page,
      [Symbol.asyncDispose]: async () => {
        await page.context().close();
        await told.end();
      },
    };
  };
  const conversation = (page: Page) =>
    page.getByRole("log", { name: "Conversation" });
  const composer = (page: Page) => page.getByLabel("Write to the command");
  const message = (page: Page, kind: string) =>
    conversation(page).locator(`.message.${kind}`);
  const waiting = (page: Page) =>
    page.getByRole("list", { name: "Not delivered yet" });

  test("an agent's answer is Markdown, and code can be copied", async () => {
    await using session = await open("markdown");
    const { told, page } = session;
    told.say(
      "answer",
      "## Plan\n\nUse **two** steps:\n\n1. Build:\n   ```sh\n   make all\n   ```\n\n```ts\nconst a = 1;\n```\n",
    );
    const answer = message(page, "answer");
    await answer.getByRole("heading", { name: "Plan" }).waitFor();
    await answer.locator("strong", { hasText: "two" }).waitFor();
    for (const [index, code] of ["make all", "const a = 1;"].entries()) {
      await answer.getByRole("button", { name: "Copy the code" }).nth(index)
        .click();
      await expect.poll(() =>
        page.evaluate(() => navigator.clipboard.readText())
      ).toBe(code);
    }
  });

  test("nothing in an answer can act on the page", async () => {
    await using session = await open("hostile");
    const { told, page } = session;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    told.say(
      "answer",
      [
        "<script>window.hacked = 1</script>",
        "<img src=https://elsewhere.test/a.png onerror='window.hacked = 1'>",
        "![picture](https://elsewhere.test/b.png)",
        "[run](javascript:window.hacked=1) [data](data:text/html,hacked)",
        "[file](src/main.ts) [out](https://elsewhere.test/page)",
        "<style>body { display: none }</style> <form action=/x><input></form>",
        "The end.",
      ].join("\n\n"),
    );
    const answer = message(page, "answer");
    await answer.getByText("The end.").waitFor();
    await answer.getByText("<script>window.hacked = 1</script>").waitFor();
    const links = await answer.getByRole("link").evaluateAll((links) =>
      links.map((link) => [
        link.getAttribute("href"),
        link.getAttribute("target"),
        link.getAttribute("rel"),
      ])
    );
    const safe = ["_blank", "noopener noreferrer"];
    expect(links).toEqual([
      ["https://elsewhere.test/b.png", ...safe],
      ["https://elsewhere.test/page", ...safe],
    ]);
    const strange = answer.locator("script, img, style, form, input, iframe");
    expect(await strange.count()).toBe(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(asked.filter((url) => url.includes("elsewhere"))).toEqual([]);
  });

  test("an answer that grows leaves alone what is drawn already", async () => {
    await using session = await open("growing");
    const { told, page } = session;
    const paragraphs = Array.from(
      { length: 200 },
      (_, i) => `Paragraph ${i} with **some** words.`,
    );
    const start = paragraphs.join("\n\n");
    told.say("answer", start, { key: "a", done: false });
    const answer = message(page, "answer");
    await answer.getByText("Paragraph 199").waitFor();
    await answer.locator(".prose").first().evaluate((first) => {
      Object.assign(window, { changes: [], first });
      const changes = (window as unknown as { changes: Node[] }).changes;
      new MutationObserver((records) =>
        changes.push(...records.map(({ target }) => target))
      ).observe(first.parentElement!, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    let text = start;
    for (let i = 0; i < 50; i++) {
      const more = ` word${i}`;
      told.say("answer", more, { key: "a", from: text.length, done: i === 49 });
      text += more;
    }
    await answer.getByText("word49").waitFor();
    const changed = await page.evaluate(() => {
      const { changes, first } = window as unknown as {
        changes: Node[];
        first: Element;
      };
      const blocks = [...first.parentElement!.children];
      return [
        ...new Set(
          changes.map((node) =>
            blocks.findIndex((block) => block.contains(node))
          ),
        ),
      ];
    });
    expect(changed).toEqual([199]);
    const { scrollHeight, scrollTop, clientHeight } = await conversation(page)
      .evaluate(({ scrollHeight, scrollTop, clientHeight }) => ({
        scrollHeight,
        scrollTop,
        clientHeight,
      }));
    expect(scrollHeight - scrollTop - clientHeight).toBeLessThan(2);
  });

  test("thinking and tools are folded, and open by mouse and keyboard", async () => {
    await using session = await open("folded");
    const { told, page } = session;
    told.say("thinking", "First thought.\nSecond thought.");
    const tool = { name: "Bash", input: "ls -la", result: "" };
    told.say("tool", "", {
      key: "t",
      done: false,
      tool: { ...tool, state: "running" },
    });
    const row = message(page, "tool");
    await row.getByText("running").waitFor();
    told.say("tool", "", {
      key: "t",
      tool: { ...tool, result: "total 0\nREADME.md", state: "failed" },
    });
    await row.getByText("failed").waitFor();
    const result = row.getByLabel("Result", { exact: true });
    expect(await result.count()).toBe(0);
    await row.getByText("Bash").click();
    expect(await result.textContent()).toBe("total 0\nREADME.md");

    const thinking = message(page, "thinking");
    await thinking.getByText("First thought.").waitFor();
    expect(await thinking.getByText("Second thought.").count()).toBe(0);
    await thinking.locator("summary").focus();
    await page.keyboard.press("Enter");
    await thinking.getByText("Second thought.").waitFor();
    await page.keyboard.press("Enter");
    await thinking.getByText("Second thought.").waitFor({ state: "detached" });
  });

  test("a message that was taken back vanishes", async () => {
    await using session = await open("gone");
    const { told, page } = session;
    told.say("answer", "Perhaps.", { key: "a" });
    await message(page, "answer").getByText("Perhaps.").waitFor();
    told.say("answer", "", { key: "a" });
    await message(page, "answer").waitFor({ state: "detached" });
  });

  test("a turn ends with what it has taken", async () => {
    await using session = await open("turn");
    const { told, page } = session;
    told.say("answer", "Done.");
    told.tell({
      type: "turn",
      key: "1",
      duration: 3_400,
      tokens: { input: 1_200, output: 86 },
      cost: 0.0123,
    });
    const line = "3.4s · 1.2k tokens in, 86 out · $0.012";
    await conversation(page).getByText(line).waitFor();
    await page.reload();
    await conversation(page).getByText(line).waitFor();
  });

  test("a permission is answered by a key, and shows what was chosen", async () => {
    await using session = await open("permission");
    const { told, page } = session;
    const ask = (chosen: string | null) =>
      told.say("permission", "Run rm -rf build?", {
        key: "p",
        done: chosen !== null,
        permission: { choices: CHOICES, chosen },
      });
    told.onTyped = (text) => ask(text);
    const status = async () => {
      const sessions = await house.sessions();
      return sessions.find(({ id }) => id === told.id)?.status;
    };
    ask(null);
    await expect.poll(status).toBe("needs_permission");
    const card = page.getByRole("group", { name: "Asks permission" });
    await card.focus();
    await page.keyboard.press("2");
    const chosen = card.getByRole("button", { pressed: true });
    await expect.poll(() => chosen.textContent())
      .toMatch(/Yes, and do not ask again/);
    expect(told.typed).toBe("2");
    await expect.poll(status).toBe("working");
    for (const button of await card.getByRole("button").all()) {
      expect(await button.isDisabled()).toBe(true);
    }
  });

  test("a choice that cannot be made says why, and can be made again", async () => {
    await using session = await open("refused");
    const { told, page } = session;
    told.say("permission", "First?", {
      done: false,
      permission: { choices: CHOICES, chosen: null },
    });
    told.say("permission", "Second?", {
      done: false,
      permission: { choices: CHOICES, chosen: null },
    });
    // Only the newest question can be answered.
    const card = message(page, "permission").filter({ hasText: "First?" });
    const no = card.getByRole("button", { name: "3 No" });
    await no.click();
    await card.getByText(/Cannot choose/).waitFor();
    expect(await no.isEnabled()).toBe(true);
  });

  test("a text waits while the agent is busy, and arrives when it is not", async () => {
    await using session = await open("queue");
    const { told, page } = session;
    await composer(page).fill("first line");
    await composer(page).press("Alt+Enter");
    await page.keyboard.type("second line");
    await composer(page).press("Enter");
    await waiting(page).getByText("first line\nsecond line").waitFor();
    await waiting(page).getByText("Waits until it is ready").waitFor();
    expect(await composer(page).inputValue()).toBe("");
    expect(told.typed).toBe("");
    await page.reload();
    await waiting(page).getByText("Waits until it is ready").waitFor();
    told.tell({ type: "turn", key: "1" });
    await expect.poll(() => told.typed).toContain("second line");
    await waiting(page).waitFor({ state: "detached" });
  });

  test("a text that waits can be taken back", async () => {
    await using session = await open("cancel");
    const { told, page } = session;
    await composer(page).fill("never mind");
    await composer(page).press("Enter");
    await waiting(page).getByRole("button", { name: "Cancel" }).click();
    await waiting(page).waitFor({ state: "detached" });
    await composer(page).fill("this instead");
    await composer(page).press("Enter");
    told.tell({ type: "turn", key: "1" });
    await expect.poll(() => told.typed).toContain("this instead");
    expect(told.typed).not.toContain("never mind");
  });

  test("a text that did not arrive is kept, and can be edited", async () => {
    await using session = await open("failed");
    const { told, page } = session;
    await composer(page).fill("too late");
    await composer(page).press("Enter");
    await waiting(page).getByText("Waits until it is ready").waitFor();
    await told.end();
    await waiting(page).getByText(/Not sent: Cannot send/).waitFor();
    const again = waiting(page).getByRole("button", { name: "Try again" });
    expect(await again.isDisabled()).toBe(true);
    await waiting(page).getByRole("button", { name: "Edit" }).click();
    await expect.poll(() => composer(page).inputValue()).toBe("too late");
  });

  test("two pages see the same queue, and what one takes back the other may send again", async () => {
    await using session = await open("together");
    const { told, page } = session;
    await composer(page).fill("shall we?");
    await composer(page).press("Enter");
    await waiting(page).getByText("Waits until it is ready").waitFor();
    const other = await signIn(browser, house, `/sessions/${told.id}`);
    await waiting(other).getByRole("button", { name: "Cancel" }).click();
    await waiting(page).getByText(/Not sent: .*it was taken back/).waitFor();
    expect(await waiting(other).count()).toBe(0);
    await waiting(page).getByRole("button", { name: "Try again" }).click();
    await waiting(other).getByText("shall we?").waitFor();
    told.tell({ type: "turn", key: "1" });
    await expect.poll(() => told.typed).toContain("shall we?");
    await waiting(page).waitFor({ state: "detached" });
    await other.context().close();
  });

  test("what is being written for a session is there again after a look at another", async () => {
    await using first = await open("written");
    await using second = await open("looked at");
    const { page } = first;
    await composer(page).fill("half a sen");
    const list = page.getByRole("navigation", { name: "Sessions" });
    await list.getByRole("link", { name: /looked at/ }).click();
    await conversation(page).getByText("Question of looked at").waitFor();
    expect(await composer(page).inputValue()).toBe("");
    await list.getByRole("link", { name: /written/ }).click();
    await expect.poll(() => composer(page).inputValue()).toBe("half a sen");
    expect(second.told.typed).toBe("");
  });

  test("on a phone every kind of message fits, in the light and in the dark", async () => {
    await using session = await open("narrow");
    const { told, page } = session;
    const long = "a_very_long_word_without_any_place_to_break_it_".repeat(5);
    told.say("thinking", long, { key: "thought" });
    told.say(
      "answer",
      `${long}\n\n\`\`\`\n${long}\n\`\`\`\n\n| a | b |\n|-|-|\n| ${long} | c |\n\n1. x\n   \`\`\`\n   ${long}\n   \`\`\`\n`,
    );
    told.say("tool", "", {
      key: "t",
      tool: { name: long, input: long, result: long, state: "done" },
    });
    told.say("notice", long, { key: "notice" });
    told.say("permission", long, {
      key: "permission",
      done: false,
      permission: { choices: [{ key: "1", label: long }], chosen: null },
    });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("group", { name: "Asks permission" }).waitFor();
    await message(page, "thinking").locator("summary").click();
    await message(page, "tool").locator("summary").click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const over = await conversation(page).evaluate((log) =>
        log.scrollWidth - log.clientWidth
      );
      expect(over).toBe(0);
    }
  });

  test("the list shows first who needs a person, and the title counts them", async () => {
    await using session = await open("calm");
    const { page } = session;
    await house.run(
      "run",
      "-q",
      "-d",
      "--name=asking",
      "--",
      "sh",
      "-c",
      "printf 'Continue? [y/N] '; read answer",
    );
    const list = page.getByRole("navigation", { name: "Sessions" });
    await expect.poll(() => list.getByRole("link").nth(1).textContent())
      .toMatch(/asking[^]*Waits for you/);
    await list.getByRole("heading", { name: "Needs you 1" }).waitFor();
    await expect.poll(() => page.title()).toBe("(1) calm · streamer");
    const row = list.getByRole("link", { name: /asking/ });
    expect(await row.locator(".status").getAttribute("title")).not.toBe("");
    await house.run("stop", "asking");
    await expect.poll(() => page.title()).toBe("calm · streamer");
  });
});
