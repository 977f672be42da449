/**
 * What a line that is not complete asks of a person, if anything.
 *
 * What is here is what programs ask with, never what they report with: a line
 * such as `Compiling foo: ` or `50%` asks nothing.
 *
 * @module
 */

/**
 * `question`: it wants one particular answer, every time it is shown.
 * `request`: it wants some text; when it comes back after each answer, the
 * program is one that takes commands. `ready`: it takes commands.
 */
export type PromptKind = "question" | "request" | "ready";

const QUESTIONS: readonly RegExp[] = [
  // apt, ssh, fsck, git: [Y/n], (yes/no/[fingerprint])?, [y/N/q]:
  /[[(](?:y|yes)\s?\/\s?(?:n|no)\b[^\n]{0,40}[\])]\s*[?:]?\s*$/i,
  /\by\/n\s*[?:)\]>]?\s*$/i,
  // unzip: [y]es, [n]o, [A]ll:
  /\[y\]es\b[^\n]*[?:]\s*$/i,
  // sudo, ssh, gpg, git.
  /\b(?:password|passphrase|passcode|pin|one-time code|verification code|otp)\b[^\n:?]{0,80}[:?]\s*$/i,
  /\busername for [^\n]+:\s*$/i,
  // Pagers and installers.
  /^--\s?more\s?--/i,
  /\b(?:press|hit|type) (?:any key|[<[]?(?:enter|return|space)[\]>]?)(?=\s|$)[^\n]*$/i,
  // A sentence that asks: letters, and an end that is no glob and no code.
  /\p{L}{2}[^\n]*[\p{L}\p{N}"'”’)\]]\?\s*$/u,
  // The question mark that inquirer, clack and their like begin with.
  /^[?◆] \S[^\n]*$/u,
];

const REQUESTS: readonly RegExp[] = [
  /^\s*(?:please\s+)?(?:enter|type|input|provide|choose|select|specify|pick|paste)\b[^\n]*[:>]\s?$/i,
  /\b(?:your|user|host|file|project|package)?\s?(?:name|login|choice|answer|selection|e-?mail|address|message)\s*(?:(?:\([^)\n]*\)|\[[^\]\n]*\])\s*)*:\s?$/i,
  // npm init: `version: (1.0.0) `
  /^[\p{L} ]{2,30}: \([^)\n]*\) $/u,
];

const READY: readonly RegExp[] = [
  // Python, Node.js, ghci, sqlite, mysql, psql, irb, gdb, IPython, ftp.
  /^(?:>>>|\.\.\.|>|=>|»|❯|λ|In \[\d+\]:|\(\w*db\)|\([Pp]db\+*\)) ?$/u,
  /^[\p{L}][\w.()@:/[\] -]{0,60}[>»❯] $/u,
  /^[\w.-]{1,40}[=-][#>] $/,
  // Shells: user@host:~$, [user@host dir]#, host%.
  /^(?:\S{1,80}|\[[^\]\n]{1,80}\])?(?<![\d#])[$#%] $/,
];

/** How `line`, the one of the cursor, asks; undefined when it does not. */
export function promptKind(line: string): PromptKind | undefined {
  if (isProgress(line)) return;
  const matches = (pattern: RegExp) => pattern.test(line);
  if (QUESTIONS.some(matches)) return "question";
  if (READY.some(matches)) return "ready";
  return REQUESTS.some(matches) ? "request" : undefined;
}

/** Bars, shares and counts change until they are complete. */
function isProgress(line: string): boolean {
  return /\d\s?%|[=#.█▏-]{4,}|\d\s?\/\s?\d|\.\.\.\s*$|…/u.test(line) &&
    !/^\.\.\. ?$/.test(line) && !/[\])]\s*[?:]?\s*$/.test(line);
}
