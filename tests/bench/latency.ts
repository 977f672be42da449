/**
 * From a child's write to whoever sees it: our own standard output, a WebSocket
 * client, and the terminal of the page in Chromium, beside a plain pipe and
 * `script`. The child prints the time; all read the same clock.
 *
 * Options: `--samples=300`, `--pause=20` (ms between two), `--json`.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { CHROMIUM, launchChromium } from "@/scripts/chromium.ts";
import { BenchHouse } from "./support/bench_house.ts";
import { makeClock } from "./support/clock.ts";
import { option } from "./support/options.ts";
import { bestProgram, findProgram } from "./support/program.ts";
import {
  against,
  percentile,
  ratio,
  report,
  type Row,
} from "./support/report.ts";
import { Times } from "./support/times.ts";
import { watch } from "./support/watcher.ts";
import { throughWebsocketd } from "./support/websocketd.ts";

/** Milliseconds to the page's terminal, p95, on an idle machine. */
const PAGE_LIMIT = 20;

const child = [
  Deno.execPath(),
  "run",
  "-qA",
  "--no-config",
  `${import.meta.dirname}/support/emitter.ts`,
  String(option("samples", 300)),
  String(option("pause", 20)),
];

await using house = await BenchHouse.open(bestProgram());
await using browser = CHROMIUM ? await launchChromium() : undefined;
await measure("pipes", "--no-pty", ["pipe", child]);
const script = findProgram("script");
await measure("a pseudo-terminal", "--pty", [
  script ? "script -qfec" : "pipe",
  script ? [script, "-qfec", child.join(" "), "/dev/null"] : child,
]);

async function measure(
  title: string,
  flag: string,
  [peerName, peerArgv]: [string, string[]],
): Promise<void> {
  const peer = await throughPeer(peerArgv);
  const { own, client, page } = await throughStreamer(flag);
  const p95 = percentile(page, 0.95);
  const rows = [
    row(peerName, peer),
    row("streamer's own stdout", own, compare(own, peer, peerName)),
    row("WebSocket client", client, compare(client, peer, peerName)),
    row(
      "page's terminal, p95",
      page,
      page.length > 0
        ? against(p95, PAGE_LIMIT, "ms")
        : "skipped: no Chromium is installed",
    ),
  ];
  const other = flag === "--no-pty"
    ? await throughWebsocketd(child)
    : undefined;
  if (flag === "--no-pty") {
    const remark = other ? "" : "skipped: it is not installed";
    rows.push(row("websocketd's client", other ?? [], remark));
  }
  report({
    title: `Child's write to its reader through ${title}, ms`,
    columns: ["p50", "p95", "p99", "max"],
    rows,
  });
}

/** Starts `argv`, lets it begin and reads the times that it prints. */
async function throughPeer(argv: readonly string[]): Promise<number[]> {
  const process = start(argv);
  return await readTimes(process, () => Promise.resolve());
}

/** All three readers of one session, at the same time. */
async function throughStreamer(flag: string) {
  const name = `latency${flag}`;
  const process = start(
    house.command("run", "-q", `--name=${name}`, flag, "--", ...child),
    house.env,
  );
  const { id } = await house.session(name);
  const client = new Times();
  const socket = await watch(house, {
    session: id,
    onOutput: (data) => client.read(data),
  });
  const page = await browser?.newPage();
  if (page) await openTerminal(page, id);
  const own = await readTimes(process, async () => {
    // Both have what came before; nothing is under way any more.
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  const seen = await page?.evaluate<number[]>("globalThis.benchTimes") ?? [];
  socket.close();
  await page?.close();
  return { own, client: client.list, page: seen };
}

function start(
  [program, ...args]: readonly string[],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  return new Deno.Command(program!, {
    args,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

async function readTimes(
  process: Deno.ChildProcess,
  ready: () => Promise<void>,
): Promise<number[]> {
  await ready();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode("go\n"));
  const times = new Times();
  for await (const data of process.stdout) times.read(data);
  await writer.close().catch(() => {
    // The child has ended, and its input with it.
  });
  await process.status;
  return times.list;
}

/** Opens the session's page; from then on it notes how old each time is when its terminal shows it. */
async function openTerminal(page: Page, id: string): Promise<void> {
  const { ticket } = await house.local.json<{ ticket: string }>("/tickets", {
    method: "POST",
  });
  await page.goto(`${await house.url()}/sessions/${id}#ticket=${ticket}`);
  const deadline = Date.now() + 20_000;
  while (!await page.evaluate("globalThis.streamerTerminal !== undefined")) {
    if (Date.now() > deadline) throw new Error("Cannot open the page");
    await page.waitForTimeout(50);
  }
  await page.evaluate(
    `globalThis.benchTimes = []; (${noteTimes})((${makeClock})())`,
  );
}

/** Sent to the page as text. */
function noteTimes(clock: () => number): void {
  const { streamerTerminal: terminal, benchTimes: times } =
    globalThis as unknown as {
      streamerTerminal: {
        onWriteParsed(fn: () => void): void;
        buffer: {
          active: {
            baseY: number;
            cursorY: number;
            getLine(
              row: number,
            ): { translateToString(trim: boolean): string } | undefined;
          };
        };
      };
      benchTimes: number[];
    };
  let row = 0;
  terminal.onWriteParsed(() => {
    const now = clock();
    const { active } = terminal.buffer;
    const end = active.baseY + active.cursorY;
    for (; row < end; row++) {
      const line = active.getLine(row)?.translateToString(true) ?? "";
      if (line.startsWith("@")) times.push(now - Number(line.slice(1)));
    }
  });
}

function compare(
  values: readonly number[],
  peer: readonly number[],
  name: string,
): string {
  return `p50 ${ratio(percentile(values, 0.5), percentile(peer, 0.5), name)}`;
}

function row(name: string, values: readonly number[], remark = ""): Row {
  if (values.length === 0) {
    return { name, values: [null, null, null, null], remark };
  }
  const figures = [0.5, 0.95, 0.99, 1].map((p) => percentile(values, p));
  return { name, values: figures, remark };
}
