import packageJson from "../package.json" with { type: "json" };
import { adviceFor } from "./advice.ts";
import type { Command, CommandGroup } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";
import { groupHelp, helpOf, programHelp } from "./help.ts";
import { ApiError } from "./room-api.ts";
import { print, tell } from "./text/print.ts";
import { CommandFailed, UsageError } from "./usage-error.ts";

const VERSION = packageJson.version;

type Commands = Readonly<Record<string, Command | CommandGroup>>;

/**
 * Runs a command.
 *
 * @param argv the command line, from the command on
 * @returns the exit code
 */
export function main(argv: readonly string[]): Promise<number> {
  return runOneOf(COMMANDS, "", argv, () => programHelp(COMMANDS));
}

/**
 * @param path the words before the command, such as `admin`
 * @param help lists the commands
 */
async function runOneOf(
  commands: Commands,
  path: string,
  [name, ...argv]: readonly string[],
  help: () => string,
): Promise<number> {
  if (name === undefined || isHelp(name) || name === "help") {
    process.stdout.write(help());
    return name === undefined ? EXIT.misused : EXIT.done;
  }
  if (path === "" && name === "--version") {
    print(VERSION);
    return EXIT.done;
  }
  const whole = path === "" ? name : `${path} ${name}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const program = path === "" ? "parley" : `parley ${path}`;
    return fail(`There is no command "${whole}". \`${program} --help\` lists them.`, EXIT.misused);
  }
  if ("commands" in command) return runOneOf(command.commands, whole, argv, () => groupHelp(whole, command));
  // After `--`, nothing is an option.
  const end = argv.indexOf("--");
  if ((end < 0 ? argv : argv.slice(0, end)).some(isHelp)) {
    process.stdout.write(helpOf(whole, command));
    return EXIT.done;
  }
  try {
    await command.run(argv);
    return EXIT.done;
  } catch (error) {
    return failed(whole, error);
  }
}

function isHelp(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}

const ERROR_EXITS: Readonly<Record<string, number>> = {
  unreachable: EXIT.unreachable,
  interrupted: EXIT.interrupted,
};

function failed(name: string, error: unknown): number {
  const see = `\`parley ${name} --help\` lists the options.`;
  if (error instanceof UsageError) return fail(`${error.message}\n${see}`, EXIT.misused);
  if (error instanceof CommandFailed) return fail(error.message, error.exitCode);
  if (error instanceof ApiError) {
    const code = ERROR_EXITS[error.code] ?? EXIT.failed;
    return fail([error.message, adviceFor(error.code)].filter(Boolean).join("\n"), code);
  }
  // `parseArgs` says what is wrong with an option.
  if (error instanceof TypeError && "code" in error) return fail(`${error.message}\n${see}`, EXIT.misused);
  return fail(error instanceof Error ? error.message : String(error), EXIT.failed);
}

function fail(message: string, code: number): number {
  tell(message);
  return code;
}
