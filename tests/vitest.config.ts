import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const root = decodeURI(new URL("..", import.meta.url).pathname);

export default defineConfig({
  root,
  // The state classes of the page are written in runes.
  plugins: [svelte({ configFile: false })],
  resolve: { alias: { "@/": root } },
  test: {
    pool: "forks",
    include: ["tests/{unit,integration,e2e}/**/*_test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A second, which is usual, is too short for a busy machine.
    expect: { poll: { timeout: 15_000 } },
    coverage: {
      provider: "v8",
      include: ["server/**/*.ts", "shared/**/*.ts"],
      // scripts/test.ts adds the coverage of child processes and judges the sum.
      reporter: ["json"],
      reportsDirectory: "coverage",
      reportOnFailure: true,
    },
  },
});
