/**
 * Reads the choices of a dialog off a screen.
 *
 * @module
 */

/** A choice's row, behind the mark of the chosen one. */
const CHOICE = /^[ ›❯>●○]*\d\. (.*)$/;

/** What follows a label on its row: the key for it, or advice. */
const HINT = /(?: \((?:\w|esc|shift\+tab)\)| · .*)$/;

/** The labels of the choices behind `question` in a screen's text. */
export function choicesIn(text: string, question: string): string[] {
  const choices: string[] = [];
  const after = text.slice(text.lastIndexOf(question) + question.length);
  for (const row of after.split("\n").map(withoutBox)) {
    const label = CHOICE.exec(row)?.[1];
    if (label !== undefined) choices.push(label);
    else if (choices.length > 0 && !/^ {3,}\S/.test(row)) break;
    else if (choices.length > 0) choices.push(continued(choices.pop()!, row));
  }
  return choices.map((choice) => choice.replace(HINT, ""));
}

/** Labels are broken at blanks and behind slashes. */
function continued(label: string, row: string): string {
  return label + (label.endsWith("/") ? "" : " ") + row.trim();
}

function withoutBox(row: string): string {
  return row.replace(/^│ ?/, "").replace(/│$/, "").trimEnd();
}
