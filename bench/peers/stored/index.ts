// The bare room, which stores each message before sending it, once per id as a room must (P4.3): the difference from
// `bare` is the cost of storage alone.
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
    // The platform holds messages sent after a write until the write is durable.
    this.ctx.storage.sql.exec("INSERT INTO messages (id, message) VALUES (?, ?)", crypto.randomUUID(), message);
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(message);
      } catch {
        // It is closing, and must not delay the others.
      }
    }
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Bindings>;
