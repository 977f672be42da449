/**
 * Notices as JSON to a URL, signed.
 *
 * The signature is `v1=` and the hexadecimal HMAC-SHA-256 with the secret over
 * the timestamp (seconds since the epoch), a full stop and the body.
 *
 * @module
 */
import type { NoticeStatus } from "@/shared/notice_status.ts";
import { hex } from "@/shared/random.ts";
import type { WebhookSettings } from "../notify_settings.ts";
import { post } from "./post.ts";
import type { Way } from "./way.ts";

export function webhook(
  { url, secret, when }: WebhookSettings,
  general: readonly NoticeStatus[],
): Way {
  return {
    name: `webhook ${new URL(url).host}`,
    when: when ?? general,
    async deliver(notice, signal) {
      const body = JSON.stringify(notice);
      const headers = {
        "content-type": "application/json",
        ...(secret ? await signature(secret, body) : {}),
      };
      await post(url, { headers, body, signal });
    },
  };
}

/** The headers by which a receiver knows who has sent `body`, and when. */
export async function signature(
  secret: string,
  body: string,
  now = Date.now(),
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = await crypto.subtle.sign(
    "HMAC",
    key,
    encoder.encode(`${timestamp}.${body}`),
  );
  return {
    "x-streamer-timestamp": timestamp,
    "x-streamer-signature": `v1=${hex(new Uint8Array(signed))}`,
  };
}
