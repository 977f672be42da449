import { describe, expect, test } from "vitest";
import { CLOSE, MAX_FRAME } from "@/shared/protocol.ts";
import { TestHouse } from "../house.ts";
import { RawSocket, rawStatus, UPGRADE } from "../support/raw_socket.ts";
import { watchOutput } from "../support/watched_output.ts";
import { type Told, WireClient } from "../support/wire_client.ts";

const DOORS = ["/ws", "/monitor", "/ws/dashboard"];

describe("who may come in", () => {
  test("without a token a client is welcomed as a stranger, told nothing, and refused everything", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "true");
    using client = await WireClient.open(house.url);
    expect((await client.first("server.welcome")).data).toEqual({
      version: "",
      protocol: 1,
      host: "",
      authenticated: false,
      health: { ok: true, problems: [] },
    });
    for (
      const action of [
        { action: "subscribe" },
        { action: "input", session: "x", text: "y" },
        { action: "stop", session: "x" },
        { action: "ping" },
      ]
    ) {
      expect(await client.ask(action)).toMatchObject({
        type: "error",
        code: "unauthorized",
      });
    }
    expect(client.told).toHaveLength(5);
  });

  test("a client that never says who it is, is shown out after ten seconds", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.open(house.url);
    expect(await client.closed).toMatchObject({ code: CLOSE.unauthorized });
  });

  test("the action auth with the token opens everything", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.open(house.url);
    expect(await client.ask({ action: "auth", token: house.token() }))
      .toMatchObject({ type: "ok" });
    expect(client.all("server.welcome").at(-1)?.data).toMatchObject({
      authenticated: true,
      version: expect.stringMatching(/\d/),
    });
    expect(await client.ask({ action: "subscribe" })).toMatchObject({
      type: "ok",
      subscription: 1,
    });
  });

  test("a wrong token is refused, and the socket closes with 4401", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.open(house.url);
    client.send({ action: "auth", token: "0".repeat(64) });
    expect(await client.closed).toMatchObject({ code: 4401 });
  });

  test.each(DOORS)(
    "%s takes the token as a header, and speaks streamer.v1",
    async (path) => {
      await using house = await TestHouse.open();
      using client = await WireClient.open(house.url, {
        path,
        headers: { Authorization: `Bearer ${house.token()}` },
        protocols: ["other", "streamer.v1"],
      });
      expect((await client.first("server.welcome")).data.authenticated).toBe(
        true,
      );
      expect(client.socket.protocol).toBe("streamer.v1");
    },
  );

  test("a ticket buys one cookie, which scripts of the page and other sites cannot use", async () => {
    await using house = await TestHouse.open();
    const ticket = await newTicket(house);
    const bought = await login(house, ticket);
    expect(bought.status).toBe(204);
    const cookie = bought.headers.get("set-cookie")!;
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\//);
    const again = await login(house, ticket);
    expect([again.status, again.headers.get("set-cookie")]).toEqual([
      401,
      null,
    ]);
    const signedIn = { cookie: cookie.split(";")[0]! };
    expect(await statusOf(house, "/api/v1/sessions", signedIn)).toBe(200);
    expect(
      await statusOf(house, "/api/v1/sessions", {
        cookie: signedIn.cookie.slice(0, -1) + "x",
      }),
    ).toBe(401);

    using page = await WireClient.open(house.url, {
      headers: { ...signedIn, origin: house.url },
    });
    expect((await page.first("server.welcome")).data.authenticated).toBe(true);
    using other = await WireClient.open(house.url, { headers: signedIn });
    expect((await other.first("server.welcome")).data.authenticated).toBe(
      false,
    );
  });

  test("a cookie outlives the server, a ticket does not", async () => {
    await using house = await TestHouse.open();
    const cookie =
      (await login(house, await newTicket(house))).headers.get("set-cookie")!
        .split("=")[1]!.split(";")[0];
    const ticket = await newTicket(house);
    await house.stop();
    await house.start();
    const name = `streamer_${new URL(house.url).port}`;
    expect(
      await statusOf(house, "/api/v1/sessions", {
        cookie: `${name}=${cookie}`,
      }),
    ).toBe(200);
    expect((await login(house, ticket)).status).toBe(401);
  });
});

describe("who is refused", () => {
  const sockets = [...DOORS, "/ws/agent"];
  const pages = ["/", "/sessions/x", "/api/v1/health", "/api/v1/sessions"];
  const all = [
    ...sockets.map((path) => ({ path, upgrade: UPGRADE })),
    ...pages.map((path) => ({ path, upgrade: {} })),
  ];

  test.each(all)(
    "a page of another origin at $path",
    async ({ path, upgrade }) => {
      await using house = await TestHouse.open();
      const { port } = new URL(house.url);
      const bearer = { Authorization: `Bearer ${house.token()}` };
      for (
        const origin of [
          "http://evil.example",
          "null",
          "http://127.0.0.1:1",
          `https://127.0.0.1:${port}`,
          `http://localhost:${port}`,
        ]
      ) {
        const headers = { ...upgrade, ...bearer, Origin: origin };
        expect([origin, await rawStatus(house.url, { path, headers })]).toEqual(
          [origin, 403],
        );
      }
    },
  );

  test.each(all)(
    "a name that is bound to this address at $path",
    async ({ path, upgrade }) => {
      await using house = await TestHouse.open();
      const { port } = new URL(house.url);
      const bearer = { Authorization: `Bearer ${house.token()}` };
      for (
        const host of [
          `evil.example:${port}`,
          `127.0.0.1.evil.example:${port}`,
          "127.0.0.1",
          "127.0.0.1:1",
          "evil.example",
        ]
      ) {
        const headers = { ...upgrade, ...bearer, Host: host };
        expect([host, await rawStatus(house.url, { path, headers })]).toEqual([
          host,
          403,
        ]);
        // Nor does it help that the page's origin is the same name.
        const same = { ...headers, Origin: `http://${host}` };
        expect([host, await rawStatus(house.url, { path, headers: same })])
          .toEqual([host, 403]);
      }
    },
  );

  test.each([
    ["no token", undefined],
    ["a wrong token", "Bearer 0123456789abcdef"],
    ["an empty token", "Bearer "],
    ["another scheme", "Basic dTpw"],
  ])("%s over HTTP", async (_, authorization) => {
    await using house = await TestHouse.open();
    const headers: Record<string, string> = authorization
      ? { authorization }
      : {};
    for (
      const path of [
        "/status",
        "/sessions",
        "/sessions/x",
        "/sessions/x/output",
        "/sessions/x/records",
        "/sessions/x/messages",
        "/sessions/x/conversation",
      ]
    ) {
      expect([path, await statusOf(house, `/api/v1${path}`, headers)]).toEqual([
        path,
        401,
      ]);
    }
    for (
      const path of [
        "/sessions/x/input",
        "/sessions/x/choose",
        "/sessions/x/messages/1/choose",
        "/sessions/x/stop",
        "/sessions/x/signal",
        "/tickets",
        "/shutdown",
      ]
    ) {
      expect([path, await statusOf(house, `/api/v1${path}`, headers, "POST")])
        .toEqual([path, 401]);
    }
  });

  test("what belongs to this machine's command line, over the network, even with the token", async () => {
    await using house = await TestHouse.open();
    const bearer = { authorization: `Bearer ${house.token()}` };
    for (const path of ["/tickets", "/shutdown"]) {
      expect(await statusOf(house, `/api/v1${path}`, bearer, "POST")).toBe(403);
    }
    expect(
      await rawStatus(house.url, {
        path: "/ws/agent",
        headers: { ...UPGRADE, ...bearer },
      }),
    ).toBe(403);
    expect(await house.local.answers()).toBe(true);
  });

  test("a request that another site's page has made with the cookie", async () => {
    await using house = await TestHouse.open();
    const cookie = (await login(house, await newTicket(house))).headers.get(
      "set-cookie",
    )!.split(";")[0]!;
    await house.run("run", "-q", "--name=x", "true");
    const stop = (headers: Record<string, string>) =>
      statusOf(
        house,
        "/api/v1/sessions/x/stop",
        { cookie, ...headers },
        "POST",
      );
    expect(await stop({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await stop({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await stop({})).toBe(401);
    // Its own page is let in: the session has ended, which is another matter.
    expect(await stop({ origin: house.url })).toBe(409);
  });

  test("nobody: the page itself is served with a policy that allows no foreign script, frame or form", async () => {
    await using house = await TestHouse.empty();
    const body = new TextEncoder().encode("<!doctype html>");
    await house.start({
      assets: {
        get: (path) =>
          Promise.resolve(
            path === "/index.html"
              ? { body, contentType: "text/html" }
              : undefined,
          ),
      },
    });
    for (const path of ["/", "/sessions/abc"]) {
      const { status, headers } = await fetch(house.url + path);
      expect(status).toBe(200);
      const policy = headers.get("content-security-policy")!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("access-control-allow-origin")).toBe(null);
    }
    expect(await statusOf(house, "/nothing.js")).toBe(404);
  });
});

describe("what a subscription gets", () => {
  test("only the types that it names", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({
      action: "subscribe",
      filters: { types: ["message.*", "session.ended"] },
    });
    await house.run("run", "-q", "echo", "hi");
    await client.first("session.ended");
    const types = new Set(client.told.map(({ type }) => type));
    expect(types).toEqual(
      new Set(["server.welcome", "ok", "message.notice", "session.ended"]
        .map((type) =>
          type === "message.notice" ? messageType(client.told) : type
        )),
    );
  });

  test("only the sessions that it names, by name or by id", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "--name=old", "echo", "old");
    const [{ id } = { id: "" }] = await house.sessions();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({
      action: "subscribe",
      filters: { sessions: ["mine", id] },
    });
    await house.run("run", "-q", "--name=other", "echo", "other");
    await house.run("run", "-q", "--name=mine", "echo", "mine");
    await client.first("session.ended");
    expect(new Set(namesIn(client.told))).toEqual(new Set(["mine", "old"]));
    expect(outputIn(client.told)).toBe("mine\n");
    expect(client.all("stream.snapshot").map(({ session }) => session)).toEqual(
      [id],
    );
  });

  test("nothing more once it is unsubscribed", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    const answer = await client.ask({ action: "subscribe" });
    const subscription = answer.type === "ok" ? answer.subscription : 0;
    await house.run("run", "-q", "echo", "one");
    await client.first("session.ended");
    await client.ask({ action: "unsubscribe", subscription });
    const count = client.told.length;
    await house.run("run", "-q", "echo", "two");
    await client.ask({ action: "ping" });
    expect(client.told).toHaveLength(count + 1);
  });

  test("a snapshot and then every entry after it, with nothing between and nothing twice", async () => {
    await using house = await TestHouse.open();
    const running = house.run(
      "run",
      "-q",
      "--name=x",
      "sh",
      "-c",
      bursts(150, 50),
    );
    await started(house);
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe", filters: { sessions: ["x"] } });
    const ended = await client.first("session.ended");
    await running;
    const snapshot = await client.first("stream.snapshot");
    const at = client.told.indexOf(snapshot);
    const seqs = client.told.slice(at + 1).flatMap((one) =>
      "seq" in one && !one.type.startsWith("session.") ? [one.seq] : []
    );
    expect(seqs.length).toBeGreaterThan(50);
    expect(seqs).toEqual(
      Array.from(
        { length: ended.seq - snapshot.seq },
        (_, i) => snapshot.seq + 1 + i,
      ),
    );
    const text = outputIn(client.told);
    expect(lines(150 * 50).endsWith(text)).toBe(true);
    const shown = snapshot.data.screen.match(/\d+/g)?.at(-1);
    expect(Number(text.split("\n")[0])).toBe(Number(shown) + 1);
  });

  test("output as binary frames, byte for byte, when it asks for them", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe", encoding: "binary" });
    await house.run(
      "run",
      "-q",
      "sh",
      "-c",
      "printf '\\377\\000\\376ok'; sleep 0.1; printf '\\303\\251' >&2",
    );
    const { session } = await client.first("session.ended");
    expect(client.all("pane.output")).toEqual([]);
    expect(
      client.all("frame").map(({ session, stream, data }) => ({
        session,
        stream,
        data: [...data],
      })),
    )
      .toEqual([
        { session, stream: 1, data: [255, 0, 254, 111, 107] },
        { session, stream: 2, data: [195, 169] },
      ]);
    expect(
      client.all("frame").every(({ at }) => Math.abs(at - Date.now()) < 60_000),
    ).toBe(true);
  });
});

describe("a client that comes back with `after`", () => {
  test("at any moments while a command prints: no entry is lost, none comes twice", async () => {
    await using house = await TestHouse.open();
    const running = house.run(
      "run",
      "-q",
      "--name=x",
      "sh",
      "-c",
      bursts(250, 400),
    );
    const { id } = await started(house);
    const random = generator(7);
    let after = 0;
    let text = "";
    let visits = 0;
    for (let ended = false; !ended; visits++) {
      using client = await WireClient.signedIn(house.url, house.token());
      client.send({
        action: "subscribe",
        filters: {
          sessions: [id],
          // The end as an entry: it comes again to who was away then.
          types: ["pane.output", "pane.exit", "stream.gap"],
        },
        after: { [id]: after },
        encoding: random() < 0.5 ? "text" : "binary",
      });
      const leave = AbortSignal.timeout(20 + random() * 150);
      await Promise.race([
        client.first("pane.exit"),
        new Promise((resolve) => leave.addEventListener("abort", resolve)),
      ]);
      ended = client.all("pane.exit").length > 0;
      expect(client.all("stream.gap")).toEqual([]);
      for (const one of client.told) {
        if (one.type !== "pane.output" && one.type !== "frame") continue;
        expect(one.seq).toBeGreaterThan(after);
        after = one.seq;
        text += one.type === "frame"
          ? new TextDecoder().decode(one.data)
          : one.data.text;
      }
      if (visits > 200) throw new Error("it does not end");
    }
    await running;
    expect(visits).toBeGreaterThan(5);
    expect(text === lines(250 * 400)).toBe(true);
  });

  test("long afterwards: what is no longer in memory comes from the store", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "--name=x", "seq", "1", "300000");
    const [{ id } = { id: "" }] = await house.sessions();
    await house.stop();
    await house.start();
    using client = await WireClient.signedIn(house.url, house.token());
    const filters = { sessions: [id], types: ["pane.*", "stream.gap"] };
    await client.ask({ action: "subscribe", filters, after: { [id]: 0 } });
    await client.first("pane.exit");
    expect(client.all("stream.gap")).toEqual([]);
    expect(outputIn(client.told) === lines(300_000)).toBe(true);
  });

  test("to far more than can be sent again: a gap names what was skipped, and a snapshot follows", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "--name=x", "seq", "1", "1500000");
    const [{ id } = { id: "" }] = await house.sessions();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({
      action: "subscribe",
      filters: { sessions: [id] },
      after: { [id]: 3 },
    });
    const snapshot = await client.first("stream.snapshot");
    expect(client.all("stream.gap").map(({ data }) => data)).toEqual([{
      from: 4,
      reason: "too much was missed",
    }]);
    expect(snapshot.data.screen).toContain("1500000");
    expect(client.all("pane.output")).toEqual([]);
  });
});

describe("a client that never reads", () => {
  test(
    "holds up neither the command nor other clients, and is given a gap and a snapshot when it reads again",
    async () => {
      await using house = await TestHouse.empty();
      await using _server = await house.serve();
      const { url } = await house.local.json<{ url: string }>("/status");
      const bearer = { Authorization: `Bearer ${house.token()}` };
      await house.shell(
        "head -c 90000 /dev/zero | tr '\\0' 'x' | fold -w 99 > block",
      );
      using slow = await RawSocket.open(url, { path: "/ws", headers: bearer });
      await slow.text(
        JSON.stringify({ action: "subscribe", filters: { sessions: ["x"] } }),
      );
      using quick = await WireClient.signedIn(url, house.token());
      await quick.ask({
        action: "subscribe",
        filters: { sessions: ["x"] },
        encoding: "binary",
      });
      const script =
        `for i in $(seq 1 400); do cat ${house.folder}/block; sleep 0.003; done; echo over`;
      const child = house.spawn(["run", "-q", "--name=x", "sh", "-c", script], {
        stderr: "null",
      });
      const output = watchOutput(child.stdout);
      const { longestPause, bytes } = await output;
      await child.status;
      await quick.first("session.ended");
      expect(quick.all("stream.gap")).toEqual([]);
      expect(quick.all("frame").reduce((sum, { data }) => sum + data.length, 0))
        .toBe(bytes);
      expect(longestPause).toBeLessThan(2000);

      const types: string[] = [];
      let screen = "";
      let gap: { from?: number; reason: string } | undefined;
      while (!screen) {
        const text = await slow.next();
        if (text === undefined) {
          throw new Error("the server has closed the socket");
        }
        const { type, data } = JSON.parse(text);
        types.push(type);
        if (type === "stream.gap") gap = data;
        if (type === "stream.snapshot") screen = data.screen;
      }
      expect(types.slice(-2)).toEqual(["stream.gap", "stream.snapshot"]);
      expect(gap).toEqual({
        from: expect.any(Number),
        reason: "the client read too slowly",
      });
      expect(screen).toContain("over");
    },
    60_000,
  );
});

describe("steering a command", () => {
  test("input reaches it, and is told to all who watch", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe" });
    await house.run("run", "-q", "--detach", "--name=cat", "cat");
    expect(
      await client.ask({
        action: "input",
        session: "cat",
        text: "hello 漢字\n",
        raw: true,
      }),
    ).toMatchObject({ type: "ok" });
    expect((await client.first("pane.input")).data).toEqual({
      text: "hello 漢字\n",
    });
    await client.until(() =>
      outputIn(client.told) === "hello 漢字\r\nhello 漢字\r\n"
    );
    await keys(client, "cat", "\x04");
    expect((await client.first("session.ended")).data.exit).toEqual({
      code: 0,
      signal: null,
    });
  });

  test("input over HTTP reaches it too", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "--detach", "--name=cat", "head", "-1");
    const answer = await fetch(`${house.url}/api/v1/sessions/cat/input`, {
      method: "POST",
      body: JSON.stringify({ text: "over http\n", raw: true }),
      headers: {
        authorization: `Bearer ${house.token()}`,
        "content-type": "application/json",
      },
    });
    expect(answer.status).toBe(204);
    await expect.poll(async () => (await house.sessions())[0]?.exit).toEqual({
      code: 0,
      signal: null,
    });
    expect((await house.run("logs", "cat")).stdout).toBe(
      "over http\nover http\n",
    );
  });

  test("only who has taken control may resize it, and its size comes back when control is released", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe" });
    await house.run("run", "-q", "--detach", "--name=sh", "bash", "--norc");
    const size = { cols: 101, rows: 33 };
    expect(await client.ask({ action: "resize", session: "sh", size }))
      .toMatchObject({ code: "forbidden" });
    await client.ask({ action: "control", session: "sh", take: true });
    await client.ask({ action: "resize", session: "sh", size });
    expect((await client.first("pane.resize")).data).toEqual(size);
    await keys(client, "sh", "stty size\n");
    await client.until(() => outputIn(client.told).includes("33 101\r\n"));
    await client.ask({ action: "control", session: "sh", take: false });
    await client.until(() => client.all("pane.resize").length === 2);
    await keys(client, "sh", "stty size\n");
    await client.until(() => outputIn(client.told).includes("24 80\r\n"));
    expect(await client.ask({ action: "resize", session: "sh", size }))
      .toMatchObject({ code: "forbidden" });
    await keys(client, "sh", "exit\n");
    await client.first("session.ended");
  });

  test("a client that leaves gives back the control that it took", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe" });
    await house.run("run", "-q", "--detach", "--name=cat", "cat");
    {
      using phone = await WireClient.signedIn(house.url, house.token());
      await phone.ask({ action: "control", session: "cat", take: true });
      await phone.ask({
        action: "resize",
        session: "cat",
        size: { cols: 40, rows: 60 },
      });
      await client.first("pane.resize");
    }
    await client.until(() => client.all("pane.resize").length === 2);
    expect(client.all("pane.resize")[1]?.data).toEqual({ cols: 80, rows: 24 });
    await house.run("stop", "cat");
    await client.first("session.ended");
  });

  test("signals reach it, and stop ends it", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    await client.ask({ action: "subscribe" });
    const script =
      "trap 'echo heard' USR1; echo ready; while :; do sleep 0.02; done";
    const running = house.run("run", "-q", "--name=x", "sh", "-c", script);
    await client.until(() => outputIn(client.told) === "ready\n");
    expect(
      await client.ask({ action: "signal", session: "x", signal: "SIGUSR1" }),
    ).toMatchObject({ type: "ok" });
    await client.until(() => outputIn(client.told) === "ready\nheard\n");
    expect(await client.ask({ action: "stop", session: "x" })).toMatchObject({
      type: "ok",
    });
    expect((await running).code).toBe(143);
    expect((await client.first("session.ended")).data.exit).toEqual({
      code: null,
      signal: "SIGTERM",
    });
    expect(await client.ask({ action: "stop", session: "x" })).toMatchObject({
      type: "error",
      code: "conflict",
    });
  });

  test("a command whose input belongs to another program is not typed into", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    const running = house.run("run", "-q", "--name=x", "sleep", "30");
    await started(house);
    expect(await client.ask({ action: "input", session: "x", text: "y" }))
      .toMatchObject({ type: "error", code: "conflict" });
    await client.ask({ action: "stop", session: "x" });
    await running;
  });
});

describe("what makes no sense", () => {
  test.each<[string, string, string]>([
    ["no JSON", "{", "bad_request"],
    ["no object", "42", "bad_request"],
    ["null", "null", "bad_request"],
    ["nothing", "", "bad_request"],
    ["no action", "{}", "bad_request"],
    ["an unknown action", '{"action":"dance"}', "bad_request"],
    ["a missing field", '{"action":"input","session":"x"}', "bad_request"],
    [
      "a size of nothing",
      '{"action":"resize","session":"x","size":{"cols":0,"rows":1}}',
      "bad_request",
    ],
    [
      "an unknown signal",
      '{"action":"signal","session":"x","signal":"SIGSEGV"}',
      "bad_request",
    ],
    ["an unknown session", '{"action":"stop","session":"nobody"}', "not_found"],
  ])("%s is answered with a coded error", async (_, text, code) => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    client.send(text);
    expect(await client.first("error")).toMatchObject({
      code,
      message: expect.stringMatching(/^Cannot /),
    });
    expect(await client.ask({ action: "ping" })).toMatchObject({ type: "ok" });
  });

  test("an error names the ref of what it answers", async () => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    client.send({ action: "dance", ref: 7 });
    expect(await client.first("error")).toMatchObject({ ref: 7 });
  });

  test.each([
    [
      "text of more than 1 MiB",
      JSON.stringify({ action: "ping", ref: "x".repeat(MAX_FRAME) }),
    ],
    ["a binary frame", new Uint8Array(3)],
  ])("%s closes the socket, and no other", async (_, frame) => {
    await using house = await TestHouse.open();
    using client = await WireClient.signedIn(house.url, house.token());
    using other = await WireClient.signedIn(house.url, house.token());
    client.socket.send(frame);
    expect((await client.closed).code).toBe(CLOSE.too_large);
    expect(await other.ask({ action: "ping" })).toMatchObject({ type: "ok" });
  });

  test("a body of more than 1 MiB is refused", async () => {
    await using house = await TestHouse.open();
    const headers = {
      authorization: `Bearer ${house.token()}`,
      "content-type": "application/json",
    };
    const { status } = await fetch(`${house.url}/api/v1/sessions/x/input`, {
      method: "POST",
      headers,
      body: JSON.stringify({ text: "x".repeat(MAX_FRAME) }),
    });
    expect(status).toBe(413);
  });

  test("5000 random messages are all answered, and the server lives", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "--name=x", "echo", "hi");
    using client = await WireClient.signedIn(house.url, house.token());
    const random = generator(42);
    for (let i = 0; i < 5000; i++) client.send(randomMessage(random));
    expect(await client.ask({ action: "ping" })).toMatchObject({ type: "ok" });
    expect(client.all("error").length).toBeGreaterThan(2000);
    expect(new Set(client.all("error").map(({ code }) => code)).has("internal"))
      .toBe(false);
    expect((await house.run("run", "-q", "echo", "alive")).stdout).toBe(
      "alive\n",
    );
  });

  test("bytes that are no frames end that connection only", async () => {
    await using house = await TestHouse.open();
    using other = await WireClient.signedIn(house.url, house.token());
    const random = generator(1);
    for (let i = 0; i < 50; i++) {
      using socket = await RawSocket.open(house.url, { path: "/ws" });
      await socket.bytes(
        Uint8Array.from({ length: 200 }, () => random() * 256),
      );
    }
    expect(await other.ask({ action: "ping" })).toMatchObject({ type: "ok" });
  });
});

/** A script that prints the numbers from 1 in bursts, with time in between. */
function bursts(count: number, size: number): string {
  return `i=0; while [ $i -lt ${count} ]; do seq $((i * ${size} + 1)) $(((i + 1) * ${size})); i=$((i + 1)); sleep 0.002; done`;
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `${i + 1}\n`).join("");
}

/** Numbers from 0 to 1 that are the same on every run: a linear congruential generator (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () =>
    (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function randomMessage(random: () => number): string {
  const pick = <Value>(values: readonly Value[]) =>
    values[Math.floor(random() * values.length)]!;
  const value = (): unknown =>
    pick<() => unknown>([
      () => "x",
      () => "",
      () => "\u0000\ud800é🙂".repeat(3),
      () => -1,
      () => 1e300,
      () => null,
      () => [],
      () => ({ __proto__: null, constructor: 1 }),
      () => ({ sessions: [value()], types: [value()] }),
      () => ({ cols: value(), rows: 5 }),
      () => true,
    ])();
  const message: Record<string, unknown> = {
    action: pick([
      "subscribe",
      "unsubscribe",
      "input",
      "cancel",
      "choose",
      "control",
      "resize",
      "signal",
      "stop",
      "ping",
      "start",
      "ack",
      value(),
    ]),
  };
  for (
    const field of [
      "ref",
      "session",
      "text",
      "size",
      "filters",
      "after",
      "encoding",
      "take",
      "signal",
      "subscription",
      "raw",
      "id",
      "message",
      "choice",
    ]
  ) {
    if (random() < 0.4) message[field] = value();
  }
  const text = JSON.stringify(message);
  return random() < 0.2 ? text.slice(0, random() * text.length) : text;
}

/** What the entries have printed, on either stream. */
function outputIn(told: readonly Told[]): string {
  return told.map((one) => one.type === "pane.output" ? one.data.text : "")
    .join("");
}

function namesIn(told: readonly Told[]): string[] {
  return told.flatMap((one) =>
    one.type === "session.updated" || one.type === "session.started" ||
      one.type === "session.ended"
      ? [one.data.name]
      : []
  );
}

/** The type of the first message, whatever its kind. */
function messageType(told: readonly Told[]): string {
  return told.find(({ type }) => type.startsWith("message."))?.type ??
    "no message";
}

/** The one session, once it has begun to print. */
async function started(house: TestHouse) {
  await expect.poll(async () => (await house.sessions())[0]?.connected, {
    interval: 5,
  }).toBe(true);
  return (await house.sessions())[0]!;
}

async function newTicket(house: TestHouse): Promise<string> {
  const { ticket } = await house.local.json<{ ticket: string }>("/tickets", {
    method: "POST",
  });
  return ticket;
}

function login(house: TestHouse, ticket: string): Promise<Response> {
  return fetch(`${house.url}/api/v1/login`, {
    method: "POST",
    body: JSON.stringify({ ticket }),
    headers: { "content-type": "application/json" },
  });
}

async function statusOf(
  house: TestHouse,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<number> {
  const response = await fetch(house.url + path, { method, headers });
  await response.body?.cancel();
  return response.status;
}

/** Types `text` into a session as it is. */
async function keys(
  client: WireClient,
  session: string,
  text: string,
): Promise<void> {
  const answer = await client.ask({
    action: "input",
    session,
    text,
    raw: true,
  });
  expect(answer).toMatchObject({ type: "ok" });
}
