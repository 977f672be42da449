/**
 * What is typed, or piped in: to the command, and noted in the feed.
 *
 * @module
 */
import type { Feeder } from "../feed/feeder.ts";
import type { Channel } from "../sources/source.ts";
import type { Keyboard } from "./keyboard.ts";
import type { Terminal } from "./terminal.ts";

/** Passes input on until it ends or the command takes no more. */
export async function passInput(
  { channel, feeder, terminal, interactive, keyboard }: {
    channel: Channel;
    feeder: Feeder;
    terminal: Terminal;
    interactive: boolean;
    keyboard: Keyboard;
  },
): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const data = await keyboard.read();
      if (data === null) return await channel.end();
      if (interactive && isSuspend(data) && channel.suspendable?.()) {
        suspend(channel, terminal);
        continue;
      }
      if (interactive) {
        noteInput(decoder.decode(data, { stream: true }), { channel, feeder });
      }
      await channel.write(data);
    }
  } catch {
    // The command has closed its input or has ended; output tells.
  }
}

/** A single Ctrl-Z. */
function isSuspend(data: Uint8Array): boolean {
  return data.length === 1 && data[0] === 0x1a;
}

function suspend(channel: Channel, terminal: Terminal): void {
  channel.signal("SIGSTOP");
  terminal.suspend();
  channel.signal("SIGCONT");
}

/** Notes in the feed what was typed, unless it is a password. */
export function noteInput(
  text: string,
  { channel, feeder }: { channel: Channel; feeder: Feeder },
): void {
  if (text && channel.echoes()) feeder.pass({ type: "input", text });
}
