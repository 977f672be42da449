/**
 * A request that carries JSON.
 *
 * @module
 */

/** POSTs `body`. */
export function postJson(body: unknown): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  };
}
