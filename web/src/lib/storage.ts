/**
 * What the page remembers in this browser.
 *
 * @module
 */

/** The remembered text, or null: nothing is remembered or the browser keeps nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`streamer.${key}`);
  } catch {
    // Storage is switched off in this browser: nothing is remembered.
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`streamer.${key}`, value);
  } catch {
    // Storage is full or switched off: the setting lasts as long as the page.
  }
}
