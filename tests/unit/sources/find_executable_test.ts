import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findExecutable } from "../../../server/sources/find_executable.ts";

let root = "";

beforeAll(() => {
  root = Deno.realPathSync(Deno.makeTempDirSync());
  for (const folder of ["a", "b", "a/folder"]) {
    Deno.mkdirSync(`${root}/${folder}`);
  }
  for (const runnable of ["b/tool", "b/both", "b/tool.exe", "here"]) {
    Deno.writeTextFileSync(`${root}/${runnable}`, "", { mode: 0o755 });
  }
  for (const plain of ["a/both", "a/text"]) {
    Deno.writeTextFileSync(`${root}/${plain}`, "", { mode: 0o644 });
  }
});

afterAll(() => Deno.removeSync(root, { recursive: true }));

describe("findExecutable()", () => {
  const find = (name: string, path?: string) =>
    findExecutable(name, { env: { PATH: path }, cwd: root });

  test("looks through PATH in order", () => {
    const path = `${root}/a:${root}/b`;
    expect(find("tool", path)).toEqual({
      type: "found",
      path: `${root}/b/tool`,
    });
  });

  test("passes over a file that may not be run", () => {
    const path = `${root}/a:${root}/b`;
    expect(find("both", path)).toEqual({
      type: "found",
      path: `${root}/b/both`,
    });
  });

  test.for([
    ["text", "not_executable"],
    ["folder", "not_executable"],
    ["absent", "not_found"],
    ["", "not_found"],
  ])('answers for "%s" with %s', ([name, type]) => {
    expect(find(name!, `${root}/a:/no/such`)).toEqual({ type });
  });

  test("takes a name with a slash as a path from cwd", () => {
    expect(find("b/tool", "")).toEqual({
      type: "found",
      path: `${root}/b/tool`,
    });
    expect(find("./absent")).toEqual({ type: "not_found" });
    expect(find("here/below")).toEqual({ type: "not_found" });
  });

  test("takes empty and relative entries of PATH from cwd", () => {
    expect(find("here", "/no/such:")).toMatchObject({ type: "found" });
    expect(find("tool", "b")).toMatchObject({ type: "found" });
  });

  test("looks in the usual folders when PATH is not set", () => {
    expect(find("sh")).toMatchObject({ type: "found" });
    expect(find("here")).toEqual({ type: "not_found" });
  });
});

describe("findExecutable() on Windows", () => {
  const find = (name: string) =>
    findExecutable(name, {
      env: { PATH: "C:\\one;two", PATHEXT: ".COM;.EXE" },
      cwd: "C:\\work",
      os: "windows",
    });

  test("finds nothing where there is nothing", () => {
    expect(find("tool")).toEqual({ type: "not_found" });
    expect(find("..\\tool.exe")).toEqual({ type: "not_found" });
  });

  test("tries the endings in PATHEXT", () => {
    const found = findExecutable(`${root}/b/tool`, {
      env: { PATHEXT: ".COM;.EXE" },
      cwd: root,
      os: "windows",
    });
    expect(found).toEqual({ type: "found", path: `${root}/b/tool.exe` });
  });
});
