/**
 * `streamer logs`: what a session has printed, or its conversation.
 *
 * @module
 */
import type { Command } from "commander";
import type { MessageKind } from "@/shared/domain.ts";
import type { LocalServer } from "../local/local_server.ts";
import type { Context, Define } from "./context.ts";
import { type KindFlags, MESSAGE_KINDS, wantedKinds } from "./message_kinds.ts";
import { withServer } from "./with_server.ts";
import { writeAll } from "./write_all.ts";

interface Flags extends KindFlags {
  follow?: boolean;
  raw?: boolean;
  clean?: boolean;
  messages?: boolean;
  json?: boolean;
  kind?: string;
}

export const logs: Define = (program, context) => {
  const command = program.command("logs")
    .description("print what a session has printed, or its conversation")
    .argument("<session>", "its id, the beginning of its id, or its name")
    .option("-f, --follow", "go on until it ends")
    .option("--clean", "text without escape codes (default)")
    .option("--raw", "every byte as it came, standard error on standard error")
    .option("--messages", "the conversation, message by message")
    .option("--json", "with --messages: one message a line as JSON")
    .option("--kind <kinds>", "with --messages: only these kinds");
  for (const kind of MESSAGE_KINDS) {
    command.option(
      `--no-${kind}`,
      `with --messages: leave out ${kind} messages`,
    );
  }
  command
    .addHelpText("after", HELP)
    .action((session: string, flags: Flags) => {
      const kinds = checkFlags(flags, command);
      const id = encodeURIComponent(session);
      return withServer(context, async (server) => {
        if (flags.messages) await print(server, id, { flags, kinds, context });
        else if (flags.raw) await printRaw(server, id, flags);
        else await printText(server, id, flags);
      });
    });
};

/** The kinds of messages that are wanted. */
function checkFlags(
  flags: Flags,
  command: Command,
): ReadonlySet<MessageKind> {
  const forms = (["clean", "raw", "messages"] as const)
    .filter((form) => flags[form]);
  if (forms.length > 1) {
    command.error(`error: --${forms.join(" and --")} exclude each other`);
  }
  const kinds = wantedKinds(flags.kind, flags);
  if ("unknown" in kinds) {
    return command.error(
      `error: --kind does not know "${kinds.unknown}"; there are ${
        MESSAGE_KINDS.join(", ")
      }`,
    );
  }
  const chooses = flags.json ? "json" : flags.kind ? "kind" : leftOut(flags);
  if (chooses && !flags.messages) {
    command.error(`error: --${chooses} needs --messages`);
  }
  return kinds;
}

function leftOut(flags: Flags): string | undefined {
  const kind = MESSAGE_KINDS.find((kind) => flags[kind] === false);
  return kind && `no-${kind}`;
}

async function print(
  server: LocalServer,
  id: string,
  { flags: { follow = false, json = false }, kinds, context }: {
    flags: Flags;
    kinds: ReadonlySet<MessageKind>;
    context: Context;
  },
): Promise<void> {
  const { printMessages } = await import("./log_messages.ts");
  const colour = Deno.stdout.isTerminal() && !context.env.NO_COLOR;
  await printMessages(server, id, { follow, json, colour, kinds });
}

async function printText(
  server: LocalServer,
  id: string,
  { follow }: Flags,
): Promise<void> {
  const path = `/sessions/${id}/output?format=clean&follow=${follow ? 1 : 0}`;
  const { body } = await server.request(path);
  for await (const bytes of body ?? []) {
    if (!await writeAll(Deno.stdout, bytes)) return;
  }
}

async function printRaw(
  server: LocalServer,
  id: string,
  { follow }: Flags,
): Promise<void> {
  const { decodeRecords } = await import("@/shared/decode_records.ts");
  const path = `/sessions/${id}/records?follow=${follow ? 1 : 0}`;
  const { body } = await server.request(path);
  let rest = new Uint8Array();
  for await (const bytes of body ?? []) {
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    const decoded = decodeRecords(joined);
    rest = joined.slice(joined.length - decoded.rest);
    for (const { event } of decoded.records) {
      if (event.type !== "output") continue;
      const file = event.stream === 1 ? Deno.stdout : Deno.stderr;
      if (!await writeAll(file, event.data)) return;
    }
  }
}

const HELP = `
The kinds of messages are question, answer, thinking, tool, permission and
notice. With -f each message is printed when it is complete, in the end also
those that never were. Times and kinds are in colour on a terminal, unless
NO_COLOR is set.

Examples:
  streamer logs fix --messages                         all that was said
  streamer logs fix --messages --kind question,answer  without the details
  streamer logs fix --messages -f --no-thinking        as it is said
  streamer logs fix --messages --json | jq -r .text    for programs
`;
