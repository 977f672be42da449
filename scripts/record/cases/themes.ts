/**
 * Conversations that every agent can have.
 *
 * @module
 */
import type { CaseTurn } from "../session_case.ts";
import { MARKDOWN, MARKERS, report, WIDE } from "./texts.ts";

/** Three short questions. */
export const shortTurns: readonly CaseTurn[] = [
  {
    question: "What is the capital of France?",
    answer: "The capital of France is **Paris**.",
  },
  {
    question: "And how many people live there?",
    answer: "About two million people live in the city itself. The whole " +
      "region around it has more than twelve million inhabitants, which makes " +
      "it one of the largest in Europe.",
  },
  {
    question: "Thanks, one word only: is it on a river?",
    answer: "Yes.",
  },
];

/** An answer of several screens between two short ones. */
export const longTurns: readonly CaseTurn[] = [
  { question: "Are you ready?", answer: "Yes, I am ready." },
  { question: "Write the whole report", answer: report(24) },
  {
    question: "Sum it up in one sentence",
    answer: "All twenty-four steps went as expected.",
  },
];

/** What Markdown has, then a short question. */
export const markdownTurns: readonly CaseTurn[] = [
  { question: "How do I set this up?", answer: MARKDOWN },
  { question: "Which port is public?", answer: "Port `443` is public." },
];

/** Questions of several lines, by key and by paste. */
export const multilineTurns: readonly CaseTurn[] = [
  {
    question: "Compare these two:\n- a list\n- a set",
    answer: "A list keeps its order; a set holds each thing once.",
  },
  {
    question:
      "Here is my code:\n\nfunction add(a, b) {\n  return a + b;\n}\n\n" +
      "What does it return for 1 and 2?",
    pasted: true,
    answer: "It returns `3`.\n\nFor strings it would join them instead:\n\n" +
      '```js\nadd("1", "2"); // "12"\n```',
  },
];

/** A paste so long that agents show a stand-in for it. */
export const longPasteTurns: readonly CaseTurn[] = [
  {
    question: Array.from(
      { length: 40 },
      (_, at) => `line ${at + 1} of the file has the value ${at * 7}`,
    ).join("\n"),
    pasted: true,
    answer: "The file has forty lines, and each value is a multiple of seven.",
  },
  { question: "Which is the largest?", answer: "The largest value is 273." },
];

/** Wide characters in questions and answers. */
export const wideTurns: readonly CaseTurn[] = [
  { question: "用中文解释一下终端 🚀", answer: WIDE },
  { question: "ありがとう", answer: "どういたしまして 😊" },
];

/** Emoji that are joined of others; the Gemini CLI takes the joiners out. */
export const joinedTurns: readonly CaseTurn[] = [
  { question: "Who works here 👩‍💻?", answer: "- 👩‍💻 Ada\n- 👨‍👩‍👧 her family" },
];

/** Answers that look like the agents' own lines. */
export const markerTurns: readonly CaseTurn[] = [
  { question: "Show me lines that look like yours", answer: MARKERS },
  {
    question: "> is this a quote?",
    answer: "> Yes, it is.\n\n• And this is not.",
  },
];

/** Thoughts of several paragraphs. */
export const thinkingTurns: readonly CaseTurn[] = [
  {
    question: "Why is the sky blue?",
    thinking: "**Recalling the physics**\n\nThe user asks for Rayleigh " +
      "scattering. Short waves are scattered far more than long ones.\n\n" +
      "**Choosing a tone**\n\nA short answer without formulas will do.",
    answer: "Because air scatters blue light more than red light.\n\n" +
      "At sunset the light has to go a longer way, and only the red is left.",
  },
  {
    question: "And why is it not violet?",
    thinking: "**Weighing two reasons**\n\nThe sun gives less violet, and " +
      "the eye sees it badly.",
    answer: "There is less violet in sunlight, and our eyes are less " +
      "sensitive to it.",
  },
];

/** An answer that is cut off by Esc, and what comes after it. */
export const interruptTurns: readonly CaseTurn[] = [
  { question: "Are you there?", answer: "Yes." },
  {
    question: "Tell me everything about the scheduler",
    answer: report(30),
    interruptAt: "Step 5",
  },
  { question: "Stop, just say ok", answer: "Ok." },
];

/** The screen becomes narrower and wider while an answer is written, and after it. */
export const resizeTurns: readonly CaseTurn[] = [
  { question: "Are you ready?", answer: "Yes, as ready as one can be." },
  {
    question: "Write a report of twelve steps, please, with all the details " +
      "that you can find about each of them",
    answer: report(12),
    resizes: [
      { at: "Step 4", size: { cols: 72, rows: 30 } },
      { at: "Step 9", size: { cols: 132, rows: 36 } },
    ],
  },
  {
    question: "Did that survive?",
    answer: "It did, and every line of it is still there.",
    resizes: [{ at: "It did", size: { cols: 90, rows: 28 } }],
  },
];

/** The same question with the same answer, twice, between others. */
export const sameTwiceTurns: readonly CaseTurn[] = [
  { question: "Is the build green?", answer: "Yes, the build is green." },
  { question: "Is the build green?", answer: "Yes, the build is green." },
  { question: "continue", answer: "There is nothing left to do." },
  { question: "continue", answer: "There is nothing left to do." },
];
