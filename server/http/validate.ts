/**
 * Checks parts of requests against their schemas.
 *
 * @module
 */
import type { ValidationTargets } from "hono";
import { validator } from "hono/validator";
import * as z from "zod";
import { StreamerError } from "@/shared/errors.ts";

/** `1` or `0` in a query. */
export const Flag = z.enum(["0", "1"]).default("0")
  .transform((flag) => flag === "1");

/** A part that does not fit is a `bad_request` like any other. */
export function validate<
  Target extends keyof ValidationTargets,
  Schema extends z.ZodType,
>(target: Target, schema: Schema) {
  return validator(target, (value): z.output<Schema> => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const where = issue?.path.join(".") || target;
    throw new StreamerError(
      "bad_request",
      `Cannot use "${where}": ${issue?.message ?? "it is not valid"}`,
    );
  });
}
