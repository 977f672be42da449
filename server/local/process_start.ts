/**
 * When a process started, in the system's own words: with its pid it names one
 * process for ever, where a pid alone comes again.
 *
 * @module
 */

/** Undefined when there is no such process. */
export async function processStart(
  pid: number,
  os: typeof Deno.build.os = Deno.build.os,
): Promise<string | undefined> {
  if (os === "linux") return linuxStart(pid);
  const [program, args] = os === "windows"
    ? ["powershell", [
      "-NoProfile",
      "-Command",
      `(Get-Process -Id ${pid}).StartTime.Ticks`,
    ]] as const
    : ["ps", ["-o", "lstart=", "-p", `${pid}`]] as const;
  const { success, stdout } = await new Deno.Command(program, {
    args: [...args],
    stderr: "null",
  }).output();
  const text = new TextDecoder().decode(stdout).trim();
  return success && text ? text : undefined;
}

/** Clock ticks since boot: field 22 of /proc/PID/stat, proc(5). */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The second field is a name in parentheses that may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    // No such process.
    return undefined;
  }
}
