import { defineCommand } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS = ["bash", "zsh"] as const;

/** Lets a shell complete the commands and options of the program. */
export const COMPLETION = defineCommand({
  summary: "Print the completion of commands and options for bash or zsh.",
  about: "Prints a script that lets your shell complete commands, options and their values with the Tab key.",
  args: [{ name: "shell", choices: SHELLS, help: "bash or zsh." }],
  options: {},
  examples: [
    "source <(parley completion bash)    # in ~/.bashrc",
    "source <(parley completion zsh)     # in ~/.zshrc, after compinit",
  ],
  run: async (_, [shell]) => {
    // The list of commands has this one in it.
    const { COMMANDS } = await import("../commands.ts");
    process.stdout.write(shell === "bash" ? bashCompletion(COMMANDS) : zshCompletion(COMMANDS));
  },
});
