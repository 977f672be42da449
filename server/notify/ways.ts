/**
 * Every way to tell people that the settings name.
 *
 * @module
 */
import type { NotifySettings } from "../notify_settings.ts";
import { command } from "./command.ts";
import { desktop } from "./desktop.ts";
import { ntfy } from "./ntfy.ts";
import type { Way } from "./way.ts";
import { webhook } from "./webhook.ts";

/** `path`: where programs are looked for. */
export function waysOf(
  settings: NotifySettings,
  { path }: { path: string },
): Way[] {
  const { when } = settings;
  const screen = settings.desktop ? desktop(when, { path }) : undefined;
  return [
    ...(screen ? [screen] : []),
    ...settings.webhook.map((one) => webhook(one, when)),
    ...settings.ntfy.map((one) => ntfy(one, when)),
    ...settings.command.map((one) => command(one, when)),
  ];
}
