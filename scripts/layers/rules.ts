/**
 * Who may import whom.
 *
 * @module
 */
import type { Import, Module } from "./read_module.ts";

/** What modules of a zone may use. */
interface Rule {
  /** Other zones; a zone may always use itself. */
  readonly zones: readonly Zone[];
  /** Zones or modules of which only types may come. */
  readonly types?: readonly string[];
  /** Packages; `node:` stands for all of Node's own. */
  readonly packages: readonly string[];
  /** Whether the global `Deno` may be used. */
  readonly deno: boolean;
}

const ZONES = [
  "shared",
  "base",
  "profiles",
  "pipeline",
  "sources",
  "store",
  "sessions",
  "local",
  "feed",
  "agent_logs",
  "run",
  "completion",
  "notify",
  "http",
  "commands",
  "top",
  "web",
] as const;
type Zone = typeof ZONES[number];

const SERVER = ZONES.filter((zone) =>
  zone !== "web" && zone !== "commands" && zone !== "top"
);

/** From the inside out: a zone uses those above it. */
const RULES: Record<Zone, Rule> = {
  shared: { zones: [], packages: ["zod"], deno: false },
  // Modules directly in server/: settings, folders, this process, small adapters.
  base: {
    zones: ["shared"],
    types: ["http"],
    packages: ["node:", "smol-toml", "zod"],
    deno: true,
  },
  profiles: { zones: ["shared"], packages: ["zod"], deno: false },
  pipeline: {
    zones: ["shared"],
    types: ["profiles"],
    packages: [
      "@xterm/headless",
      "@xterm/addon-serialize",
    ],
    deno: false,
  },
  sources: {
    zones: ["shared"],
    packages: ["@lydell/node-pty", "node:", "zod"],
    deno: true,
  },
  store: {
    zones: ["shared"],
    types: ["sessions"],
    packages: ["@libsql/client", "drizzle-orm", "node:", "zod"],
    deno: true,
  },
  sessions: {
    zones: ["shared", "base", "pipeline", "profiles"],
    types: ["store", "http"],
    packages: ["node:", "zod"],
    deno: true,
  },
  local: { zones: ["shared", "base"], packages: ["node:", "zod"], deno: true },
  feed: {
    zones: ["shared"],
    packages: [],
    deno: true,
  },
  completion: {
    zones: ["shared", "base", "profiles", "local"],
    packages: ["commander"],
    deno: true,
  },
  "agent_logs": { zones: ["shared", "profiles"], packages: [], deno: true },
  run: {
    zones: [
      "agent_logs",
      "shared",
      "base",
      "profiles",
      "sources",
      "local",
      "feed",
      "notify",
    ],
    packages: ["node:", "zod"],
    deno: true,
  },
  notify: { zones: ["shared", "base"], packages: ["zod"], deno: true },
  http: { zones: ["shared"], packages: ["hono", "zod"], deno: false },
  commands: {
    zones: [...SERVER, "top"],
    packages: ["commander", "node:", "zod"],
    deno: true,
  },
  // These put everything together.
  top: {
    zones: [...SERVER, "commands"],
    packages: ["commander", "node:", "zod"],
    deno: true,
  },
  web: {
    zones: ["shared"],
    types: ["server/http/app.ts"],
    packages: [
      "@xterm/addon-fit",
      "@xterm/addon-web-links",
      "@xterm/addon-webgl",
      "@xterm/xterm",
      "dompurify",
      "hono",
      "marked",
      "svelte",
      "zod",
    ],
    deno: false,
  },
};

/** Folders whose modules have to keep the rules. */
export const CHECKED = ["shared", "server", "web/src"];

const TOP = ["main", "app", "serve", "doctor"].map((name) =>
  `server/${name}.ts`
);
const MAY_EXIT = ["server/main.ts"];

/** One line for each rule that `module` breaks. */
export function violations(module: Module): string[] {
  const zone = zoneOf(module.path);
  if (zone === undefined) return [`${module.path}: belongs to no zone`];
  const wrongImports = module.imports
    .filter((each) => !allows(zone, each))
    .map(({ line, target, typeOnly }) =>
      `${module.path}:${line}: ${zone} must not import ${
        typeOnly ? "types of " : ""
      }${target}`
    );
  const wrongUses = module.denoUses
    .filter(({ member }) =>
      !RULES[zone].deno || isEarlyExit(module.path, member)
    )
    .map(({ line, member }) =>
      `${module.path}:${line}: ${zone} must not use Deno.${member}`
    );
  return [...wrongImports, ...wrongUses];
}

function allows(zone: Zone, { target, isPackage, typeOnly }: Import): boolean {
  const { zones, types = [], packages } = RULES[zone];
  if (isPackage) {
    return packages.includes(target) ||
      (target.startsWith("node:") && packages.includes("node:"));
  }
  if (!/\.(ts|svelte)$/.test(target)) return true; // Data, such as deno.json.
  const other = zoneOf(target);
  if (other === undefined) return false;
  return other === zone || zones.includes(other) ||
    (typeOnly && (types.includes(other) || types.includes(target)));
}

function isEarlyExit(path: string, member: string): boolean {
  return member === "exit" && !MAY_EXIT.includes(path);
}

function zoneOf(path: string): Zone | undefined {
  if (TOP.includes(path)) return "top";
  if (/^server\/[^/]+\.ts$/.test(path)) return "base";
  const folder = path.replace(/^server\//, "").split("/")[0];
  return ZONES.find((zone) => zone === folder);
}
