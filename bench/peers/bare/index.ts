// The minimum of a Durable Object room: it echoes each message in a frame of its own, and stores nothing.
import { DurableObject } from "cloudflare:workers";

interface Bindings {
  readonly ROOM: DurableObjectNamespace<BareRoom>;
}

export class BareRoom extends DurableObject<Bindings> {
  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(_sender: WebSocket, message: string | ArrayBuffer): void {
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
