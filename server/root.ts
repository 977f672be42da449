/**
 * The folder that holds `server/` and `web/`.
 *
 * The build puts every chunk of the bundle directly into `server/`, so the
 * same relation holds in a clone, in a packed file and in a compiled one.
 *
 * @module
 */

/** Ends with a slash, so that `new URL("web/dist/", rootUrl)` is the dashboard. */
export const rootUrl: URL = new URL("../", import.meta.url);
