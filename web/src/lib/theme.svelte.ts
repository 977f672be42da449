/**
 * Light, dark, or what the system says.
 *
 * @module
 */
import { MediaQuery } from "svelte/reactivity";
import { recall, remember } from "./storage.ts";

const CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof CHOICES)[number];

export class Theme {
  choice = $state<ThemeChoice>("system");
  readonly #system = new MediaQuery("prefers-color-scheme: dark");
  readonly dark = $derived(
    this.choice === "system" ? this.#system.current : this.choice === "dark",
  );

  constructor() {
    this.#choose(
      CHOICES.find((choice) => choice === recall("theme")) ?? "system",
    );
  }

  /** Goes on to the next choice. */
  next(): void {
    const index = CHOICES.indexOf(this.choice);
    this.#choose(CHOICES[(index + 1) % CHOICES.length]!);
    remember("theme", this.choice);
  }

  #choose(choice: ThemeChoice): void {
    this.choice = choice;
    document.documentElement.dataset["theme"] = choice;
  }
}
