/**
 * Memory of the server: idle, watched, after a flood and after many sessions.
 *
 * Options: `--mb=1000` (size of the flood), `--sessions=200`, `--json`.
 *
 * @module
 */
import { BenchHouse } from "./support/bench_house.ts";
import { option } from "./support/options.ts";
import { type Program, programs } from "./support/program.ts";
import { against, report, type Row } from "./support/report.ts";
import { resident } from "./support/resident.ts";
import { watch } from "./support/watcher.ts";

const CLIENTS = 10;

/** MB of an idle server with that many clients. */
const IDLE_LIMIT = 50;

/** MB after a flood, however long it was. */
const FLOOD_LIMIT = 150;

const LINE = "a line of text as a build prints it, 66 columns wide, no colours";

for (const program of programs()) {
  report({
    title: `Memory of the server in MB (${program.name})`,
    columns: ["resident", "its own", "peak"],
    rows: await measure(program),
  });
}

async function measure(program: Program): Promise<Row[]> {
  // The very first start compiles, and keeps the result for all later ones.
  await (await BenchHouse.open(program))[Symbol.asyncDispose]();
  await using house = await BenchHouse.open(program);
  const rows: Row[] = [];
  const note = (name: string, limit?: number) => {
    const { all, anonymous, peak } = resident(house.pid);
    const remark = limit === undefined ? "" : against(all, limit, "MB");
    rows.push({ name, values: [all, anonymous, peak], remark });
  };

  await elapsed(2000);
  note("idle, just started");
  const clients = await connect(house);
  await elapsed(2000);
  note(`idle, ${CLIENTS} clients`, IDLE_LIMIT);

  const mb = option("mb", 1000);
  const fed = await flood(house, mb);
  note(`just after ${mb} MB of one session`, FLOOD_LIMIT);
  rows.push({
    name: "  `streamer run` that fed it",
    values: [null, null, fed],
  });
  await elapsed(5000);
  note("5 s later", FLOOD_LIMIT);

  const sessions = option("sessions", 200);
  for (let i = 0; i < sessions; i += 2) await Promise.all([short(), short()]);
  await elapsed(2000);
  note(`after ${sessions} short sessions`, FLOOD_LIMIT);
  for (const client of clients) client.close();
  return rows;

  async function short(): Promise<void> {
    const child = house.spawn(["run", "-q", "--", "echo", "short"], {
      stdin: "null",
      stdout: "null",
    });
    await child.status;
  }
}

function connect(house: BenchHouse): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: CLIENTS }, () => watch(house, { onOutput() {} })),
  );
}

/** Runs a session that prints `mb`; gives the feeding process's peak. */
async function flood(house: BenchHouse, mb: number): Promise<number> {
  const script = `yes '${LINE}' | head -c ${mb * 1e6}`;
  const child = house.spawn(["run", "-q", "--", "sh", "-c", script], {
    stdin: "null",
    stdout: "null",
  });
  let peak = 0;
  const timer = setInterval(() => {
    try {
      peak = resident(child.pid).peak || peak;
    } catch {
      // It has just ended.
    }
  }, 50);
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error("Cannot measure: the flood failed");
  return peak;
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
