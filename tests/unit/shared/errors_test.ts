import { describe, expect, test } from "vitest";
import { ErrorBody } from "@/shared/error_body.ts";
import {
  type ErrorCode,
  ERRORS,
  StreamerError,
  toStreamerError,
} from "@/shared/errors.ts";

describe("StreamerError", () => {
  test("goes over the wire as its code and its sentence", () => {
    const error = new StreamerError("not_found", 'Cannot find session "x"');
    expect(JSON.stringify({ error })).toBe(
      `{"error":{"code":"not_found","message":"Cannot find session \\"x\\""}}`,
    );
    expect(ErrorBody.parse(error.toJSON())).toEqual(error.toJSON());
    expect(error.name).toBe("StreamerError");
  });

  test.each(Object.keys(ERRORS) as ErrorCode[])(
    "%s is known on the wire",
    (code) => {
      expect(ErrorBody.parse({ code, message: "" }).code).toBe(code);
      expect(ERRORS[code].status).toBeGreaterThanOrEqual(400);
      expect(ERRORS[code].exit).toBeGreaterThan(0);
    },
  );
});

describe("toStreamerError()", () => {
  test("leaves its own kind as it is", () => {
    const error = new StreamerError("conflict", "Cannot do two things at once");
    expect(toStreamerError(error)).toBe(error);
  });

  test.each([
    [new TypeError("no such thing"), "no such thing"],
    ["a string", "a string"],
    [undefined, "undefined"],
  ])("wraps %s and remembers it", (cause, reason) => {
    const error = toStreamerError(cause);
    expect(error).toMatchObject({
      code: "internal",
      message: `Cannot complete the request: ${reason}`,
    });
    expect(error.cause).toBe(cause);
  });
});
