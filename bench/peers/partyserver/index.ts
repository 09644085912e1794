// A hibernating party of partyserver, which broadcasts each message to everyone, including the sender.
import { type Connection, routePartykitRequest, Server, type WSMessage } from "partyserver";

interface Bindings {
  readonly Chat: DurableObjectNamespace<Chat>;
}

export class Chat extends Server<Bindings> {
  static override options = { hibernate: true };

  override onMessage(_sender: Connection, message: WSMessage): void {
    this.broadcast(message);
  }
}

export default {
  fetch: async (request, env) =>
    (await routePartykitRequest(request, { Chat: env.Chat })) ?? new Response(null, { status: 404 }),
} satisfies ExportedHandler<Bindings>;
