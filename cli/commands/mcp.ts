import { defineCommand } from "../command.ts";
import { withPackages } from "../packages.ts";
import { ROOM_ARGUMENT, ROOM_OPTIONS, roomAccess } from "../room-options.ts";

/** Lets an assistant into a room. */
export const MCP = defineCommand({
  summary: "An MCP server over stdio: assistants read, search, post and moderate.",
  about: "A server of the Model Context Protocol over stdio. Its tools do what the token may do, and nothing else.",
  args: [ROOM_ARGUMENT],
  options: {
    ...ROOM_OPTIONS,
    "read-only": { type: "boolean", default: false, help: "Offers the tools that change nothing." },
  },
  examples: ["parley mcp garden --read-only"],
  run: async (values, [named]) => {
    const access = roomAccess(values, named);
    const { serveMcp } = await withPackages(() => import("../mcp/serve.ts"));
    await serveMcp(access, { isReadOnly: values["read-only"] });
  },
});
