/**
 * The composition root: puts store, sessions and HTTP together, and takes them
 * apart in reverse.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { DiskAssets } from "./assets.ts";
import type { Config } from "./config.ts";
import { HealthWatch } from "./health.ts";
import { createApp } from "./http/app.ts";
import { Auth } from "./http/auth.ts";
import type { Assets, Server } from "./http/ports.ts";
import { IdleWatch } from "./idle.ts";
import { elapsed, Listener, removeIfThere } from "./listen.ts";
import { processStart } from "./local/process_start.ts";
import {
  serverFilePath,
  socketPath,
  writeServerFile,
} from "./local/server_file.ts";
import { ServerLock } from "./local/server_lock.ts";
import { DeliveryRecord } from "./notify/delivery_record.ts";
import { Notifier } from "./notify/notifier.ts";
import { waysOf } from "./notify/ways.ts";
import { ownAgents } from "./profiles/own_agent.ts";
import { Feeds } from "./sessions/feeds.ts";
import { Hub } from "./sessions/hub.ts";
import { Orphans } from "./sessions/orphans.ts";
import { Transcripts } from "./sessions/transcript.ts";
import { Sockets } from "./sockets.ts";
import { openStore } from "./store/open.ts";
import { Writer } from "./store/writer.ts";
import { readToken } from "./token.ts";
import { VERSION } from "./version.ts";

/** Milliseconds that a reader waits for what is not stored yet. */
const READ_PATIENCE = 2_000;

export interface AppOptions {
  /** Whether a taken port is replaced by a free one. */
  anyPort?: boolean;
  /** Minutes without sessions and clients after which it stops; absent: never. */
  idleMinutes?: number | undefined;
  assets?: Assets;
  log?: (message: string) => void;
}

/** A running server. Disposing it ends it in order. */
export interface App extends AsyncDisposable {
  readonly server: Server;
  /** Settles when something has asked the server to stop. */
  readonly stopped: Promise<void>;
}

/**
 * Starts the server of this machine.
 *
 * @throws {StreamerError} `conflict` when another one runs or the port is taken,
 * `unavailable` when the database cannot be opened
 */
export async function startApp(
  config: Config,
  options: AppOptions = {},
): Promise<App> {
  const { folders } = config;
  const log = options.log ?? (() => {});
  await using stack = new AsyncDisposableStack();
  const lock = await ServerLock.take(folders);
  if (!lock) {
    throw new StreamerError(
      "conflict",
      "Cannot start the server: another one is running; see `streamer server status`",
    );
  }
  stack.use(lock);

  const token = await readToken(folders);
  const auth = await Auth.create(token);
  const store = stack.use(await openStore(config.db));
  const health = new HealthWatch();
  const notifier = stack.use(
    new Notifier({
      ways: waysOf(config.notify, { path: Deno.env.get("PATH") ?? "" }),
      record: new DeliveryRecord(folders.state),
      dashboard: () => url,
    }),
  );
  const hub: Hub = stack.use(
    new Hub({
      agents: ownAgents(config.agents),
      store,
      stuckAfter: config.stuck_after * 1000,
      onStatus: ({ info, notify }, change) =>
        notifier.tell(info, change, notify),
      writer: {
        add: (batch) => writer.add(batch),
        flush: () => settled(),
      },
    }),
  );
  const writer: Writer = stack.use(
    new Writer({
      store,
      onStored: (session, upTo) => hub.stored(session, upTo),
      onHealth: ({ problem }) => {
        log(problem ?? "The database can be written again");
        health.set("store", problem);
      },
    }),
  );
  const stored = () => writer.flush();
  // Readers get what is there when the database takes nothing more for now.
  const settled = async () => {
    if (writer.health.ok) {
      await Promise.race([stored(), elapsed(READ_PATIENCE)]);
    }
  };
  const orphans = stack.use(
    new Orphans({
      folder: `${folders.state}/spool`,
      hub,
      stored,
      onTicket: (ticket, at) => void auth.addTicket(ticket, at),
      onUnended: (session) => feeds.watch(session),
      onProblem: log,
    }),
  );
  const feeds = stack.use(
    new Feeds({
      hub,
      isAlive: async ({ pid, start }) => await processStart(pid) === start,
      collect: (session) => orphans.collect(session),
    }),
  );

  const stop = Promise.withResolvers<void>();
  const clients = new Sockets();
  let url = "";
  const server: Server = {
    version: VERSION,
    host: Deno.hostname(),
    pid: Deno.pid,
    startedAt: Date.now(),
    database: config.db.replace(/authToken=[^&]*/, "authToken=…"),
    url: () => url,
    databaseBytes: () => store.size(),
    health: () => health.value,
    onHealth: (fn) => health.watch(fn),
    stop: () => stop.resolve(),
  };
  const app = createApp({
    sessions: hub,
    transcripts: new Transcripts({ hub, store, stored: settled }),
    feeds,
    server,
    assets: options.assets ?? new DiskAssets(),
    upgrade: clients.upgrade,
  }, auth);

  const tcp = stack.use(Listener.tcp(
    { port: config.port, anyPort: options.anyPort ?? false },
    (request) => app.fetch(request, { local: false }),
  ));
  url = `http://127.0.0.1:${tcp.port}`;
  await writeServerFile(folders, {
    pid: Deno.pid,
    url,
    version: VERSION,
    startedAt: server.startedAt,
  });
  stack.defer(() => removeIfThere(serverFilePath(folders)));
  stack.use(
    await Listener.unix(
      socketPath(folders),
      (request) => app.fetch(request, { local: true }),
    ),
  );
  stack.use(clients);

  for (const session of await hub.resumeUnfinished()) feeds.watch(session);
  await orphans.start();
  // It may take minutes, in which the server can be used, and stopped.
  void orphans.collect();
  if (options.idleMinutes !== undefined) {
    stack.use(
      new IdleWatch({
        patience: options.idleMinutes * 60_000,
        isIdle: () => hub.live === 0 && clients.size === 0,
        leave: () => stop.resolve(),
      }),
    );
  }
  log(`Listening on ${url}, database ${server.database}`);
  const all = stack.move();
  return {
    server,
    stopped: stop.promise,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
