import type { Command, CommandGroup } from "./command.ts";
import { BOT } from "./commands/bot.ts";
import { CLAIM } from "./commands/claim.ts";
import { EXPORT } from "./commands/export.ts";
import { IMPORT } from "./commands/import.ts";
import { MCP } from "./commands/mcp.ts";
import { POST } from "./commands/post.ts";

/** The commands, a file each, in the order of the help. What needs packages is loaded when a command runs. */
export const COMMANDS: Readonly<Record<string, Command | CommandGroup>> = {
  post: POST,
  export: EXPORT,
  import: IMPORT,
  claim: CLAIM,
  bot: BOT,
  mcp: MCP,
};
