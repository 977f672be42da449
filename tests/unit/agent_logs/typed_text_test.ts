import { describe, expect, it } from "vitest";
import { TypedText } from "@/server/agent_logs/typed_text.ts";

describe("TypedText", () => {
  it("knows a question however it was typed", () => {
    const typed = new TypedText(["claude", "-p", "from the command"]);
    typed.push("\x1b[200~two\r\nlines, ");
    typed.push("and more\x1b[201~\r");
    expect(typed.has("from the command")).toBe(true);
    expect(typed.has("two\nlines, and more")).toBe(true);
    expect(typed.has("something else")).toBe(false);
    expect(typed.has("…")).toBe(false);
  });

  it("forgets what was typed long ago", () => {
    const typed = new TypedText([]);
    typed.push("first question");
    typed.push("x".repeat(300_000));
    expect(typed.has("first question")).toBe(false);
  });
});
