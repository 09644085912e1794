import fc from "fast-check";
import { expect } from "vitest";
import type { ModerateCommand } from "../../src/protocol/commands.ts";
import type { LogEvent, Message } from "../../src/protocol/events.ts";
import { applyChange } from "../../src/protocol/fold.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { ROLES } from "../../src/protocol/moderation.ts";
import type { ModerationAction } from "../../src/protocol/moderation-action.ts";
import type { V1Object } from "../../src/protocol/server-objects.ts";
import type { PlugIn } from "../../src/room/capability/capability.ts";
import type { EventLog } from "../../src/room/log/event-log.ts";
import { MODERATOR_VIEWER } from "../../src/room/log/visibility.ts";
import type { RoomCommand } from "../../src/room/model/context.ts";
import { viewerOf } from "../../src/room/model/session.ts";
import type { ModerationStore } from "../../src/room/moderation/moderation-store.ts";
import { Room } from "../../src/room/room.ts";
import { MemoryNameRegistry } from "./memory-name-registry.ts";
import { ModelRules } from "./model-rules.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { Shell, type Told } from "./shell.ts";

/** The storage of a room. */
export interface Storage {
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly capabilities: readonly PlugIn[];
}

/** How a storage implementation takes part in the model. */
export interface StorageUnderTest {
  /** An empty log with a new epoch, and no roles or sanctions. */
  create(): Storage;
  /** The same storage, read again, as after an eviction. */
  reopen(storage: Storage): Storage;
  /** Runs a turn; if it throws, everything is rolled back. */
  transaction<T>(turn: () => T): T;
}

/** A client that follows the contract: it stores its folded state and position, and knows the gap rule. */
class Client {
  readonly name: string;
  token: string | undefined;
  uid = "";
  online = false;
  position: { epoch: string; seq: number } | undefined;
  messages = new Map<number, Message>();
  /** The log's position in the last welcome. */
  #head: { epoch: string; seq: number } | undefined;
  /** Objects sent only to this client since the last command: its replies. */
  answers: Told[] = [];

  constructor(name: string) {
    this.name = name;
  }

  hello(): RoomCommand {
    const token = this.token === undefined ? {} : { token: this.token };
    const since = this.position === undefined ? {} : { since: this.position };
    return { type: "hello", username: this.name, ...token, ...since };
  }

  take(told: Told): void {
    // There are no casts here, so the room itself sent it.
    const object = told as V1Object;
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
      case "void":
        this.#advance(object.seq);
        break;
      case "ready":
        if (this.position !== undefined)
          expect(this.position.seq, "P4.4 ready comes after all missed events").toBe(object.seq);
        break;
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "notice":
      case "preview":
        this.#apply(object);
        break;
    }
  }

  #advance(seq: number): void {
    expect(seq, "P4.2 events arrive without a gap").toBe((this.position?.seq ?? 0) + 1);
    this.position = { epoch: this.position?.epoch ?? "", seq };
  }

  #apply(event: LogEvent): void {
    this.#advance(event.seq);
    if (event.type === "message") this.messages.set(event.seq, event);
    else if (event.type !== "notice") {
      const target = this.messages.get(event.target);
      if (target !== undefined) this.messages.set(event.target, applyChange(target, event, this.uid));
    }
  }
}

/** The room with its clients, and the shell's work between them. */
class World {
  readonly clients = ["ada", "ben", "cyd", "dan"].map((name) => new Client(name));
  readonly sent: RoomCommand[] = [];
  /** The state that the rules of P9 yield for the actions so far. */
  rules = new ModelRules();
  readonly #under: StorageUnderTest;
  #storage: Storage;
  #nameRegistry = new MemoryNameRegistry();
  #room: Room;
  readonly #shell = new Shell({
    told: (name, object, isAnswer) => {
      const client = this.#client(name);
      if (isAnswer) client?.answers.push(object);
      this.#tell(client, object);
    },
    closed: (name) => {
      const client = this.#client(name);
      if (client !== undefined) client.online = false;
    },
  });
  #clock = 0;
  #ids = 0;

  constructor(under: StorageUnderTest) {
    this.#under = under;
    this.#storage = under.create();
    this.#room = this.#open();
    for (const client of this.clients) this.connect(client);
  }

  get log(): EventLog {
    return this.#storage.log;
  }

  /** When the next command runs. */
  get next(): number {
    return this.#clock + 1;
  }

  /** The target message: mostly one of the client's own, sometimes one that does not exist. */
  target(client: Client, place: number): number {
    const uid = client.uid;
    const all = this.log.page({ limit: Number.MAX_SAFE_INTEGER }, MODERATOR_VIEWER);
    const own = all.filter((message) => message.uid === uid);
    const among = place % 4 === 0 ? all : own;
    return place % 10 === 9 ? place : (among[place % Math.max(among.length, 1)]?.seq ?? 1);
  }

  connect(client: Client): void {
    client.online = true;
    this.#shell.carryOut(this.#room.joinNew({ id: client.name, dialect: "v1", state: "new", since: this.#clock }));
    const known = client.token === undefined ? undefined : client.uid;
    const mayEnter = this.rules.mayEnter(known, this.next);
    this.receive(client, client.hello());
    expect(client.online, "P9.5 exactly the permitted users are admitted").toBe(mayEnter);
    // The first user who enters a room without an owner.
    if (!client.online || this.rules.hasOwner || client.name !== "ada") return;
    this.receive(client, { type: "claim", id: "claim", secret: OWNER_TOKEN });
    expect(client.answers.at(-1), "P9.2").toEqual({ type: "done", id: "claim" });
    this.rules.of(client.uid).role = "owner";
    this.#comeBackAnew(client);
  }

  disconnect(client: Client): void {
    client.online = false;
    const session = this.#shell.sessions.get(client.name);
    this.#shell.sessions.delete(client.name);
    if (session !== undefined) this.#shell.carryOut(this.#room.leave(session));
  }

  receive(client: Client, command: RoomCommand): void {
    this.#clock += 1;
    client.answers = [];
    // Deterministic, and as long as the room's own ids.
    const newId = () => `id${++this.#ids}`.padEnd(16, "0");
    const turn = { now: this.#clock, newId };
    this.#shell.carryOut(this.#under.transaction(() => this.#room.receive(client.name, command, turn)));
  }

  /** A user attempts an action: it happens if the rules allow it, and otherwise nothing changes. */
  moderate(client: Client, action: ModerationAction): void {
    const command: ModerateCommand = { type: "moderate", id: "order", ...action };
    const isAllowed = this.rules.allow(client.uid, action);
    // Taken at the moment of the command, so that an expiry by then does not count as its effect.
    const before = this.#everything(this.next);
    const moderators = this.clients.filter(({ uid }) => this.rules.isModerator(uid));
    this.receive(client, command);
    const isDone = client.answers.some((answer) => answer.type === "done");
    if (!isAllowed) expect(isDone, "P9.1 no user exceeds their permissions").toBe(false);
    if (!isDone) {
      expect(this.#everything(), "P9.1 a rejected action changes nothing").toEqual(before);
      return;
    }
    this.rules.apply(action, this.#clock);
    for (const other of this.clients) {
      // A user whose visibility changes must read the log again.
      if (other.online && moderators.includes(other) !== this.rules.isModerator(other.uid)) this.#comeBackAnew(other);
      if (other.online && !this.rules.mayEnter(other.uid, this.#clock)) {
        throw new Error(`P9.5 ${other.name} is still here after ${JSON.stringify(action)}`);
      }
    }
  }

  /** The write of a command fails, without any visible effect. */
  fail(client: Client, command: RoomCommand): void {
    const { log } = this;
    const { append } = log;
    log.append = () => {
      throw new Error("disk full");
    };
    try {
      this.receive(client, command);
    } catch {
      // The shell rebuilds the room from storage, as after an eviction.
    }
    log.append = append;
    this.evict();
  }

  evict(): void {
    const before = this.#everything();
    this.#storage = this.#under.reopen(this.#storage);
    this.#room = this.#open();
    expect(this.#everything(), "P4.4, P9.1 an eviction changes nothing").toEqual(before);
  }

  /** The room's storage is lost: everyone is disconnected, and reconnects to another log. */
  changeEpoch(): void {
    for (const client of this.clients) client.online = false;
    this.#shell.sessions.clear();
    this.rules = new ModelRules();
    this.#storage = this.#under.create();
    this.#nameRegistry = new MemoryNameRegistry();
    this.#room = this.#open();
    for (const client of this.clients) client.token = undefined;
  }

  #open(): Room {
    const parts = {
      name: "model",
      limits: DEFAULT_LIMITS,
      ownerToken: OWNER_TOKEN,
      ...this.#storage,
      nameRegistry: this.#nameRegistry,
    };
    return new Room(parts, this.#shell.sessions.values());
  }

  /** The whole storage, and the room as a holder of the owner token sees it. */
  #everything(now = this.#clock): object {
    const { log, moderationStore } = this.#storage;
    const actor = { uid: "", username: "", role: "owner", origin: "http" } as const;
    const turn = { now, newId: () => "" };
    const lists = (["bans", "muted", "reports", "audit", "invitations", "words"] as const).map((what) => {
      return this.#room.act(actor, { type: "list", id: "", what }, turn).object;
    });
    return {
      lists,
      rules: moderationStore.rules.get(),
      moderationStore: this.clients.map(({ uid }) => moderationStore.members.find(uid)),
      people: this.#room.people,
      sessions: [...this.#shell.sessions.values()],
      log: log.after(log.oldest() - 1, MODERATOR_VIEWER),
      messages: log.page({ limit: Number.MAX_SAFE_INTEGER }, MODERATOR_VIEWER),
    };
  }

  /** Reloads a client's page. */
  #comeBackAnew(client: Client): void {
    this.disconnect(client);
    client.position = undefined;
    client.messages.clear();
    this.connect(client);
  }

  #client(name: string): Client | undefined {
    return this.clients.find((client) => client.name === name);
  }

  #tell(client: Client | undefined, object: Told): void {
    if (client === undefined) return;
    const text = JSON.stringify(object);
    for (const [, author] of text.matchAll(/secret of (\w+)/g)) {
      const mayKnow = author === client.name || this.rules.isModerator(client.uid);
      expect(mayKnow, `P9.9 ${client.name} received a text that only ${author} and moderators may see: ${text}`).toBe(
        true,
      );
    }
    expect(text, "P9.6 a forbidden message is not delivered").not.toContain("forbidden");
    client.take(object);
  }

  /** snapshot(k) + events = snapshot(n): every connected client's folded state equals the log as it may see it. */
  check(): void {
    for (const session of this.#shell.present) {
      const client = this.#client(session.id);
      if (client === undefined) continue;
      const page = this.log.page({ limit: Number.MAX_SAFE_INTEGER }, viewerOf(session));
      const stored = new Map(page.map((message) => [message.seq, comparable(message)]));
      expect(client.position).toEqual({ epoch: this.log.identity.epoch, seq: this.log.head() });
      const oldestKnown = Math.min(...client.messages.keys());
      for (const [seq, message] of stored) {
        const known = client.messages.get(seq);
        if (seq >= oldestKnown) expect(known && comparable(known), `message ${seq} of ${client.name}`).toEqual(message);
      }
      for (const [seq, message] of client.messages) {
        // Pruned events stay with clients that received them.
        if (seq >= this.log.oldest()) expect(stored.get(seq)).toEqual(comparable(message));
      }
    }
  }
}

/** Hidden reactions come after the others in a page (P9.9), and between them in events. */
function comparable(message: Message): Message {
  const { reactions, ...others } = message;
  if (reactions === undefined) return message;
  return { ...others, reactions: reactions.map(({ uids, ...others }) => ({ ...others, uids: [...uids].sort() })) };
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

const who = fc.nat(3);
const text = fc.constantFrom("a", "b", "hush");
const place = fc.nat(30);

/** The parts of a command besides its own fields. */
interface Making {
  /** An id that was not used before. */
  readonly id: string;
  /** The number of commands so far. */
  readonly sent: readonly RoomCommand[];
  /** The `seq` of a target message. */
  readonly target: (place: number) => number;
  /** The text as this user writes it now: it states who may see it. */
  readonly marked: (text: string) => string;
}

/** A user's command, sent if they are online. */
function sending<T>(name: string, fields: fc.Arbitrary<T>, make: (fields: T, making: Making) => RoomCommand) {
  return fc.tuple(who, fields).map(([index, values]) => {
    return new Step(`${name}(${index}, ${JSON.stringify(values)})`, (world) => {
      const client = world.clients[index];
      if (!client?.online) return;
      const target = (place: number) => world.target(client, place);
      const marked = (text: string) => world.rules.mark(client, text, world.next);
      const command = make(values, { id: `c${world.sent.length}`, sent: world.sent, target, marked });
      // A text that states who may see it must not be sent by another user, or later.
      if (!/secret|forbidden/.test(JSON.stringify(command))) world.sent.push(command);
      else world.sent.push({ type: "typing" });
      world.receive(client, command);
    });
  });
}

const send = sending("send", text, (message, { id, marked }) => {
  return { type: "message", id, message: marked(message), extra: {} };
});

/** An action that a user attempts, allowed or not. */
function moderating<T>(name: string, fields: fc.Arbitrary<T>, make: (fields: T, target: string) => ModerationAction) {
  return fc.tuple(who, who, fields).map(([index, other, values]) => {
    return new Step(`${name}(${index}, ${other}, ${JSON.stringify(values)})`, (world) => {
      const client = world.clients[index];
      const uid = world.clients[other]?.uid ?? "";
      if (client?.online && uid !== "") world.moderate(client, make(values, uid));
    });
  });
}

/** Milliseconds on the model's clock, on which a command takes one. */
const duration = fc.integer({ min: 1, max: 30 });

const moderation = [
  moderating("kick", fc.constant(undefined), (_, uid) => ({ action: "kick", uid })),
  moderating("ban", fc.option(duration, { nil: undefined }), (ms, uid) => {
    return { action: "ban", uid, ...(ms === undefined ? {} : { for: ms }) };
  }),
  moderating("unban", fc.constant(undefined), (_, uid) => ({ action: "unban", uid })),
  moderating("mute", fc.oneof(fc.constant(0), duration), (ms, uid) => ({ action: "mute", uid, for: ms })),
  moderating("shadow", fc.boolean(), (on, uid) => ({ action: "shadow", uid, on })),
  moderating("shadow", fc.boolean(), (on, uid) => ({ action: "shadow", uid, on })),
  moderating("clear", fc.constant(undefined), (_, uid) => ({ action: "clear", uid })),
  moderating("role", fc.constantFrom(...ROLES), (role, uid) => ({ action: "role", uid, role })),
  moderating("write", fc.constantFrom("everyone", "members", "moderators"), (write) => {
    return { action: "settings", settings: { write } };
  }),
  moderating("read", fc.constantFrom("everyone", "members", "invited"), (read) => {
    return { action: "settings", settings: { read } };
  }),
  moderating("words", fc.boolean(), (on) => {
    return { action: "settings", settings: { words: { reject: [], hide: on ? ["hush"] : [] } } };
  }),
];

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
  sending("reply", fc.tuple(text, place), ([message, place], { id, marked, target }) => {
    return { type: "message", id, message: marked(message), replyTo: target(place), extra: {} };
  }),
  sending("edit", fc.tuple(text, place), ([message, place], { id, marked, target }) => {
    return { type: "edit", id, target: target(place), message: marked(message) };
  }),
  sending("delete", place, (place, { id, target }) => ({ type: "delete", id, target: target(place) })),
  sending("react", fc.tuple(place, fc.boolean()), ([place, on], { id, target }) => {
    return { type: "reaction", id, target: target(place), emoji: "👍", on };
  }),
  sending("rename", text, (username, { id }) => ({ type: "rename", id, username })),
  ...moderation,
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
        if (client?.online && world.rules.mark(client, "lost", world.next) === "lost")
          world.fail(client, { type: "message", id: "failing", message: "lost", extra: {} });
      }),
  ),
  fc.constant(new Step("evict", (world) => world.evict())),
  fc.nat(5).map(
    (keep) =>
      new Step(`prune to the last ${keep}`, (world) => {
        const oldest = Math.max(world.log.oldest(), world.log.head() - keep + 1);
        world.log.prune(oldest);
      }),
  ),
  fc.constant(new Step("change epoch", (world) => world.changeEpoch())),
];

/**
 * Runs random sequences of commands, and checks after each command that every connected client's folded state equals
 * the log, and that no command was stored twice.
 *
 * @param runs how many sequences; a failing one prints its seed and its shortest form
 */
export function checkRoomModel(under: StorageUnderTest, runs: number): void {
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 80, size: "max" }), (commands) => {
      const world = new World(under);
      fc.modelRun(() => ({ model: {}, real: world }), commands);
      const events = world.log.after(world.log.oldest() - 1, MODERATOR_VIEWER);
      expect(JSON.stringify(events), "P9.6 a forbidden message is not stored").not.toContain("forbidden");
      // Of events that a moderator deleted, clients get no id.
      const ids = events.flatMap(({ uid, id }) => (id === "" ? [] : [`${uid} ${id}`]));
      expect(new Set(ids).size, "P4.3 a command is stored once").toBe(ids.length);
      expect(
        events.map(({ seq }) => seq),
        "P4.2 the log has no hole",
      ).toEqual(events.map((_, index) => world.log.oldest() + index));
    }),
    { numRuns: runs },
  );
}
