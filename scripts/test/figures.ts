/**
 * The figures of a test run.
 *
 * @module
 */

export interface Figures {
  passed: number;
  failed: number;
  skipped: number;
}

/** The line that ends every test run. */
export function formatFigures({ passed, failed, skipped }: Figures): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
