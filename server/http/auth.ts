/**
 * Who may come in: the token, one-time tickets and the cookie they buy.
 *
 * @module
 */
import { hex, randomHex } from "@/shared/random.ts";

/** How long a printed link works, in milliseconds. */
export const TICKET_LIFE = 60 * 60 * 1000;

/** How long a browser stays signed in, in milliseconds. */
export const COOKIE_LIFE = 30 * 24 * 60 * 60 * 1000;

/** Tickets that may wait at once; the oldest go first. */
const MAX_TICKETS = 1_000;

/**
 * Checks tokens, tickets and cookies. Cookies are signed with a key derived
 * from the token, so they outlive the server and end when the token changes.
 */
export class Auth {
  readonly #tokenHash: Uint8Array;
  readonly #key: CryptoKey;
  /** Ticket to the time it expires, 0 when it was used, in order of age. */
  readonly #tickets = new Map<string, number>();
  readonly #now: () => number;

  private constructor(
    secrets: { hash: Uint8Array; key: CryptoKey },
    now: () => number,
  ) {
    this.#tokenHash = secrets.hash;
    this.#key = secrets.key;
    this.#now = now;
  }

  static async create(token: string, now: () => number = Date.now) {
    const hash = await sha256(token);
    const key = await crypto.subtle.importKey(
      "raw",
      await sha256(`streamer cookie ${token}`),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign", "verify"],
    );
    return new Auth({ hash, key }, now);
  }

  /** Whether `token` is the server's. Takes the same time either way. */
  async isToken(token: string): Promise<boolean> {
    const hash = await sha256(token);
    let difference = 0;
    for (const [i, byte] of hash.entries()) {
      difference |= byte ^ this.#tokenHash[i]!;
    }
    return difference === 0;
  }

  /** A ticket of its own making, or one that a feeder has printed. */
  addTicket(ticket: string = randomHex(16), at: number = this.#now()): string {
    // A feeder that comes back brings its ticket again, used or not.
    if (!this.#tickets.has(ticket)) this.#tickets.set(ticket, at + TICKET_LIFE);
    for (const oldest of this.#tickets.keys()) {
      if (this.#tickets.size <= MAX_TICKETS) break;
      this.#tickets.delete(oldest);
    }
    return ticket;
  }

  /** Uses up `ticket`: a cookie's value, or undefined when it is no good. */
  async redeem(ticket: string): Promise<string | undefined> {
    const expires = this.#tickets.get(ticket) ?? 0;
    if (expires <= this.#now()) return undefined;
    this.#tickets.set(ticket, 0);
    const claim = `${this.#now() + COOKIE_LIFE}.${randomHex(8)}`;
    const signature = await crypto.subtle.sign(
      "HMAC",
      this.#key,
      new TextEncoder().encode(claim),
    );
    return `${claim}.${hex(new Uint8Array(signature))}`;
  }

  /** Whether a cookie's value was given out here and is still good. */
  async isCookie(value: string): Promise<boolean> {
    const match = /^((\d+)\.[0-9a-f]{16})\.([0-9a-f]{64})$/.exec(value);
    if (!match || Number(match[2]) <= this.#now()) return false;
    return await crypto.subtle.verify(
      "HMAC",
      this.#key,
      unhex(match[3]!),
      new TextEncoder().encode(match[1]!),
    );
  }
}

async function sha256(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function unhex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    text.match(/../g) ?? [],
    (pair) => Number.parseInt(pair, 16),
  );
}
