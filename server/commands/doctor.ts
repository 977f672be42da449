/**
 * `streamer doctor`: looks at everything that must work, and says what does not.
 *
 * @module
 */
import type { Define } from "./context.ts";

export const doctor: Define = (program, context) => {
  program.command("doctor")
    .description("check the installation, the server and the database")
    .option("--json", "an array of checks")
    .action(async ({ json }: { json?: boolean }) => {
      const { loadConfig } = await import("../config.ts");
      const { examine } = await import("../doctor.ts");
      const checks = await examine(await loadConfig(context.env));
      if (json) await context.print(JSON.stringify(checks) + "\n");
      else {
        const { formatTable } = await import("./format.ts");
        await context.print(formatTable(
          checks.map((
            { ok, name, detail },
          ) => [ok ? "ok" : "BAD", name, detail]),
        ));
      }
      if (checks.some(({ ok }) => !ok)) context.exit(1);
    });
};
