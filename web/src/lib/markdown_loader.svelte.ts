/**
 * Loads what shows Markdown, once, without holding up the first sight of the
 * page.
 *
 * @module
 */
type Markdown = typeof import("./markdown.ts");

let loaded = $state.raw<Markdown | null>(null);
let loading: Promise<void> | null = null;

/** The module, or null while it is not here: text is shown as it is until then. */
export function markdown(): Markdown | null {
  return loaded;
}

export function loadMarkdown(): Promise<void> {
  return loading ??= load();
}

async function load(): Promise<void> {
  try {
    loaded = await import("./markdown.ts");
  } catch {
    // The server is away: the next answer tries again.
    loading = null;
  }
}
