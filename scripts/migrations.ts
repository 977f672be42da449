/**
 * Generates migrations from the schema and embeds them for the program.
 *
 *     deno run -A scripts/migrations.ts [--name what_changes]
 *     deno run -A scripts/migrations.ts --check
 *
 * With `--check` it changes nothing, and exits 1 when schema, SQL and JSON do
 * not say the same.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "server/store/migrations");
const embedded = join(root, "server/store/migrations.json");

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: string[]): Promise<number> {
  if (args.includes("--check")) return await check();
  await generate(folder, args);
  await Deno.writeTextFile(embedded, await embed());
  return 0;
}

/** 0 when there is nothing to generate and nothing to embed. */
async function check(): Promise<number> {
  const copy = await Deno.makeTempDir();
  try {
    await copyFolder(folder, copy);
    await generate(copy, []);
    if (await journal(copy) !== await journal(folder)) {
      return complain("the schema has changes that no migration has");
    }
    if (await Deno.readTextFile(embedded) !== await embed()) {
      return complain("migrations.json is not what the SQL files say");
    }
    return 0;
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

function complain(what: string): number {
  // deno-lint-ignore no-console -- this is a command
  console.error(`${what}; run: deno run -A scripts/migrations.ts`);
  return 1;
}

async function generate(out: string, args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "node_modules/drizzle-kit/bin.cjs",
      "generate",
      "--dialect=sqlite",
      "--schema=server/store/schema.ts",
      `--out=${relative(root, out)}`,
      ...args,
    ],
    cwd: root,
  }).output();
  if (success) return;
  const text = new TextDecoder();
  throw new Error(
    `Cannot generate migrations: ${text.decode(stdout)}${text.decode(stderr)}`,
  );
}

/** The embedded form: what drizzle's migrator makes of the folder. */
async function embed(): Promise<string> {
  const { entries } = JSON.parse(await journal(folder));
  const migrations = entries.map(
    ({ tag, when }: { tag: string; when: number }) => {
      const text = Deno.readTextFileSync(join(folder, `${tag}.sql`));
      const hash = createHash("sha256").update(text).digest("hex");
      return {
        tag,
        hash,
        when,
        statements: text.split("--> statement-breakpoint"),
      };
    },
  );
  return `${JSON.stringify(migrations, null, 2)}\n`;
}

async function journal(where: string): Promise<string> {
  return await Deno.readTextFile(join(where, "meta/_journal.json"));
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (!isDirectory) await Deno.copyFile(join(from, name), join(to, name));
    else {
      await Deno.mkdir(join(to, name));
      await copyFolder(join(from, name), join(to, name));
    }
  }
}
