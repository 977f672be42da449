/**
 * Answers that are hard to read off a screen.
 *
 * @module
 */

const SUBJECTS = [
  "the scheduler keeps a queue of jobs and takes the oldest first",
  "a worker that fails hands its job back and waits for a while",
  "every job is written down before it starts, so that none is lost",
  "the log is rotated each night and kept for two weeks",
  "metrics are gathered once a second and summed up per minute",
];

const FINE = "Nothing has to be done by hand here.";

/** A long report, of which some lines come again and again. */
export function report(steps: number): string {
  const parts = Array.from({ length: steps }, (_, at) => {
    const subject = SUBJECTS[at % SUBJECTS.length];
    const body = `In this part ${subject}. ` +
      `It took ${37 + 13 * at} milliseconds on the smaller machine and ` +
      `${11 + 7 * at} on the larger one, which is what was expected of it.`;
    const more = at % 3 === 1
      ? `\n\n- reads ${at + 2} files\n- writes ${at} files\n- needs no network`
      : "";
    return `## Step ${at + 1}\n\n${body}${more}\n\n${FINE}`;
  });
  return ["# Report", ...parts, "That is all of the report."].join("\n\n");
}

/** Code with prompts in it, rules, a box, lists, a table and headings. */
export const MARKDOWN = `# Set it up

First look at what is there, then *install* it, and **only then** start it.

## Commands

\`\`\`sh
$ ls
README.md  src
$ npm install
> added 3 packages
❯ npm start
\`\`\`

---

A box that a program draws:

\`\`\`
╭──────────────╮
│ > hello      │
╰──────────────╯
──────────────
? for shortcuts
\`\`\`

1. Open \`config.toml\`.
2. Set the port:
   - \`8080\` for tests
   - \`443\` otherwise
3. Save it.

| name | port | note |
|------|-----:|------|
| web | 443 | public |
| admin | 8080 | local only |

> Quoted: the port has to be free.

That is the whole of it.`;

/** Wide characters, marks that join, and emoji. */
export const WIDE =
  `你好，世界。这是一个关于终端的简短说明，里面有很多宽字符，所以每一行都会在屏幕的右边缘附近换行。

- 日本語のテキストも幅が広いです。
- 한국어 문장도 두 칸을 차지합니다.
- Emoji: 🚀 ✅ 🇩🇪 👍🏽 ❤️
- Übergrößenträger, naïve café, Ωmega

\`\`\`python
print("こんにちは 🌏")
\`\`\`

完了しました。🎉`;

/** Lines that begin with what agents draw before their own. */
export const MARKERS = `These lines look like an agent's own:

\`\`\`
• Ran ls -la
› Ask me to do anything
✦ Here is my answer.
⏺ Bash(rm -rf build)
● Done.
> Type your message
❯ 1. Yes
  2. No
⎿ (no output)
✻ Thinking…
│ Working (3s • esc to interrupt)
\`\`\`

• A bullet that is no list.

› A chevron at the start of a line.

✦ A star at the start of a line.

⏺ A circle at the start of a line.

> A quotation,
> of two lines.

None of them was one.`;
