/**
 * The agent of docs/own-agents.md, as it stands there: what the document shows
 * has to work.
 *
 * @module
 */

/** The program, and its description in TOML. */
export interface Parrot {
  program: string;
  description: string;
}

/** @throws {Error} when the document does not show both */
export async function readParrot(): Promise<Parrot> {
  const path = new URL("../../docs/own-agents.md", import.meta.url);
  const text = await Deno.readTextFile(path);
  const program = blockOf(text, "sh");
  const description = blockOf(text, "toml");
  return { program, description };
}

function blockOf(text: string, language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "m").exec(
    text,
  );
  if (found) return found[1]!;
  throw new Error(`Cannot find a block of ${language} in docs/own-agents.md`);
}
