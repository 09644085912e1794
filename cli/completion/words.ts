import type { Command, CommandGroup, Option } from "../command.ts";

export type Commands = Readonly<Record<string, Command | CommandGroup>>;

/** A command with the words before it, such as `admin rooms`. */
export interface CommandPath {
  readonly path: string;
  readonly command: Command;
}

/** The commands, those of groups with their path. */
export function commandPaths(commands: Commands): CommandPath[] {
  return Object.entries(commands).flatMap(([name, command]) =>
    "commands" in command
      ? commandPaths(command.commands).map(({ command, path }) => ({ path: `${name} ${path}`, command }))
      : [{ path: name, command }],
  );
}

/** The groups, with the names of their commands. */
export function groupsOf(commands: Commands): { readonly path: string; readonly group: CommandGroup }[] {
  return Object.entries(commands).flatMap(([path, group]) => ("commands" in group ? [{ path, group }] : []));
}

export interface NamedOption extends Option {
  readonly name: string;
}

export function optionsOf({ options }: Command): NamedOption[] {
  const named = Object.entries(options).map(([name, option]) => ({ ...option, name }));
  return [...named, { name: "help", short: "h", type: "boolean", help: "Shows this." }];
}
