import { plugInFilters } from "../../src/capabilities/filters/filters.ts";
import { plugInNewcomers } from "../../src/capabilities/newcomers/newcomers.ts";
import { plugInReports } from "../../src/capabilities/reports/reports.ts";
import type { HelloCommand, MessageCommand } from "../../src/protocol/commands.ts";
import type { ReadError } from "../../src/protocol/frame.ts";
import type { JsonObject } from "../../src/protocol/json.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Role } from "../../src/protocol/moderation.ts";
import type { ModerationAction } from "../../src/protocol/moderation-action.ts";
import type { PlugIn } from "../../src/room/capability/capability.ts";
import type { RoomParts } from "../../src/room/components.ts";
import type { Requester } from "../../src/room/handshake/requester.ts";
import type { RoomCommand, TurnContext } from "../../src/room/model/context.ts";
import type { Effect } from "../../src/room/model/effects.ts";
import type { Present } from "../../src/room/model/session.ts";
import { Room } from "../../src/room/room.ts";
import { MemoryEventLog } from "./memory-event-log.ts";
import { MemoryModerationStore } from "./memory-moderation-store.ts";
import { MemoryNameRegistry } from "./memory-name-registry.ts";
import { MemoryNewcomerStore } from "./memory-newcomer-store.ts";
import { MemoryReportStore } from "./memory-report-store.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { Shell, type Told } from "./shell.ts";

/** Objects that a user received, in a form that a test can inspect. */
// biome-ignore lint/suspicious/noExplicitAny: received objects are compared by matchers, which accept anything
type Received = any;

/** Settings of a deployment that tests vary. */
type Deployment = Pick<RoomParts, "ownerToken" | "casts" | "reservedNames">;

/** A room in which named users act, on a clock that stands still until the test advances it. */
export class RoomFixture {
  readonly log = new MemoryEventLog();
  readonly moderationStore = new MemoryModerationStore();
  readonly nameRegistry = new MemoryNameRegistry();
  readonly capabilities: PlugIn[];
  /** The jobs that are due, by kind, in milliseconds since 1970. */
  readonly jobs = new Map<string, number>();
  /** Milliseconds since 1970. */
  now = 1_000_000;
  /** The close codes of sockets, by name. */
  readonly closed = new Map<string, number>();
  readonly #received = new Map<string, Told[]>();
  readonly #shell = new Shell({
    told: (name, object) => this.#received.set(name, [...(this.#received.get(name) ?? []), object]),
    closed: (name, code) => this.closed.set(name, code),
  });
  readonly #tokens = new Map<string, string>();
  readonly #deployment: Deployment;
  #room: Room;
  #ids = 0;

  /** @param further capabilities, besides newcomers, filters and reports */
  constructor(deployment: Deployment = { ownerToken: OWNER_TOKEN }, further: readonly PlugIn[] = []) {
    this.#deployment = deployment;
    this.capabilities = [
      plugInNewcomers(new MemoryNewcomerStore()),
      plugInFilters,
      plugInReports(new MemoryReportStore()),
      ...further,
    ];
    this.#room = this.#open();
  }

  /** A user sends a hello, as the same user as before, and hears the reply. */
  enter(name: string, fields: Partial<HelloCommand> & { readonly from?: string } = {}): Received[] {
    const { from, ...hello } = fields;
    const token = this.#tokens.get(name);
    this.join(name, from);
    const answer = this.do(name, {
      type: "hello",
      username: name,
      ...(token === undefined ? {} : { token }),
      ...hello,
    });
    const [welcome] = answer;
    if (welcome?.type === "welcome") this.#tokens.set(name, welcome.token);
    return answer;
  }

  /** Connects a v1 socket, which has to send a hello. */
  join(name: string, from?: string): void {
    const address = from === undefined ? {} : { from };
    this.closed.delete(name);
    this.#carryOut(this.#room.joinNew({ id: name, dialect: "v1", state: "new", since: this.now, ...address }));
  }

  /** Closes sockets that sent no hello in time. */
  dropLate(): void {
    this.#carryOut(this.#room.timeouts.dropLate(this.now));
  }

  /** A user sends a frame that cannot be read, and gets its reply. */
  fail(name: string, error: ReadError): Received[] {
    this.received(name);
    this.#carryOut(this.#room.receiveAll([{ from: name, read: { ok: false, error } }], this.#turn()));
    return this.received(name);
  }

  /** Connects a plain socket. */
  enterPlain(name: string, history = 0): Received[] {
    this.received(name);
    const newId = () => `plain${name}`;
    const admitted = this.#room.admit({ dialect: "plain" }, { now: this.now, newId });
    if (!admitted.ok || admitted.value.dialect !== "plain") throw new Error(`${name} may not come in`);
    this.#carryOut(this.#room.joinPlain({ ...admitted.value, id: name, username: name }, history));
    return this.received(name);
  }

  /** Why a plain socket may not join. */
  whyNotPlain(from?: string): Received {
    const admitted = this.#room.admit(
      { dialect: "plain", ...(from === undefined ? {} : { hash: { from } }) },
      { now: this.now, newId: () => `plain${++this.#ids}` },
    );
    return admitted.ok ? undefined : admitted.error;
  }

  leave(name: string): void {
    const session = this.#shell.sessions.get(name);
    this.#shell.sessions.delete(name);
    if (session !== undefined) this.#carryOut(this.#room.leave(session));
    this.#room.rememberDeparted(this.now);
  }

  /** A user loses their token, like another browser that never had it. */
  forget(name: string): void {
    this.#tokens.delete(name);
  }

  /** A user sends a command and gets its reply. {@link received} returns what the others receive. */
  do(name: string, command: RoomCommand): Received[] {
    this.received(name);
    const turn = this.#turn();
    this.#carryOut([...this.#room.receive(name, command, turn), ...this.#room.finish(turn)]);
    return this.received(name);
  }

  say(name: string, message: string, fields: Partial<MessageCommand> = {}): Received[] {
    return this.do(name, { type: "message", id: `say-${++this.#ids}`, message, extra: {}, ...fields });
  }

  /** A user attempts a moderation action; returns the reply. */
  moderate(name: string, action: ModerationAction): Received {
    const answers = this.do(name, { type: "moderate", id: "order", ...action });
    return answers.findLast(({ type }) => type === "done" || type === "error");
  }

  /** The deployment performs an action over HTTP, by its owner token; returns the reply. */
  deploy(action: ModerationAction): Received {
    const actor = this.#room.resolve({ type: "owner" }, this.now);
    if (!actor.ok) throw new Error(actor.error.code);
    const turn = { now: this.now, newId: () => `http${++this.#ids}` };
    const { effects, object } = this.#room.act(actor.value, { type: "moderate", id: "order", ...action }, turn);
    this.#carryOut(effects);
    return object;
  }

  /** The token that a user would present next. */
  token(name: string): string {
    const token = this.#tokens.get(name);
    if (token === undefined) throw new Error(`${name} was never in the room`);
    return token;
  }

  /** Sets the token that a user presents next. */
  bring(name: string, token: string): void {
    this.#tokens.set(name, token);
  }

  /** Plain sockets that are admitted join under this name. */
  admitPlain(name: string, from: string): void {
    const turn = { now: this.now, newId: () => `plain${++this.#ids}` };
    const admitted = this.#room.admit({ dialect: "plain", hash: { from } }, turn);
    if (!admitted.ok || admitted.value.dialect !== "plain") throw new Error(`${name} may not join`);
    this.#carryOut(this.#room.joinPlain({ ...admitted.value, id: name }, 0));
  }

  /** A user requests a list; returns its items. */
  list(
    name: string,
    what: "bans" | "muted" | "reports" | "resolved" | "audit" | "invitations" | "words",
    before?: number,
  ): Received {
    const [answer] = this.do(name, { type: "list", id: "list", what, ...(before === undefined ? {} : { before }) });
    return answer.items ?? answer;
  }

  /** Connects a user, who gets a role from the room's owner; the first owner claims the room. */
  cast(name: string, role: Role): void {
    this.enter(name);
    if (role === "owner") this.do(name, { type: "claim", id: "claim", secret: OWNER_TOKEN });
    else if (role !== "guest") this.moderate("owner", { action: "role", uid: this.uid(name), role });
  }

  /** Objects that a user received since the last call. */
  received(name: string): Received[] {
    const received = this.#received.get(name) ?? [];
    this.#received.delete(name);
    return received;
  }

  /** Discards everything received so far. */
  discardReceived(): void {
    this.#received.clear();
  }

  /** Delivers pending presence changes. */
  sendSignals(): void {
    this.#carryOut(this.#room.takeSignals());
  }

  session(name: string): Present | undefined {
    return this.#shell.present.find(({ id }) => id === name);
  }

  /** Runs the jobs that are due, and those that they schedule, and lets the clock stand where it does. */
  runJobs(): void {
    for (;;) {
      const [kind] = [...this.jobs].find(([, due]) => due <= this.now) ?? [];
      if (kind === undefined) return;
      this.jobs.delete(kind);
      this.#carryOut(this.#room.runJob(kind, this.#turn()));
    }
  }

  /** Somebody asks over HTTP with their room token; gives the answer, or the code of the error. */
  ask(name: string | Requester, request: JsonObject): Received {
    const token = typeof name === "string" ? this.#tokens.get(name) : undefined;
    const requester = typeof name === "string" ? ({ type: "guest", token: token ?? "" } as const) : name;
    const { effects, result } = this.#room.ask(requester, request, this.#turn());
    this.#carryOut(effects);
    return result.ok ? result.value : result.error;
  }

  uid(name: string): string {
    const uid = this.session(name)?.uid ?? this.#tokens.get(name)?.split(".")[0];
    if (uid === undefined) throw new Error(`${name} was never in the room`);
    return uid;
  }

  /** Evicts the room's object, and builds it again from storage. */
  evict(): void {
    this.#room = this.#open();
  }

  /** The ids are as long as the room's own, and told apart at the first letters, of which a guest's name is made. */
  #turn(): TurnContext {
    return { now: this.now, newId: () => (++this.#ids).toString(36).padStart(4, "0").padEnd(16, "x") };
  }

  #open(): Room {
    const { capabilities, log, nameRegistry, moderationStore } = this;
    return new Room(
      {
        name: "fixture",
        limits: DEFAULT_LIMITS,
        log,
        moderationStore,
        nameRegistry,
        capabilities,
        jobs: {
          schedule: (kind, due) => void this.jobs.set(kind, due),
          isScheduled: (kind) => this.jobs.has(kind),
          dueAt: (kind) => this.jobs.get(kind),
          cancel: (kind) => void this.jobs.delete(kind),
        },
        ...this.#deployment,
      },
      this.#shell.sessions.values(),
    );
  }

  #carryOut(effects: readonly Effect[]): void {
    this.#shell.carryOut(effects);
  }
}

/** A room with one user per role, each named after the role, and two guests. */
export function roomFixture(deployment: Deployment = {}, further: readonly PlugIn[] = []): RoomFixture {
  const fixture = new RoomFixture({ ownerToken: OWNER_TOKEN, ...deployment }, further);
  for (const role of ["owner", "moderator", "member", "guest"] as const) fixture.cast(role, role);
  fixture.cast("other", "guest");
  fixture.sendSignals();
  fixture.discardReceived();
  return fixture;
}
