/**
 * The page's address: `/` or `/sessions/<id>`.
 *
 * @module
 */
export class Router {
  #path = $state(location.pathname);
  /** The chosen session's id. */
  readonly session = $derived(sessionIn(this.#path));

  constructor() {
    addEventListener("popstate", () => this.#path = location.pathname);
  }

  go(path: string): void {
    if (path === this.#path) return;
    history.pushState(null, "", path);
    this.#path = path;
  }

  /** Follows a link inside the page; leaves clicks that mean another tab to the browser. */
  follow(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
    if (
      event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey
    ) return;
    event.preventDefault();
    this.go(event.currentTarget.pathname);
  }
}

/** Where a session is shown. */
export function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}

/** The session named by `path`, or null. */
export function sessionIn(path: string): string | null {
  const id = path.match(/^\/sessions\/([^/]+)\/?$/)?.[1];
  return id === undefined ? null : decodeURIComponent(id);
}
