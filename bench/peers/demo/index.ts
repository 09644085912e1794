// A room like Cloudflare's chat demo, on current storage: each message is parsed, checked, sent to everyone in a frame
// of its own, and stored under its time. The demo sends before it stores, and so does this.
import { DurableObject } from "cloudflare:workers";

/** UTF-16 units, as in the demo. */
const MAX_MESSAGE_LENGTH = 256;

interface Bindings {
  readonly ROOM: DurableObjectNamespace<DemoRoom>;
}

export class DemoRoom extends DurableObject<Bindings> {
  readonly #names = new Map<WebSocket, string>();
  #lastTimestamp = 0;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    for (const socket of ctx.getWebSockets()) this.#names.set(socket, String(socket.deserializeAttachment()));
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const name = `guest-${crypto.randomUUID().slice(0, 4)}`;
    server.serializeAttachment(name);
    this.#names.set(server, name);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(sender: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const said: unknown = JSON.parse(String(frame));
    if (typeof said !== "object" || said === null || !("message" in said)) return;
    const message = String(said.message);
    if (message.length > MAX_MESSAGE_LENGTH) {
      sender.send(JSON.stringify({ error: "Message too long." }));
      return;
    }
    // Each message has a unique time, even if two arrive in the same millisecond.
    this.#lastTimestamp = Math.max(Date.now(), this.#lastTimestamp + 1);
    const data = JSON.stringify({ name: this.#names.get(sender), message, timestamp: this.#lastTimestamp });
    this.#broadcast(data);
    await this.ctx.storage.put(new Date(this.#lastTimestamp).toISOString(), data);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#names.delete(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#names.delete(socket);
  }

  #broadcast(data: string): void {
    for (const socket of this.#names.keys()) {
      try {
        socket.send(data);
      } catch {
        this.#names.delete(socket);
      }
    }
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Bindings>;
