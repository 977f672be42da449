/**
 * One error for server, command line and page, with a code that survives the
 * wire.
 *
 * @module
 */

/** Every code, the HTTP status and the exit code of the command line. */
export const ERRORS = {
  bad_request: { status: 400, exit: 2 },
  unauthorized: { status: 401, exit: 1 },
  forbidden: { status: 403, exit: 1 },
  not_found: { status: 404, exit: 1 },
  conflict: { status: 409, exit: 1 },
  too_large: { status: 413, exit: 1 },
  internal: { status: 500, exit: 1 },
  source_failed: { status: 502, exit: 1 },
  unavailable: { status: 503, exit: 1 },
} as const;
export type ErrorCode = keyof typeof ERRORS;

/** A failure that a caller is expected to handle. */
export class StreamerError extends Error {
  override readonly name = "StreamerError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** As `ErrorBody` in `error_body.ts` has it. */
  toJSON(): { code: ErrorCode; message: string } {
    return { code: this.code, message: this.message };
  }
}

/** Turns whatever was thrown into a {@linkcode StreamerError}. */
export function toStreamerError(cause: unknown): StreamerError {
  if (cause instanceof StreamerError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StreamerError(
    "internal",
    `Cannot complete the request: ${reason}`,
    {
      cause,
    },
  );
}
