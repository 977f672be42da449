/**
 * From a command that runs to the log of its agent.
 *
 * @module
 */
import { programOf } from "../profiles/command_name.ts";
import { jsonOutputOf } from "../profiles/logs/json_output.ts";
import { LOG_PLACES } from "../profiles/logs/places.ts";
import { AgentLog, type AgentLogOptions } from "./agent_log.ts";

/** A command, and what `--agent` says it is. */
export type LoggedCommand =
  & Omit<AgentLogOptions, "agent" | "place">
  & { agent?: string | undefined };

/**
 * Follows the log of `command`. Undefined when it is no agent that is known to
 * keep one, and when it prints its conversation as JSON anyway.
 */
export function openAgentLog(command: LoggedCommand): AgentLog | undefined {
  const agent = command.agent ?? programOf(command.command);
  const place = LOG_PLACES[agent];
  if (!place || jsonOutputOf(command.command)) return undefined;
  return new AgentLog({ ...command, agent, place });
}
