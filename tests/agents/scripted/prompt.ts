/**
 * A program that asks for lines at a prompt, and is busy with each for a while:
 * `prompt.ts <milliseconds>`. It ends with the line `exit`.
 *
 * @module
 */
const busy = Number(Deno.args[0] ?? 0);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Milliseconds between two dots that show that it works. */
const DOT = 100;

async function print(text: string): Promise<void> {
  await Deno.stdout.write(encoder.encode(text));
}

async function work(line: string): Promise<void> {
  for (let at = 0; at < busy; at += DOT) {
    await print(".");
    await new Promise((resolve) => setTimeout(resolve, DOT));
  }
  await print(`${busy > 0 ? "\n" : ""}done: ${line}\n> `);
}

await print("> ");
let rest = "";
const buffer = new Uint8Array(4096);
for (;;) {
  const read = await Deno.stdin.read(buffer);
  if (read === null) break;
  const lines = (rest + decoder.decode(buffer.subarray(0, read))).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    if (line === "exit") Deno.exit(0);
    await work(line);
  }
}
