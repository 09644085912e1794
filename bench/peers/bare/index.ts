// The least that a Durable Object can do for a room: what comes in goes out, a frame each, and nothing is stored.
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
        // It is closing, and must not keep the others waiting.
      }
    }
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Bindings>;
