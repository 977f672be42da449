/**
 * The ids of sessions.
 *
 * @module
 */

const ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new session id: ten characters of Crockford's base 32, 50 random bits. */
export function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => ID_ALPHABET[byte & 31]).join("");
}
