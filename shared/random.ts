/**
 * Random secrets, written in hexadecimal.
 *
 * @module
 */

/** `length` random bytes in hexadecimal. */
export function randomHex(length: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(length)));
}

/** Two digits a byte, lower case. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
