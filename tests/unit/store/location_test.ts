import { expect, test } from "vitest";
import { locate } from "../../../server/store/location.ts";

test.for([
  ["/a b/c?#%20.db", "/a b/c?#%20.db", "file:/a%20b/c%3F%23%2520.db"],
  ["rel.db", `${Deno.cwd()}/rel.db`, `file:${Deno.cwd()}/rel.db`],
  ["file:/a%20b.db", "/a b.db", "file:/a%20b.db"],
  ["file:///a.db", "/a.db", "file:/a.db"],
  ["file://localhost/a.db", "/a.db", "file:/a.db"],
  ["C:\\data\\s.db", "C:\\data\\s.db", "file:C:/data/s.db"],
  ["file:///C:/s.db", "C:/s.db", "file:C:/s.db"],
])("locate() finds the file in %s", ([text, path, url]) => {
  expect(locate(text!)).toEqual({ kind: "file", path, url, name: path });
});

test("locate() keeps a token out of the name", () => {
  const url = "libsql://db.example.org/x?authToken=secret";
  expect(locate(url))
    .toEqual({ kind: "remote", url, name: "libsql://db.example.org/x" });
});

test("locate() refuses what libSQL does not know", () => {
  expect(() => locate("postgres://x")).toThrow(
    expect.objectContaining({ code: "bad_request" }),
  );
});
