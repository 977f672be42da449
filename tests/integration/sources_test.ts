import { openPrebuiltPty } from "../../server/sources/pty_prebuilt.ts";
import { openSource } from "../../server/sources/registry.ts";
import { describeSource } from "./source_suite.ts";

const SIZE = { cols: 80, rows: 24 };

describeSource({
  name: "exec",
  abilities: ["streams", "patience", "refusal"],
  raw: "",
  lines: 24_000_000,
  open: (command, { size = SIZE, ...options } = {}) =>
    openSource({ type: "exec", command, ...options }, { size }),
});

describeSource({
  name: "pty",
  abilities: ["patience", "refusal", "terminal", "settings"],
  raw: "stty raw -echo; ",
  lines: 6_500_000,
  open: (command, { size = SIZE, ...options } = {}) =>
    openSource({ type: "pty", command, ...options }, { size }),
});

describeSource({
  name: "pty, prebuilt",
  abilities: ["terminal"],
  raw: "stty raw -echo; ",
  lines: 1_000_000,
  open: (command, { size = SIZE, ...options } = {}) =>
    openPrebuiltPty({ command, size, ...options }),
});
