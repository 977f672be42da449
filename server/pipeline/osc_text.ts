/**
 * The ways in which text is written within operating system commands.
 *
 * @module
 */

/** `text` on one line, without control characters. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** `text` with its `%20` decoded; as it is when it is not well formed. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8, or a percent sign of its own.
    return text;
  }
}

/** UTF-8 text in base64; empty when it is not. */
export function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    // A notice is not worth more than leaving it out.
    return "";
  }
}
