/**
 * Finds the log that a command's agent writes.
 *
 * @module
 */
import { programOf, programWords } from "../profiles/command_name.ts";
import type { AgentLogPlace, LogOwner } from "../profiles/logs/places.ts";
import {
  type Candidate,
  candidates,
  headOf,
  isOnTheWay,
  tailOf,
} from "./candidates.ts";
import {
  allProcesses,
  commandOf,
  folderOf,
  openFilesOf,
  processTree,
  variablesOf,
} from "./process_tree.ts";
import type { TypedText } from "./typed_text.ts";

/** How an agent is told to go on with an older session. */
const RESUMES = /^(--?(r|c|resume|continue)(=.*)?|resume|fork|--fork-session)$/;

export interface LogFinderOptions {
  /** The profile's name. */
  agent: string;
  place: AgentLogPlace;
  command: readonly string[];
  pid: number;
  /** Where and with what the command was started. */
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** When, in milliseconds since the epoch. */
  since: number;
  /** What people typed into it. */
  typed: TypedText;
}

/** Whose log may be whose, as far as /proc tells now. */
interface Scene {
  tree: number[];
  roots: string[];
  owners: LogOwner[];
}

export class LogFinder {
  readonly #options: LogFinderOptions;
  /** Where the command's processes keep their logs. */
  readonly #roots = new Set<string>();
  /** Folders that they were in. */
  readonly #folders: Set<string>;
  /** Whether another process of this agent was seen in the same folder. */
  #hadCompany = false;
  readonly #hashes = new Map<string, string>();
  /** Whose a file is does not change. */
  readonly #verdicts = new Map<string, boolean>();

  constructor(options: LogFinderOptions) {
    this.#options = options;
    this.#folders = new Set([options.cwd]);
  }

  /**
   * The path of the log: one that the command's processes have open, else the
   * newest that says that it is of their folder. What may as well be another
   * process's, what is older than the command, and whatever comes after a first
   * log, must have a question that was asked here. Undefined while there is none.
   */
  async find(current: string | undefined): Promise<string | undefined> {
    const scene = await this.#scene();
    const found = this.#candidates(scene);
    if (found.length === 0 && current === undefined) {
      return this.#open(scene)[0];
    }
    if (found.every(({ path }) => path === current)) return current;
    const open = this.#open(scene);
    const held = found.filter(({ path }) => open.includes(path));
    if (held.length > 0) return newest(held);
    const fresh = found.filter(({ born }) =>
      born >= this.#options.since || this.#resumes()
    );
    this.#hadCompany ||= !this.#isAlone(scene);
    return current === undefined && !this.#hadCompany && fresh.length > 0
      ? newest(fresh)
      : this.#recognized(found, current);
  }

  /** Folders whose changes tell of a new log, as far as they are known and there. */
  async folders(): Promise<string[]> {
    const { roots, owners } = await this.#scene();
    const ways = roots.flatMap((root) =>
      owners.map((owner) => {
        const names = this.#options.place.path(owner).slice(0, -1);
        const free = names.findIndex((name) => typeof name !== "string");
        const fixed = free < 0 ? names : names.slice(0, free);
        return [root, ...fixed].join("/");
      })
    );
    return [...new Set(ways)];
  }

  #candidates(scene: Scene): Candidate[] {
    const { place } = this.#options;
    const found = new Map<string, Candidate>();
    for (const owner of scene.owners) {
      for (const each of candidates(scene.roots, { place, owner })) {
        if (this.#belongs(each.path, owner)) found.set(each.path, each);
      }
    }
    return [...found.values()];
  }

  #belongs(path: string, owner: LogOwner): boolean {
    const key = `${owner.cwd}\n${path}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const head = headOf(path);
    // Its first line is not written yet.
    if (head.length < 2) return false;
    const verdict = this.#options.place.belongs(head, owner);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** Logs that the command's processes have open, however old. */
  #open({ tree, roots, owners }: Scene): string[] {
    const { place } = this.#options;
    return tree.flatMap(openFilesOf).filter((path) =>
      owners.some((owner) =>
        isOnTheWay(path, roots, { place, owner }) && this.#belongs(path, owner)
      )
    );
  }

  /** Whether no other process of this agent works in the same folder. */
  #isAlone({ tree, owners }: Scene): boolean {
    const folders = owners.map(({ cwd }) => cwd);
    return !allProcesses().some((pid) =>
      !tree.includes(pid) &&
      programOf(commandOf(pid)) === this.#options.agent &&
      folders.includes(folderOf(pid) ?? "")
    );
  }

  /** The one in which the newest question is that was asked here. */
  #recognized(
    found: readonly Candidate[],
    current: string | undefined,
  ): string | undefined {
    const asked = found
      .map(({ path }) => ({ path, at: this.#askedAt(path) }))
      .filter(({ at }) => at > 0)
      .toSorted((a, b) => b.at - a.at);
    return asked.at(0)?.path ?? current;
  }

  /** When the newest question in `path` was said that was asked here; 0 for none. */
  #askedAt(path: string): number {
    const { place, since, typed } = this.#options;
    const reader = place.reader();
    const said = [...headOf(path), ...tailOf(path)]
      .flatMap((line) => reader.read(line));
    const times = said.flatMap((each) =>
      each.type === "message" && each.kind === "question" &&
        each.at !== null && each.at >= since && typed.has(each.text)
        ? each.at
        : []
    );
    return Math.max(0, ...times);
  }

  #resumes(): boolean {
    return programWords(this.#options.command).some((word) =>
      RESUMES.test(word)
    );
  }

  async #scene(): Promise<Scene> {
    const { place, pid, since } = this.#options;
    const tree = processTree(pid);
    // They are gone when the command has ended, and its log is still read.
    for (const each of tree) {
      const variables = variablesOf(each, place.variables);
      place.roots(variables).forEach((root) => this.#roots.add(root));
      const folder = folderOf(each);
      if (folder !== undefined) this.#folders.add(folder);
    }
    const resumes = this.#resumes();
    const owners = await Promise.all([...this.#folders].map(async (cwd) => (
      { cwd, cwdHash: await this.#hash(cwd), since, resumes }
    )));
    const roots = this.#roots.size > 0
      ? [...this.#roots]
      : place.roots(this.#options.env);
    return { tree, roots, owners };
  }

  async #hash(cwd: string): Promise<string> {
    const known = this.#hashes.get(cwd);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(cwd);
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    const hash = new Uint8Array(digest).toHex();
    this.#hashes.set(cwd, hash);
    return hash;
  }
}

/** By birth: of a log that was begun anew, the last. */
function newest(found: readonly Candidate[]): string | undefined {
  return found.toSorted((a, b) => b.born - a.born || b.written - a.written)
    .at(0)?.path;
}
