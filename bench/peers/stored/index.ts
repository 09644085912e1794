// The bare room, which stores each message before it sends it, once for each id as a room has to (P4.3): next to `bare`, it tells
// what storing alone costs.
import { DurableObject } from "cloudflare:workers";

interface Bindings {
  readonly ROOM: DurableObjectNamespace<StoredRoom>;
}

export class StoredRoom extends DurableObject<Bindings> {
  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    ctx.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, message TEXT NOT NULL);
       CREATE UNIQUE INDEX IF NOT EXISTS messages_by_id ON messages (id);`,
    );
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(_sender: WebSocket, message: string | ArrayBuffer): void {
    // What is sent after a write waits in the platform until that is durable.
    this.ctx.storage.sql.exec("INSERT INTO messages (id, message) VALUES (?, ?)", crypto.randomUUID(), message);
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(message);
      } catch {
        // It is closing, and must not keep the others waiting.
      }
    }
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Bindings>;
