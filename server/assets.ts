/**
 * The dashboard's files, from the folder that Vite has built.
 *
 * @module
 */
import { rootUrl } from "./root.ts";

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  json: "application/json",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** Reads the files below `web/dist`, each from disk: the system caches them. */
export class DiskAssets {
  readonly #folder: URL;

  constructor(folder: URL = new URL("web/dist/", rootUrl)) {
    this.#folder = folder;
  }

  /** The file at `path`, such as `/index.html`; undefined when there is none. */
  async get(path: string) {
    const contentType = TYPES[path.slice(path.lastIndexOf(".") + 1)];
    if (!contentType || !/^(\/[\w-][\w.-]*)+$/.test(path)) return undefined;
    try {
      const body = await Deno.readFile(new URL(`.${path}`, this.#folder));
      return { body, contentType };
    } catch (cause) {
      if (
        cause instanceof Deno.errors.NotFound ||
        cause instanceof Deno.errors.NotADirectory
      ) return undefined;
      throw cause;
    }
  }
}
