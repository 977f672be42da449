/**
 * Builds the dashboard into `web/dist`. While developing, everything that is
 * not a file of the page is passed on to a running server.
 *
 * @module
 */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import process from "node:process";

const root = decodeURI(new URL(".", import.meta.url).pathname);
const server = process.env["STREAMER_URL"] ?? "http://127.0.0.1:7433";

export default defineConfig({
  root,
  cacheDir: "../node_modules/.vite",
  plugins: [svelte({ configFile: false })],
  resolve: {
    alias: { "@/": decodeURI(new URL("..", import.meta.url).pathname) },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The first versions that know light-dark() and CSS nesting.
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      // The server accepts its own origin only.
      "/api": {
        target: server,
        changeOrigin: true,
        headers: { origin: server },
      },
      "/ws": {
        target: server,
        ws: true,
        changeOrigin: true,
        headers: { origin: server },
      },
    },
  },
});
