/**
 * The ways to start streamer that are here to be measured.
 *
 * @module
 */
import { ROOT } from "../../../scripts/project.ts";
import { type OwnCommand, selfCommand } from "../../../server/own_process.ts";

export interface Program extends OwnCommand {
  readonly name: string;
}

/** From the sources in this clone. */
export const SOURCES: Program = { name: "sources", ...selfCommand() };

/** The sources, and the built executable where there is one. */
export function programs(): Program[] {
  const program = `${ROOT}/dist/streamer`;
  const built: Program = { name: "dist/streamer", program, args: [] };
  return isFile(program) ? [SOURCES, built] : [SOURCES];
}

/** The built executable where there is one: what users have. */
export function bestProgram(): Program {
  return programs().at(-1)!;
}

/** Where program `name` is installed; undefined when it is not. */
export function findProgram(name: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.map((folder) => `${folder}/${name}`).find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    // It is not there, or not for us.
    return false;
  }
}
