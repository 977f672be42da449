/**
 * `streamer notify`: tries the ways to tell people, and says what became of
 * notices.
 *
 * @module
 */
import type { Config } from "../config.ts";
import type { DeliveryEntry } from "../notify/delivery_record.ts";
import type { Way } from "../notify/way.ts";
import type { Context, Define } from "./context.ts";

interface Flags {
  log?: boolean;
  json?: boolean;
}

export const notify: Define = (program, context) => {
  const group = program.command("notify")
    .description("how people are told when a session needs them")
    .option("--log", "what became of the newest notices")
    .option("--json", "with --log: an array of attempts")
    .addHelpText("after", HELP)
    .action(async ({ log, json }: Flags, command) => {
      if (!log) command.error("error: say --log, or test");
      await printLog(context, json ?? false);
    });
  group.command("test")
    .description("send a test notice by every way that is set up")
    .action(() => test(context));
};

async function printLog(context: Context, json: boolean): Promise<void> {
  const { DeliveryRecord } = await import("../notify/delivery_record.ts");
  const { folders } = await load(context);
  const entries = await new DeliveryRecord(folders.state).list();
  if (json) return await context.print(JSON.stringify(entries) + "\n");
  if (entries.length === 0) {
    return context.warn("nobody has been told anything");
  }
  const { formatTable } = await import("./format.ts");
  await context.print(formatTable(entries.map(row)));
}

function row(entry: DeliveryEntry): string[] {
  const { at, name, status, way, outcome, tries, reason } = entry;
  const told = tries > 1 ? `${outcome}, attempt ${tries}` : outcome;
  return [
    new Date(at).toISOString().slice(0, 19).replace("T", " "),
    status,
    name.length > 30 ? `${name.slice(0, 29)}…` : name,
    way,
    reason ? `${told}: ${reason}` : told,
  ];
}

async function test(context: Context): Promise<void> {
  const config = await load(context);
  const { waysOf } = await import("../notify/ways.ts");
  const { testNotice } = await import("../notify/notice.ts");
  const ways = waysOf(config.notify, { path: context.env["PATH"] ?? "" });
  if (ways.length === 0) {
    context.warn(
      `nothing is set up: this desktop shows no notices, and "${config.folders.config}/config.toml" has no [[notify.webhook]], [[notify.ntfy]] or [[notify.command]]`,
    );
    return context.exit(1);
  }
  const notice = testNotice(`http://127.0.0.1:${config.port}`);
  const results = await Promise.all(
    ways.map(async (way) => ({ way, problem: await attempt(way, notice) })),
  );
  const { formatTable } = await import("./format.ts");
  await context.print(formatTable(
    results.map(({ way, problem }) => [
      problem === undefined ? "ok" : "BAD",
      way.name,
      problem ?? "delivered",
    ]),
  ));
  if (results.some(({ problem }) => problem !== undefined)) context.exit(1);
}

/** Why it was not delivered; undefined when it was. */
async function attempt(
  way: Way,
  notice: Parameters<Way["deliver"]>[0],
): Promise<string | undefined> {
  const { DeliveryError } = await import("../notify/way.ts");
  try {
    await way.deliver(notice, new AbortController().signal);
    return undefined;
  } catch (cause) {
    if (cause instanceof DeliveryError) return cause.message;
    throw cause;
  }
}

async function load({ env }: Context): Promise<Config> {
  const { loadConfig } = await import("../config.ts");
  return await loadConfig(env);
}

const HELP = `
Of what people are told: \`run --notify idle,needs_permission\` for one session,
or in config.toml for all. How they are told, in config.toml:

  [notify]
  when = ["needs_permission", "needs_input", "stuck"]
  desktop = true

  [[notify.webhook]]
  url = "https://example.org/hook"
  secret = "signs what is sent"

  [[notify.ntfy]]
  url = "https://ntfy.sh/my-topic"

  [[notify.command]]
  run = ["/usr/bin/say", "streamer"]
  when = ["idle"]

A server that is running reads a changed config.toml when it starts again.
`;
