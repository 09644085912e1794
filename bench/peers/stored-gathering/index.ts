// The least that a Durable Object does for a message that it stores before it sends it: `stored` with gathering written for
// it, and nothing else. It checks nothing, and its readers acknowledge nothing, so a stalled one fills the object.
import { DurableObject } from "cloudflare:workers";

interface Bindings {
  readonly ROOM: DurableObjectNamespace<GatheringRoom>;
}

interface Message {
  readonly id: string;
}

/** As much as the peers outside the platform gather: a delay too short to notice. */
const GATHER_MS = 5;
/** Bytes that are sent to all sockets before the platform writes them: all copies of a flush would not fit into an object. */
const PORTION_BYTES = 8 * 1024 * 1024;
/** All messages as one parameter, because binding a parameter costs as much as storing its value. */
const INSERT = `INSERT OR IGNORE INTO messages (id, message) SELECT value ->> 0, value ->> 1 FROM jsonb_each(?)`;

export class GatheringRoom extends DurableObject<Bindings> {
  #gathered: Message[] = [];
  #isSending = false;

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

  override webSocketMessage(_sender: WebSocket, frame: string | ArrayBuffer): void {
    // The bench's clients send text, and several messages in a frame as an array.
    const said = JSON.parse(String(frame)) as Message | Message[];
    const isFirst = this.#gathered.length === 0;
    this.#gathered = this.#gathered.concat(said);
    if (isFirst && !this.#isSending) setTimeout(() => this.#flush(), GATHER_MS);
  }

  async #flush(): Promise<void> {
    this.#isSending = true;
    while (this.#gathered.length > 0) {
      const messages = this.#gathered;
      this.#gathered = [];
      const texts = messages.map((message) => JSON.stringify(message));
      const rows = messages.map(({ id }, index) => [id, texts[index]]);
      this.ctx.storage.sql.exec(INSERT, JSON.stringify(rows));
      const frame = new TextEncoder().encode(`[${texts.join(",")}]`);
      let sent = 0;
      for (const socket of this.ctx.getWebSockets()) {
        try {
          socket.send(frame);
        } catch {
          // It is closing, and must not delay the others.
        }
        sent += frame.length;
        if (sent < PORTION_BYTES) continue;
        sent = 0;
        await scheduler.wait(0);
      }
      await scheduler.wait(GATHER_MS);
    }
    this.#isSending = false;
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Bindings>;
