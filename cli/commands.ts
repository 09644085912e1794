import type { Command, CommandGroup } from "./command.ts";
import { ADMIN } from "./commands/admin.ts";
import { BOT } from "./commands/bot.ts";
import { CHAT } from "./commands/chat.ts";
import { CLAIM } from "./commands/claim.ts";
import { COMPLETION } from "./commands/completion.ts";
import { EXPORT } from "./commands/export.ts";
import { IMPORT } from "./commands/import.ts";
import { MCP } from "./commands/mcp.ts";
import { MOVE } from "./commands/move.ts";
import { POST } from "./commands/post.ts";
import { TAIL } from "./commands/tail.ts";

/** The commands, a file each, in the order of the help. What needs packages is loaded when a command runs. */
export const COMMANDS: Readonly<Record<string, Command | CommandGroup>> = {
  chat: CHAT,
  post: POST,
  tail: TAIL,
  export: EXPORT,
  import: IMPORT,
  claim: CLAIM,
  bot: BOT,
  admin: ADMIN,
  move: MOVE,
  mcp: MCP,
  completion: COMPLETION,
};
