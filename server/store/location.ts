/**
 * Where a database is: in a file, in memory, or at an address.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

export type Location =
  | { kind: "file"; url: string; path: string; name: string }
  | { kind: "memory"; url: string; name: string }
  | { kind: "remote"; url: string; name: string };

/**
 * Reads a path, a `file:` URL, `:memory:` or any other libSQL URL. `name` is
 * for people and holds no token.
 *
 * @throws {StreamerError} `bad_request` for another kind of URL
 */
export function locate(text: string): Location {
  if (text === ":memory:") return { kind: "memory", url: text, name: text };
  if (/^(libsql|https?|wss?):\/\//i.test(text)) {
    return { kind: "remote", url: text, name: text.split("?")[0]! };
  }
  if (/^file:/i.test(text)) return inFile(pathOf(text));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new StreamerError(
      "bad_request",
      `Cannot use database "${text}": it is neither a path nor a file, libsql, http, https, ws or wss URL`,
    );
  }
  return inFile(text);
}

function inFile(path: string): Location {
  const absolute = /^([A-Za-z]:)?[\\/]/.test(path)
    ? path
    : `${Deno.cwd()}/${path}`;
  const escaped = encodeURI(absolute.replaceAll("\\", "/"))
    .replaceAll("?", "%3F").replaceAll("#", "%23");
  return {
    kind: "file",
    url: `file:${escaped}`,
    path: absolute,
    name: absolute,
  };
}

/** The path in a `file:` URL with one or three slashes, or none (RFC 8089). */
function pathOf(url: string): string {
  return decodeURIComponent(url.slice("file:".length))
    .replace(/^\/\/(localhost)?(?=\/)/, "")
    .replace(/^\/(?=[A-Za-z]:)/, "");
}
