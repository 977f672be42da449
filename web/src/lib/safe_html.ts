/**
 * HTML from Markdown that nobody here has written: no scripts, no styles, no
 * pictures from elsewhere, and no links into the page itself.
 *
 * @module
 */
import DOMPurify from "dompurify";
import { Marked, type Token } from "marked";

/** What links may lead to: other pages and addresses to write to. */
const ELSEWHERE = /^(?:https?:\/\/|mailto:)/i;

/** The one tag that Markdown has no other word for inside a table. */
const BREAK = /^<br ?\/?>$/i;

const ALLOWED = {
  ALLOWED_TAGS: [
    ..."h1 h2 h3 h4 h5 h6 p br hr strong em del a code div pre blockquote"
      .split(
        " ",
      ),
    ..."ul ol li table thead tbody tr th td".split(" "),
  ],
  ALLOWED_ATTR: ["href", "title", "target", "rel", "start", "align"],
  ALLOWED_URI_REGEXP: ELSEWHERE,
  // These hold no addresses.
  ADD_URI_SAFE_ATTR: ["target", "rel", "start", "align"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const marked = new Marked({
  renderer: {
    // Agents write tags to speak of them, not to make any.
    html: ({ text }) => BREAK.test(text) ? "<br>" : escapeHtml(text),
    image: ({ href, text }) => link(href, escapeHtml(text || href)),
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens));
    },
    checkbox: ({ checked }) => checked ? "☑ " : "☐ ",
    // The block around it has room for a button that does not scroll along.
    code: ({ text }) =>
      `<div><pre><code>${escapeHtml(text)}</code></pre></div>`,
  },
});

/** The HTML of one block. */
export function safeHtml(token: Token): string {
  return DOMPurify.sanitize(marked.parser([token]), ALLOWED);
}

/** A path of a file looks like a link, too: it stays text. */
function link(href: string, html: string): string {
  if (!ELSEWHERE.test(href)) return html;
  const address = escapeHtml(href);
  return `<a href="${address}" title="${address}" target="_blank" rel="noopener noreferrer">${html}</a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
