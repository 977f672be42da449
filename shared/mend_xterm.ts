/**
 * Faults of xterm.js 6.0.0 with which output can make it throw, and with that
 * stand still. Here and in browsers alike.
 *
 * @module
 */

/** What is used of a terminal. Some of it is not in xterm's public interface; the version is pinned. */
export interface Mendable {
  readonly cols: number;
  readonly rows: number;
  readonly parser: {
    registerCsiHandler(
      id: { prefix?: string; final: string },
      handler: (params: (number | number[])[]) => boolean,
    ): unknown;
  };
  readonly _core: {
    buffer: { x: number; y: number };
    buffers: { active: unknown; alt: { clear(): void } };
    _inputHandler: {
      /** `spare` leaves protected cells. */
      eraseInDisplay(
        params: { params: readonly number[] },
        spare: boolean,
      ): boolean;
    };
  };
}

/**
 * Erasing from the top to the cursor in the last cell of the screen, xterm
 * looks for a row below it and throws. It is the same as to erase all.
 */
export function mendErase(terminal: Mendable): void {
  for (const id of [{ final: "J" }, { prefix: "?", final: "J" }]) {
    terminal.parser.registerCsiHandler(id, ([what]) => {
      const { buffer, _inputHandler } = terminal._core;
      const atEnd = buffer.y + 1 >= terminal.rows &&
        buffer.x + 1 >= terminal.cols;
      return what === 1 && atEnd &&
        _inputHandler.eraseInDisplay({ params: [2] }, "prefix" in id);
    });
  }
}

/**
 * To be called when the size has changed. xterm leaves an alternate screen
 * that is not shown its old length; once shown, it would scroll into a
 * scrollback that it must not have, and may throw when the size changes again.
 */
export function mendAlternate({ _core }: Mendable): void {
  const { active, alt } = _core.buffers;
  if (active !== alt) alt.clear();
}
