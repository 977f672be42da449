/**
 * The page's parts, put together once.
 *
 * @module
 */
import { createContext } from "svelte";
import { StreamerError } from "@/shared/errors.ts";
import { getStatus, login } from "./api.ts";
import { Clock } from "./clock.svelte.ts";
import { Connection } from "./connection.svelte.ts";
import { Outboxes } from "./outbox.svelte.ts";
import { Router } from "./router.svelte.ts";
import { Sessions } from "./sessions.svelte.ts";
import { Theme } from "./theme.svelte.ts";

export class Dashboard {
  readonly theme = new Theme();
  readonly clock = new Clock();
  readonly router = new Router();
  readonly connection = new Connection({ url: socketUrl(), refused });
  readonly sessions = new Sessions(this.connection);
  readonly outboxes = new Outboxes();
  /** Whether the link that led here could not be used (again). */
  staleLink = $state(false);

  /** Signs in with the ticket in the address, if there is one, and connects. */
  start(): void {
    addEventListener("hashchange", () => this.#enter());
    addEventListener("online", () => this.connection.wake());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.connection.wake();
    });
    this.#enter();
  }

  async #enter(): Promise<void> {
    const ticket = takeTicket();
    if (ticket) await this.#signIn(ticket);
    if (!this.connection.live) this.connection.connect();
  }

  async #signIn(ticket: string): Promise<void> {
    try {
      await login(ticket);
      this.staleLink = false;
    } catch (cause) {
      // The cookie of an earlier visit may still do, so it goes on either way.
      this.staleLink = cause instanceof StreamerError &&
        cause.code === "unauthorized";
    }
  }
}

export const [getDashboard, setDashboard] = createContext<Dashboard>();

/** The ticket in the address, which is removed from it at once. */
function takeTicket(): string | null {
  const ticket = new URLSearchParams(location.hash.slice(1)).get("ticket");
  if (ticket) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return ticket;
}

function socketUrl(): string {
  const url = new URL("/ws/dashboard", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.hash = "";
  return url.href;
}

async function refused(): Promise<boolean> {
  try {
    await getStatus();
    return false;
  } catch (cause) {
    return cause instanceof StreamerError && cause.code === "unauthorized";
  }
}
