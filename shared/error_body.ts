/**
 * How an error travels.
 *
 * Apart from `errors.ts`, so that what only throws errors does not load zod.
 *
 * @module
 */
import * as z from "zod";
import { type ErrorCode, ERRORS } from "./errors.ts";

const CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** An error in JSON. */
export const ErrorBody = z.object({ code: z.enum(CODES), message: z.string() });
export type ErrorBody = z.infer<typeof ErrorBody>;
