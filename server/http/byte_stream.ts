/**
 * A response body that takes the next piece only when the reader wants it.
 * `open` is given a signal that aborts when the reader has left.
 */
export function byteStream(
  open: (signal: AbortSignal) => AsyncGenerator<Uint8Array>,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const pieces = open(left.signal);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (left.signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      left.abort();
      await pieces.return(undefined);
    },
  });
}
