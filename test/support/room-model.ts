import fc from "fast-check";
import { expect } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { LogEvent, Message } from "../../src/protocol/events.ts";
import { applyChange } from "../../src/protocol/fold.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { PlainObject, V1Object } from "../../src/protocol/server-objects.ts";
import type { Effect } from "../../src/room/effects.ts";
import type { History } from "../../src/room/history.ts";
import { Room } from "../../src/room/room.ts";
import type { Session } from "../../src/room/session.ts";

/** How a history takes part in the model. */
export interface HistoryUnderTest {
  /** A new log, with another epoch. */
  create(): History;
  /** The same log, read anew, as after an eviction. */
  reopen(history: History): History;
  /** Runs a turn; where it throws, the log is as before. */
  transaction<T>(turn: () => T): T;
}

/** A client as the contract allows it: it keeps what it folded, its place in the log, and knows the gap rule. */
class Client {
  readonly name: string;
  token: string | undefined;
  uid = "";
  online = false;
  position: { epoch: string; seq: number } | undefined;
  messages = new Map<number, Message>();
  /** What the last welcome said of the log. */
  #head: { epoch: string; seq: number } | undefined;

  constructor(name: string) {
    this.name = name;
  }

  hello(): Command {
    const token = this.token === undefined ? {} : { token: this.token };
    const since = this.position === undefined ? {} : { since: this.position };
    return { type: "hello", username: this.name, ...token, ...since };
  }

  take(object: V1Object | PlainObject): void {
    switch (object.type) {
      case "welcome":
        this.token = object.token;
        this.uid = object.uid;
        this.#head = { epoch: object.epoch, seq: object.head };
        break;
      case "reset":
        this.messages = new Map(object.messages.map((message) => [message.seq, message]));
        this.position = this.#head;
        break;
      case "ready":
        if (this.position !== undefined)
          expect(this.position.seq, "P4.4 ready comes after all that was missed").toBe(object.seq);
        break;
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "notice":
        this.#apply(object);
        break;
    }
  }

  #apply(event: LogEvent): void {
    expect(event.seq, "P4.2 events come one after the other").toBe((this.position?.seq ?? 0) + 1);
    this.position = { epoch: this.position?.epoch ?? "", seq: event.seq };
    if (event.type === "message") this.messages.set(event.seq, event);
    else if (event.type !== "notice") {
      const target = this.messages.get(event.target);
      if (target !== undefined) this.messages.set(event.target, applyChange(target, event));
    }
  }
}

/** The room with its clients, and what a shell does between them. */
class World {
  readonly clients = ["ada", "ben", "cyd"].map((name) => new Client(name));
  readonly sent: Command[] = [];
  readonly #under: HistoryUnderTest;
  history: History;
  #room: Room;
  #remembered = new Map<string, Session>();
  #clock = 0;
  #ids = 0;

  constructor(under: HistoryUnderTest) {
    this.#under = under;
    this.history = under.create();
    this.#room = new Room("model", DEFAULT_LIMITS, this.history);
    for (const client of this.clients) this.connect(client);
  }

  /** A message to do something to: mostly one of the client's own, sometimes none at all. */
  target(client: Client, place: number): number {
    const uid = client.uid;
    const all = this.history.page({ limit: Number.MAX_SAFE_INTEGER });
    const own = all.filter((message) => message.uid === uid);
    const among = place % 4 === 0 ? all : own;
    return place % 10 === 9 ? place : (among[place % Math.max(among.length, 1)]?.seq ?? 1);
  }

  connect(client: Client): void {
    client.online = true;
    this.#carryOut(this.#room.joinNew({ id: client.name, dialect: "v1", state: "new", since: this.#clock }));
    this.receive(client, client.hello());
  }

  disconnect(client: Client): void {
    client.online = false;
    const session = this.#remembered.get(client.name);
    this.#remembered.delete(client.name);
    if (session !== undefined) this.#carryOut(this.#room.leave(session));
  }

  receive(client: Client, command: Command): void {
    this.#clock += 1;
    // Deterministic, and as long as the room's own ids.
    const newId = () => `id${++this.#ids}`.padEnd(16, "0");
    const turn = { now: this.#clock, newId };
    this.#carryOut(this.#under.transaction(() => this.#room.receive(client.name, command, turn)));
  }

  /** The write of a command fails: nobody may notice anything. */
  fail(client: Client, command: Command): void {
    const { append } = this.history;
    this.history.append = () => {
      throw new Error("disk full");
    };
    try {
      this.receive(client, command);
    } catch {
      // The shell rebuilds the room from what is stored, as after an eviction.
    }
    this.history.append = append;
    this.evict();
  }

  evict(): void {
    this.history = this.#under.reopen(this.history);
    this.#room = new Room("model", DEFAULT_LIMITS, this.history, this.#remembered.values());
  }

  /** The room's storage is lost: everybody is thrown out, and comes back to another log. */
  changeEpoch(): void {
    for (const client of this.clients) client.online = false;
    this.#remembered.clear();
    this.history = this.#under.create();
    this.#room = new Room("model", DEFAULT_LIMITS, this.history);
    for (const client of this.clients) client.token = undefined;
  }

  #carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === "remember") this.#remembered.set(effect.session.id, effect.session);
      else if (effect.type === "reply") {
        const client = this.clients.find(({ name }) => name === effect.to);
        for (const object of effect.objects) client?.take(object);
      } else if (effect.type === "broadcast" && effect.v1 !== undefined) {
        for (const client of this.clients) {
          const session = this.#remembered.get(client.name);
          if (session?.dialect === "v1" && session.state === "live") client.take(effect.v1);
        }
      }
    }
  }

  /** snapshot(k) + events = snapshot(n): whoever is online has folded to what the log says. */
  check(): void {
    const stored = new Map(
      this.history.page({ limit: Number.MAX_SAFE_INTEGER }).map((message) => [message.seq, message]),
    );
    for (const client of this.clients.filter(({ online }) => online)) {
      expect(client.position).toEqual({ epoch: this.history.identity.epoch, seq: this.history.head() });
      const oldestKnown = Math.min(...client.messages.keys());
      for (const [seq, message] of stored) {
        if (seq >= oldestKnown) expect(client.messages.get(seq), `message ${seq} of ${client.name}`).toEqual(message);
      }
      for (const [seq, message] of client.messages) {
        // What was pruned stays with those who saw it.
        if (seq >= this.history.oldest()) expect(stored.get(seq)).toEqual(message);
      }
    }
  }
}

class Step implements fc.Command<object, World> {
  readonly #title: string;
  readonly #run: (world: World) => void;

  constructor(title: string, run: (world: World) => void) {
    this.#title = title;
    this.#run = run;
  }

  check(): boolean {
    return true;
  }

  run(_model: object, world: World): void {
    this.#run(world);
    world.check();
  }

  toString(): string {
    return this.#title;
  }
}

const who = fc.nat(2);
const text = fc.constantFrom("a", "b", "c");
const place = fc.nat(30);

/** What a command is made from, besides its own fields. */
interface Making {
  /** An id that was not used before. */
  readonly id: string;
  /** The commands so far. */
  readonly sent: readonly Command[];
  /** The `seq` of a message to do something to. */
  readonly target: (place: number) => number;
}

/** A command of somebody, sent if they are online. */
function sending<T>(name: string, fields: fc.Arbitrary<T>, make: (fields: T, making: Making) => Command) {
  return fc.tuple(who, fields).map(([index, values]) => {
    return new Step(`${name}(${index}, ${JSON.stringify(values)})`, (world) => {
      const client = world.clients[index];
      if (!client?.online) return;
      const target = (place: number) => world.target(client, place);
      const command = make(values, { id: `c${world.sent.length}`, sent: world.sent, target });
      world.sent.push(command);
      world.receive(client, command);
    });
  });
}

const send = sending("send", text, (message, { id }) => ({ type: "message", id, message, extra: {} }));

const steps = [
  who.map(
    (index) =>
      new Step(`connect(${index})`, (world) => {
        const client = world.clients[index];
        if (client !== undefined && !client.online) world.connect(client);
      }),
  ),
  who.map(
    (index) =>
      new Step(`disconnect(${index})`, (world) => {
        const client = world.clients[index];
        if (client?.online) world.disconnect(client);
      }),
  ),
  send,
  send,
  sending("reply", fc.tuple(text, place), ([message, place], { id, target }) => {
    return { type: "message", id, message, replyTo: target(place), extra: {} };
  }),
  sending("edit", fc.tuple(text, place), ([message, place], { id, target }) => {
    return { type: "edit", id, target: target(place), message };
  }),
  sending("delete", place, (place, { id, target }) => ({ type: "delete", id, target: target(place) })),
  sending("react", fc.tuple(place, fc.boolean()), ([place, on], { id, target }) => {
    return { type: "reaction", id, target: target(place), emoji: "👍", on };
  }),
  sending("rename", text, (username, { id }) => ({ type: "rename", id, username })),
  sending("duplicate", place, (index, { id, sent }) => {
    return sent[index % Math.max(sent.length, 1)] ?? { type: "rename", id, username: "nobody" };
  }),
  sending("conflict", place, (index, { id, sent }) => {
    const earlier = sent[index % Math.max(sent.length, 1)];
    const used = earlier !== undefined && "id" in earlier ? earlier.id : undefined;
    return { type: "message", id: used ?? id, message: "other", extra: {} };
  }),
  who.map(
    (index) =>
      new Step(`fail a write(${index})`, (world) => {
        const client = world.clients[index];
        if (client?.online) world.fail(client, { type: "message", id: "failing", message: "lost", extra: {} });
      }),
  ),
  fc.constant(new Step("evict", (world) => world.evict())),
  fc.nat(5).map(
    (keep) =>
      new Step(`prune to the last ${keep}`, (world) => {
        const oldest = Math.max(world.history.oldest(), world.history.head() - keep + 1);
        world.history.prune(oldest);
      }),
  ),
  fc.constant(new Step("change epoch", (world) => world.changeEpoch())),
];

/**
 * Runs random lives of a room, and checks after each step that whoever is online has folded what it was told to what the
 * log says, and that no command was stored twice.
 *
 * @param runs how many lives; a failing one prints its seed and its shortest form
 */
export function checkRoomModel(under: HistoryUnderTest, runs: number): void {
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 80, size: "max" }), (commands) => {
      const world = new World(under);
      fc.modelRun(() => ({ model: {}, real: world }), commands);
      const events = world.history.after(world.history.oldest() - 1);
      const ids = events.map(({ uid, id }) => `${uid} ${id}`);
      expect(new Set(ids).size, "P4.3 a command is stored once").toBe(ids.length);
      expect(
        events.map(({ seq }) => seq),
        "P4.2 no hole",
      ).toEqual(events.map((_, index) => world.history.oldest() + index));
    }),
    { numRuns: runs },
  );
}
