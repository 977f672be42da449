/**
 * What an agent is asked on its command line.
 *
 * @module
 */
import { programOf, programWords } from "./command_name.ts";

/** How an agent takes its question as an argument. */
interface Shape {
  /** Words that come before it, such as `exec`; the first that is there is skipped. */
  commands: readonly string[];
  /** Options with a value of their own as the next word. */
  valued: RegExp;
  /** Options that take all words up to the next option. */
  lists: RegExp;
  /** Options whose value is the question. */
  asking: RegExp;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  claude: {
    commands: [],
    valued:
      /^--(output-format|input-format|model|fallback-model|append-system-prompt(-file)?|system-prompt(-file)?|permission-mode|permission-prompt-tool|settings|setting-sources|session-id|resume|agents?|max-turns|max-budget-usd|json-schema|plugin-dir|effort|name|debug-file)$|^-[rn]$/,
    lists:
      /^--((dis)?allowed-?[tT]ools|tools|mcp-config|add-dir|betas|plugin-dir)$/,
    asking: /^$/,
  },
  codex: {
    commands: ["exec", "e"],
    valued:
      /^--(model|config|sandbox|profile|cd|image|color|output-schema|output-last-message|add-dir|ask-for-approval|enable|disable|local-provider|remote)$|^-[mcspCioa]$/,
    lists: /^$/,
    asking: /^$/,
  },
  gemini: {
    commands: [],
    valued:
      /^--(model|output-format|approval-mode|policy|allowed-mcp-server-names|allowed-tools|extensions|resume|session-id|include-directories)$|^-[moer]$/,
    lists: /^$/,
    asking: /^--(prompt|prompt-interactive)$|^-[pi]$/,
  },
  copilot: {
    commands: [],
    valued:
      /^--(model|agent|resume|add-dir|allow-tool|deny-tool|log-level|log-dir|additional-mcp-config)$/,
    lists: /^$/,
    asking: /^--(prompt|interactive)$|^-[pi]$/,
  },
  "cursor-agent": {
    commands: ["agent"],
    valued:
      /^--(model|output-format|resume|api-key|header|workspace)$|^-[maH]$/,
    lists: /^$/,
    asking: /^$/,
  },
  amp: {
    commands: [],
    valued:
      /^--(mode|model|settings-file|log-level|log-file|mcp-config|visibility)$|^-m$/,
    lists: /^$/,
    asking: /^--execute$|^-x$/,
  },
  auggie: {
    commands: [],
    valued:
      /^--(model|workspace-root|rules|mcp-config|instruction-file|augment-cache-dir|queue|max-turns|output-format)$|^-[mw]$/,
    lists: /^$/,
    asking: /^--instruction$|^-i$/,
  },
  opencode: {
    commands: ["run"],
    valued:
      /^--(model|agent|session|format|file|title|attach|port|variant)$|^-[msf]$/,
    lists: /^$/,
    asking: /^--prompt$/,
  },
  goose: {
    commands: ["run"],
    valued:
      /^--(instructions|recipe|name|params|system|provider|model|max-turns|with-(builtin|extension))$|^-[in]$/,
    lists: /^$/,
    asking: /^--text$|^-t$/,
  },
};

/**
 * The question in `command`; undefined when there is none, or when the agent
 * is not known to take one there.
 */
export function promptOf(command: readonly string[]): string | undefined {
  const shape = SHAPES[programOf(command)];
  if (!shape) return undefined;
  const words = programWords(command).slice(1);
  const first = words.findIndex((word) => shape.commands.includes(word));
  const found = find(behindResume(words.slice(first + 1)), shape);
  return found?.trim() ? found : undefined;
}

/** `codex exec resume SESSION question`, or `resume --last question`. */
function behindResume(words: readonly string[]): readonly string[] {
  const at = words.indexOf("resume");
  if (at < 0) return words;
  const rest = words.slice(at + 1);
  if (rest.includes("--last")) return rest;
  const session = rest.findIndex((word) => !word.startsWith("-"));
  return rest.filter((_, index) => index !== session);
}

function find(
  words: readonly string[],
  { valued, lists, asking }: Shape,
): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [option = "", ...value] = word.split("=");
    if (word === "--") return words[at + 1];
    if (asking.test(option)) return value.join("=") || words[at + 1];
    if (lists.test(word)) {
      while (at + 1 < words.length && !words[at + 1]!.startsWith("-")) at++;
    } else if (valued.test(word)) at++;
    // A lone dash stands for standard input.
    else if (!word.startsWith("-")) return word;
    else if (word === "-") return undefined;
  }
  return undefined;
}
