/**
 * `streamer completions`: what makes the shell complete streamer's own words.
 *
 * @module
 */
import { Argument } from "commander";
import type { Define } from "./context.ts";

export const completions: Define = (program, context) => {
  program.command("completions")
    .description("print a script that completes streamer's words in your shell")
    .addArgument(
      new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]),
    )
    .addHelpText("after", HELP)
    .action(async (shell: string) => {
      const { completionScript } = await import("../completion/scripts.ts");
      await context.print(completionScript(shell));
    });
  program.command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action(async (words: string[]) => {
      const { candidates } = await import("../completion/candidates.ts");
      for (const line of await candidates(program, words, context.env)) {
        await context.print(`${line}\n`);
      }
    });
};

const HELP = `
For every new shell:
  bash   echo 'eval "$(streamer completions bash)"' >> ~/.bashrc
  zsh    echo 'eval "$(streamer completions zsh)"' >> ~/.zshrc
  fish   streamer completions fish > ~/.config/fish/completions/streamer.fish
`;
