import type { Command } from "./command.ts";
import { ApiError } from "./room-api.ts";
import { UsageError } from "./usage-error.ts";

/** The commands, each loaded when it is run. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  post: async () => (await import("./commands/post.ts")).POST,
  export: async () => (await import("./commands/export.ts")).EXPORT,
  import: async () => (await import("./commands/import.ts")).IMPORT,
  mcp: async () => (await import("./commands/mcp.ts")).MCP,
};

/** Exit codes: the server said no, and the command was wrong. */
const FAILED = 1;
const MISUSED = 2;

/**
 * Runs a command.
 *
 * @param args of the command line, from the command on
 * @returns the exit code
 */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(await overview());
    return name === undefined ? MISUSED : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return fail(`There is no command "${name}". \`parley --help\` lists them.`, MISUSED);
  const command = await load();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(command.help);
    return 0;
  }
  try {
    await command.run(args);
    return 0;
  } catch (error) {
    if (error instanceof UsageError)
      return fail(`${error.message}\n\`parley ${name} --help\` lists the options.`, MISUSED);
    if (error instanceof ApiError) return fail(error.message, FAILED);
    // `parseArgs` says what is wrong with an option.
    if (error instanceof TypeError && "code" in error) return fail(error.message, MISUSED);
    return fail(error instanceof Error ? error.message : String(error), FAILED);
  }
}

async function overview(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(8)}${(await load()).summary}\n`),
  );
  return `Usage: parley <command> [options]\n\n${rows.join("")}\n\`parley <command> --help\` lists the options of a command.\n`;
}

function fail(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}
