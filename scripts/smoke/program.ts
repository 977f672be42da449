/**
 * The built program in a home of its own.
 *
 * @module
 */

/** What a call of the program printed; it ended with 0. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program with an environment in which nothing else has ever run. */
export class Program {
  readonly #path: string;
  readonly #env: Record<string, string>;
  readonly #work: string;

  /** `home` is an empty folder, `port` the one for the dashboard. */
  constructor(path: string, { home, port }: { home: string; port: number }) {
    this.#path = path;
    this.#env = {
      HOME: `${home}/home`,
      LANG: "C.UTF-8",
      PATH: "/usr/bin:/bin",
      STREAMER_HOME: `${home}/streamer`,
      STREAMER_PORT: String(port),
      TMPDIR: `${home}/tmp`,
    };
    for (const name of ["home", "tmp", "work"]) {
      Deno.mkdirSync(`${home}/${name}`);
    }
    this.#work = `${home}/work`;
  }

  /** Throws unless the call ends with 0. */
  async call(...args: string[]): Promise<Printed> {
    const { code, stdout, stderr } = await new Deno.Command(this.#path, {
      args,
      cwd: this.#work,
      clearEnv: true,
      env: this.#env,
      stdin: "null",
    }).output();
    const printed = { stdout: decode(stdout), stderr: decode(stderr) };
    if (code === 0) return printed;
    throw new Error(
      `Cannot run "streamer ${
        args.join(" ")
      }": exit code ${code}\n${printed.stderr}`,
    );
  }

  /** What a call with `--json` printed. */
  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse((await this.call(...args, "--json")).stdout);
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
