/**
 * One POST to somebody else's server: bounded in time, without reading what it
 * says, and without following it elsewhere.
 *
 * @module
 */
import { DeliveryError } from "./way.ts";

/** Milliseconds for everything. */
const TIMEOUT = 10_000;

/** Statuses below 500 after which another attempt may succeed: timeout, too early, too many. */
const TRY_AGAIN = [408, 425, 429];

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  /** Milliseconds. */
  timeout?: number | undefined;
}

/**
 * Sends `body` to `url`.
 *
 * @throws {DeliveryError} unless the answer is a success
 */
export async function post(
  url: string,
  { headers, body, signal, timeout = TIMEOUT }: PostOptions,
): Promise<void> {
  const late = AbortSignal.timeout(timeout);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "user-agent": "streamer", ...headers },
      body,
      signal: AbortSignal.any([signal, late]),
    });
  } catch {
    // The cause of fetch names the URL, which may hold a secret.
    const reason = late.aborted
      ? `no answer within ${timeout / 1000} s`
      : "cannot be reached";
    throw new DeliveryError(reason, { temporary: true });
  }
  // Nobody needs the rest, however long it is.
  await response.body?.cancel();
  judge(response.status);
}

function judge(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400) {
    throw new DeliveryError(
      `answered ${status}, and redirects are not followed`,
      { temporary: false },
    );
  }
  const temporary = status >= 500 || TRY_AGAIN.includes(status);
  throw new DeliveryError(`answered ${status}`, { temporary });
}
