/**
 * What was entered at a prompt, from the lines that the terminal shows.
 *
 * @module
 */

/**
 * The first line of `shown` without the `prompt` in it, and the lines behind
 * it. Blanks at the end of a prompt may have gone.
 */
export function enteredLine(shown: string, prompt: string): [string, string] {
  const text = withoutPrompt(shown, prompt);
  const end = text.indexOf("\n");
  if (end < 0) return [text.trim(), ""];
  return [text.slice(0, end).trim(), text.slice(end + 1)];
}

function withoutPrompt(shown: string, prompt: string): string {
  if (shown.startsWith(prompt)) return shown.slice(prompt.length);
  const start = prompt.trimEnd();
  return shown.startsWith(start) ? shown.slice(start.length) : shown;
}
