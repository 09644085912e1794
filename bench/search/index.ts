// A room with a long log, and the room's own search. It is timed from outside, because a Worker's clock may stand still
// while it computes.
import { DurableObject } from "cloudflare:workers";
import { plugInSearch } from "../../src/capabilities/search/search.ts";
import { SqlSearchIndex } from "../../src/capabilities/search/sql-search-index.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Room } from "../../src/room/room.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { SqlNameRegistry } from "../../src/worker/storage/sql-name-registry.ts";

interface Bindings {
  readonly ROOM: DurableObjectNamespace<SearchRoom>;
}

/** Words of the texts: the nth is in about one of n messages, as in any language. */
const VOCABULARY = 20_000;
const WORDS_A_MESSAGE = 10;
const TURN = { now: 1, newId: () => "id" };

export class SearchRoom extends DurableObject<Bindings> {
  #room: Room;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    migrate(ctx.storage, CAPABILITIES);
    this.#room = this.#open();
  }

  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/fill":
        this.ctx.storage.transactionSync(() => this.#fill(Number(searchParams.get("messages"))));
        this.#room = this.#open();
        return new Response();
      case "/index":
        this.ctx.storage.transactionSync(() => this.#room.runJob("search.index", TURN));
        return new Response();
      case "/bytes":
        return new Response(String(this.ctx.storage.sql.databaseSize));
      default: {
        const asked = { type: "search.find", q: searchParams.get("q") ?? "", limit: 20 };
        const cursor = searchParams.get("cursor");
        const { result } = this.ctx.storage.transactionSync(() =>
          this.#room.ask({ type: "anonymous" }, cursor === null ? asked : { ...asked, cursor: Number(cursor) }, TURN),
        );
        return Response.json(result);
      }
    }
  }

  #open(): Room {
    const { sql } = this.ctx.storage;
    return new Room({
      name: "search",
      limits: DEFAULT_LIMITS,
      log: new SqlEventLog(sql),
      moderationStore: new SqlModerationStore(sql),
      nameRegistry: new SqlNameRegistry(sql),
      capabilities: [plugInSearch(new SqlSearchIndex(sql), true)],
    });
  }

  #fill(messages: number): void {
    const { head } = this.ctx.storage.sql
      .exec<{ head: number }>("SELECT coalesce(max(seq), 0) AS head FROM messages")
      .one();
    const rows = Array.from({ length: messages }, (_, index) => {
      const seq = head + 1 + index;
      return [seq, textOf(seq)];
    });
    this.ctx.storage.sql.exec(
      `INSERT INTO messages (seq, at, uid, id, digest, username, message)
       SELECT value ->> 0, 1700000000000 + (value ->> 0), 'uid-' || ((value ->> 0) % 100), 'id-' || (value ->> 0), 0, 'guest', value ->> 1
       FROM json_each(?)`,
      JSON.stringify(rows),
    );
  }
}

/** The same text each time: words by Zipf's law, and in one of 100,000 messages a word of its own. */
function textOf(seq: number): string {
  let seed = seq * 2_654_435_761;
  const random = () => {
    seed = (Math.imul(seed ^ (seed >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return seed / 2 ** 32;
  };
  const words = Array.from({ length: WORDS_A_MESSAGE }, () => wordOf(Math.floor(VOCABULARY ** random())));
  if (seq % 100_000 === 50) words.push("needle");
  return words.join(" ");
}

const SYLLABLES = ["the", "sun", "ma", "ko", "ri", "be", "la", "do", "ve", "ti"];

/** Syllables for the digits of a number: many words have a beginning in common. */
function wordOf(number: number): string {
  return Array.from(String(number), (digit) => SYLLABLES[Number(digit)]).join("");
}

export default {
  fetch: (request, env) => env.ROOM.getByName("search").fetch(request),
} satisfies ExportedHandler<Bindings>;
