import { expect, test, vi } from "vitest";
import { Auth } from "@/server/http/auth.ts";
import { serveClient } from "@/server/http/client_socket.ts";
import { Frames } from "@/server/http/frames.ts";
import { HubHouse } from "../sessions/support.ts";
import { TOKEN } from "./support.ts";

/** Times that a client comes and leaves: each may end at another moment. */
const VISITS = 20;

/** Sign-ins before the last action: they take the server longer than the close takes to come. */
const SIGN_INS = 50;

test("a client that leaves in the middle of its actions leaves nothing behind", async () => {
  await using at = await HubHouse.open();
  const auth = await Auth.create(TOKEN);
  const subscribe = vi.spyOn(at.hub, "subscribe");
  let watching = 0;
  const server = {
    version: "1.2.3",
    host: "here",
    health: () => ({ ok: true, problems: [] }),
    onHealth: () => {
      watching += 1;
      return () => watching -= 1;
    },
  };
  const closed: Promise<void>[] = [];
  const door = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request);
      const ports = { sessions: at.hub, server } as never;
      serveClient(socket, { ports, auth, frames: new Frames(), known: false });
      closed.push(
        new Promise((resolve) =>
          socket.addEventListener("close", () => resolve())
        ),
      );
      return response;
    },
  );
  for (let visit = 0; visit < VISITS; visit++) {
    const socket = new WebSocket(`ws://127.0.0.1:${door.addr.port}`);
    await new Promise((resolve) => socket.onopen = resolve);
    for (let i = 0; i < SIGN_INS; i++) {
      socket.send(JSON.stringify({ action: "auth", token: TOKEN }));
    }
    socket.send(JSON.stringify({ action: "subscribe", filters: {} }));
    socket.close();
    await new Promise((resolve) => socket.onclose = resolve);
  }
  await Promise.all(closed);
  await expect.poll(() => watching).toBe(0);
  for (const { value } of subscribe.mock.results) {
    expect(await value.next()).toBeUndefined();
  }
  await door.shutdown();
});
