/**
 * `streamer keys`: presses keys in a session, by their names.
 *
 * @module
 */
import type { Define } from "./context.ts";
import { postJson } from "./post_json.ts";
import { withServer } from "./with_server.ts";

export const keys: Define = (program, context) => {
  program.command("keys")
    .description("press keys in a session, as they are")
    .argument("<session>", "its id, the beginning of its id, or its name")
    .argument("<key...>", "names of keys, or text")
    .option("-l, --literal", "everything is text, whatever it is called")
    .addHelpText("after", EXAMPLES)
    .action(
      async (
        session: string,
        names: string[],
        { literal }: { literal?: boolean },
        command,
      ) => {
        const { keySequence } = await import("@/shared/keys.ts");
        const pressed = names.map((name) => {
          if (literal) return name;
          const keys = keySequence(name) ?? textOf(name);
          return keys ??
            command.error(
              `error: there is no key "${name}"; as text: '"${name}"', or --literal`,
            );
        });
        await withServer(context, async (server) => {
          const path = `/sessions/${encodeURIComponent(session)}/input`;
          const body = { text: pressed.join(""), raw: true };
          await (await server.request(path, postJson(body))).body?.cancel();
        });
      },
    );
};

/** What is text and no name: in quotes of its own, a character, or no single word. */
function textOf(name: string): string | undefined {
  const quoted = /^(["'])(.*)\1$/s.exec(name);
  if (quoted) return quoted[2]!;
  return [...name].length === 1 || !/^[\w-]+$/.test(name) ? name : undefined;
}

const EXAMPLES = `
Keys:
  Enter Escape Tab Space Backspace Delete Insert Up Down Left Right
  Home End PageUp PageDown F1 to F12, with C- (Ctrl), M- (Alt), S- (Shift)
  before them or before a character. A word in quotes of its own is text.

Examples:
  streamer keys fix C-c               interrupt what it does
  streamer keys fix Escape Escape
  streamer keys fix Down Down Enter   the third line of a menu
  streamer keys fix '"yes"' Enter     type yes
  streamer keys -l fix Enter          type the word Enter
`;
