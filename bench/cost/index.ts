// Takes a message's path apart: runs each step repeatedly, with the room's own functions and storage. It is timed from
// outside, because a Worker's clock may stand still while it computes.
import { DurableObject } from "cloudflare:workers";
import type { MessageCommand } from "../../src/protocol/commands.ts";
import type { MessageEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { parseV1 } from "../../src/protocol/parse-v1.ts";
import { decideCommand } from "../../src/room/commands/decide-command.ts";
import { commandDigest } from "../../src/room/log/command-digest.ts";
import { authorOf } from "../../src/room/model/author.ts";
import type { LiveSession } from "../../src/room/model/session.ts";
import { WordFilter } from "../../src/room/moderation/word-filter.ts";
import { NamePolicy } from "../../src/room/people/name-policy.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { SqlNameRegistry } from "../../src/worker/storage/sql-name-registry.ts";

interface Bindings {
  readonly ROOM: DurableObjectNamespace<CostRoom>;
}

/** Messages per transaction in a batch. */
const GATHERED = 100;
/** Distinct messages, made in advance: repeating the same one would be cheaper than real use. */
const VARIANTS = 1_000;
const TEXT = "x".repeat(64);
const SESSION: LiveSession = {
  id: "s",
  dialect: "v1",
  state: "live",
  uid: "0123456789abcdef",
  username: "guest-0123",
  role: "guest",
};

const AUTHOR = authorOf(SESSION);

const NO_WORDS = new WordFilter({ reject: [], hide: [] });

const commands = Array.from(
  { length: VARIANTS },
  (_, i): MessageCommand => ({
    type: "message",
    id: `id-${i}`,
    message: TEXT,
    extra: {},
  }),
);
const frames = commands.map(({ id, message, type }) => JSON.stringify({ type, id, message }));

export class CostRoom extends DurableObject<Bindings> {
  readonly #log: SqlEventLog;
  readonly #names: NamePolicy;
  readonly #events: readonly MessageEvent[];

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    migrate(ctx.storage, CAPABILITIES);
    this.#log = new SqlEventLog(ctx.storage.sql);
    this.#names = new NamePolicy(
      new SqlNameRegistry(ctx.storage.sql),
      [],
      () => true,
      () => true,
      () => "guest",
    );
    this.#events = commands.map((command) => this.#decide(command));
  }

  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.headers.get("upgrade") === "websocket") {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    const times = Number(url.searchParams.get("times"));
    const result = await this.#run(url.pathname.slice(1), times);
    // A compiler may skip computing a result that no one reads.
    return new Response(String(result));
  }

  /** @returns a value that depends on every step */
  async #run(step: string, times: number): Promise<number> {
    let sum = 0;
    switch (step) {
      case "json":
        for (let i = 0; i < times; i++) sum += Object.keys(JSON.parse(frames[i % VARIANTS] ?? "")).length;
        return sum;
      case "parse":
        for (let i = 0; i < times; i++) sum += parseV1(frames[i % VARIANTS] ?? "", DEFAULT_LIMITS).ok ? 1 : 0;
        return sum;
      case "find":
        for (let i = 0; i < times; i += GATHERED) {
          const keys = Array.from({ length: GATHERED }, (_, k) => ({ uid: SESSION.uid, id: `never-${i + k}` }));
          this.#log.expect(keys);
          for (const { id, uid } of keys) sum += this.#log.find(uid, id)?.seq ?? 1;
          this.#log.flush();
        }
        return sum;
      case "decide":
        for (let i = 0; i < times; i++) {
          const command = commands[i % VARIANTS];
          if (command !== undefined) sum += this.#decide(command).seq + commandDigest(command);
        }
        return sum;
      case "insert":
        for (let i = 0; i < times; i += GATHERED) {
          this.ctx.storage.transactionSync(() => {
            for (let k = i; k < i + GATHERED; k++) this.#append(k);
            this.#log.flush();
          });
        }
        return this.#log.head();
      case "commit":
        for (let i = 0; i < times; i++) {
          this.ctx.storage.transactionSync(() => {
            this.#append(i);
            this.#log.flush();
          });
          // Without it, the platform would combine the commits of one call to the object.
          await this.ctx.storage.sync();
        }
        return this.#log.head();
      case "encode":
        for (let i = 0; i < times; i++) sum += JSON.stringify(this.#events[i % VARIANTS]).length;
        return sum;
      case "send-1":
        return this.#send(1, times);
      case "send-100":
        return this.#send(GATHERED, times);
      default:
        throw new Error(`there is no step ${step}`);
    }
  }

  /** Sends frames of this many messages to every socket. */
  #send(messages: number, times: number): number {
    const frame = JSON.stringify(this.#events.slice(0, messages));
    const sockets = this.ctx.getWebSockets();
    for (let i = 0; i < times; i++) for (const socket of sockets) socket.send(frame);
    return frame.length;
  }

  #append(variant: number): void {
    const event = this.#events[variant % VARIANTS];
    const seq = this.#log.head() + 1;
    // A unique id, however often this object is called.
    if (event !== undefined) this.#log.append({ ...event, seq, id: `id-${seq}` }, seq);
  }

  #decide(command: MessageCommand): MessageEvent {
    const context = { log: this.#log, names: this.#names, words: NO_WORDS, mayDelete: () => false };
    const decision = decideCommand(context, AUTHOR, command, { now: Date.now(), newId: () => "" });
    if (!decision.ok || !("event" in decision.value)) throw new Error("the message was refused");
    const { event } = decision.value;
    if (event.type !== "message") throw new Error("the message was refused");
    return event;
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName("cost").fetch(request),
} satisfies ExportedHandler<Bindings>;
