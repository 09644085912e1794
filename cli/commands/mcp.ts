import { parseArgs } from "node:util";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Command } from "../command.ts";
import { createMcpServer } from "../mcp/server.ts";
import { ROOM_HELP, ROOM_OPTIONS, roomAccess } from "../room-options.ts";

/** Lets an assistant into a room. */
export const MCP: Command = {
  summary: "An MCP server over stdio: assistants read, search, post and moderate.",
  help: `Usage: parley mcp [options]

A server of the Model Context Protocol over stdio. Its tools do what the token may do, and nothing else.

${ROOM_HELP}  --read-only        Offers the tools that change nothing.
`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...ROOM_OPTIONS, "read-only": { type: "boolean", default: false } },
    });
    const server = createMcpServer(roomAccess(values), { isReadOnly: values["read-only"] });
    const transport = new StdioServerTransport();
    const closed = new Promise<void>((resolve) => {
      server.server.onclose = resolve;
      // The transport doesn't notice that its client has gone.
      process.stdin.once("end", resolve);
    });
    await server.connect(transport);
    await closed;
    await server.close();
  },
};
