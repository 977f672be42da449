/**
 * Everything that shows Markdown, in one module, which is loaded when it is
 * needed.
 *
 * @module
 */
export { blocksOf, codeOf } from "./markdown_blocks.ts";
export { safeHtml } from "./safe_html.ts";
