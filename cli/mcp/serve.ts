import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { RoomAccess } from "../room-api.ts";
import { createMcpServer, type McpOptions } from "./server.ts";

/** Serves one room over stdio, until the client has gone. */
export async function serveMcp(access: RoomAccess, options: McpOptions): Promise<void> {
  const server = createMcpServer(access, options);
  const transport = new StdioServerTransport();
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    // The transport doesn't notice that its client has gone.
    process.stdin.once("end", resolve);
  });
  await server.connect(transport);
  await closed;
  await server.close();
}
