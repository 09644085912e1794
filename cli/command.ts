import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

/** An option of a command. Its help and its completion are made of this. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean | string[];
  /** Stands for the value in the help, such as `<name>`. */
  readonly value?: string;
  /** A sentence or two. */
  readonly help: string;
  /** The values that it takes, if there are few. */
  readonly choices?: readonly string[];
  /** Whether the value is a path, for the completion. */
  readonly isPath?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** An argument without a name, such as the room. */
export interface Argument {
  /** `room` for one that names a room. */
  readonly name: string;
  readonly help: string;
  readonly isOptional?: true;
  /** Whether all that follow belong to it. */
  readonly isRest?: true;
  readonly choices?: readonly string[];
}

type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O & ParseArgsConfig["options"] }>>["values"];

interface Definition<O extends Options> {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What it does, what it prints and what it needs. */
  readonly about: string;
  readonly args?: readonly Argument[];
  readonly options: O;
  /** Command lines without the `parley` before them. */
  readonly examples?: readonly string[];
  /** @throws UsageError, ApiError */
  readonly run: (values: Values<O>, args: readonly string[]) => Promise<void>;
}

/** A command of the program. */
export interface Command extends Omit<Definition<Options>, "run"> {
  /** @throws UsageError, ApiError, TypeError of `parseArgs` */
  readonly run: (argv: readonly string[]) => Promise<void>;
}

/** Several commands under one name, such as `parley admin rooms`. */
export interface CommandGroup {
  readonly summary: string;
  readonly about: string;
  readonly commands: Readonly<Record<string, Command>>;
}

/** Describes a command. Reading the command line and checking it is done here, for all of them. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const { args = [], options, run } = definition;
  return {
    ...definition,
    run: async (argv) => {
      // `parseArgs` takes only what it knows of an option, and leaves the rest alone.
      const known = options as O & ParseArgsConfig["options"];
      const { positionals, values } = parseArgs({ args: [...argv], options: known, allowPositionals: true });
      const last = args.at(-1);
      if (!last?.isRest && positionals.length > args.length) {
        throw new UsageError(`"${positionals[args.length]}" is one argument too many.`);
      }
      for (const [index, { choices, isOptional, name }] of args.entries()) {
        const given = positionals[index];
        if (given === undefined && !isOptional) throw new UsageError(`<${name}> is missing.`);
        checkChoice(`<${name}>`, given, choices);
      }
      for (const [name, { choices }] of Object.entries(options)) {
        checkChoice(`--${name}`, (values as Record<string, unknown>)[name], choices);
      }
      await run(values, positionals);
    },
  };
}

function checkChoice(what: string, given: unknown, choices: readonly string[] | undefined): void {
  if (given === undefined || choices === undefined || choices.includes(String(given))) return;
  throw new UsageError(`${what} takes ${choices.join(", ")}, and not "${String(given)}".`);
}
