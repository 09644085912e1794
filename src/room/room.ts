import type { CLOSE } from "../protocol/close-codes.ts";
import type { CastCommand } from "../protocol/commands.ts";
import { errorObject } from "../protocol/frame.ts";
import type { JsonObject } from "../protocol/json.ts";
import type { Limits } from "../protocol/limits.ts";
import type { CastsSetting, Role } from "../protocol/moderation.ts";
import type { ErrorObject, PlainObject } from "../protocol/server-objects.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn, RoomCapability, RoomJobs } from "./capability/capability.ts";
import { PersonalData } from "./capability/personal-data.ts";
import { decideCast } from "./commands/decide-cast.ts";
import { LogWriter, plainMessage } from "./commands/log-writer.ts";
import { Admission, type Admitted, type ConnectionRequest } from "./handshake/admission.ts";
import { Handshake } from "./handshake/handshake.ts";
import { type Requester, type RequesterResolution, resolveRequester } from "./handshake/requester.ts";
import { Timeouts } from "./handshake/timeouts.ts";
import { ConnectionLimiter } from "./limits/connection-limiter.ts";
import type { CommandKey, EventLog } from "./log/event-log.ts";
import { listReactors } from "./log/list-reactors.ts";
import { type Author, authorOf } from "./model/author.ts";
import type { AuthorCommand, Received, RoomCommand, TurnContext } from "./model/context.ts";
import type { Effect } from "./model/effects.ts";
import { type Answer, err, ok } from "./model/result.ts";
import {
  hashesOf,
  isPresent,
  type LiveSession,
  type NewSession,
  type PlainSession,
  type Present,
  type Session,
  type SessionId,
  viewerOf,
} from "./model/session.ts";
import { Moderation } from "./moderation/moderation.ts";
import type { ModerationStore } from "./moderation/moderation-store.ts";
import { errorOf, type Refusal } from "./moderation/permissions.ts";
import { NamePolicy } from "./people/name-policy.ts";
import type { NameRegistry } from "./people/name-registry.ts";
import { Sessions } from "./people/sessions.ts";

const NO_JOBS: RoomJobs = { schedule: () => {}, isScheduled: () => false };

/** Dependencies and settings of a {@link Room}. */
export interface RoomParts {
  /** The room's name, in lower case. */
  readonly name: string;
  readonly limits: Limits;
  /** The room's log. */
  readonly history: EventLog;
  /** Stored moderation: roles, bans, mutes, invitations, audit log. */
  readonly moderationStore: ModerationStore;
  /** Stored names. */
  readonly nameRegistry: NameRegistry;
  /** The capabilities that are on. */
  readonly capabilities?: readonly PlugIn[];
  /** Schedules the jobs of capabilities. */
  readonly jobs?: RoomJobs;
  /** Names that no guest may have (P8.14). */
  readonly reservedNames?: readonly string[];
  /** Whether a room takes casts if its owner has not decided (P2.12). */
  readonly casts?: CastsSetting;
  /** The deployment's `OWNER_TOKEN` (P9.2). */
  readonly ownerToken?: string;
}

/**
 * One chat room as a state machine: a command in, effects out. It has no clock, randomness, I/O or knowledge of the
 * platform. Its lasting state is in the log, the moderation store and the name registry.
 */
export class Room {
  readonly #parts: RoomParts;
  readonly #log: EventLog;
  readonly #sessions: Sessions;
  readonly #moderation: Moderation;
  readonly #names: NamePolicy;
  readonly #admission: Admission;
  readonly #capabilities: readonly RoomCapability[];
  readonly #logWriter: LogWriter;
  readonly #handshake: Handshake;
  /** Handshake, idle and token timeouts. */
  readonly watch: Timeouts;

  /** @param restored sessions restored after hibernation */
  constructor(parts: RoomParts, restored: Iterable<Session> = []) {
    this.#parts = parts;
    this.#log = parts.history;
    const present = [...restored];
    const connections = new ConnectionLimiter(parts.limits, present);
    this.#sessions = new Sessions(present, connections);
    const append: EventLog["append"] = (event, digest, onlyFor) => this.#logWriter.append(event, digest, onlyFor);
    const roomFields = (role: Role) => Object.assign({}, ...this.#capabilities.map((one) => one.roomFields?.(role)));
    this.#moderation = new Moderation({ ...parts, append, roomFields, sessions: this.#sessions });
    const { members, settings } = this.#moderation;
    const offered: CapabilityRoom = {
      log: parts.history,
      settings: () => settings.rules.settings,
      audit: (author, action, details, now) => void members.audit(author, action, details, now),
      notifyModerators: () => settings.notifyModerators(),
      jobs: parts.jobs ?? NO_JOBS,
      personalData: new PersonalData({
        ...parts,
        members,
        sessions: this.#sessions,
        capabilities: () => this.#capabilities,
      }),
      append: (event, onlyFor) => this.#logWriter.appendOwn(event, onlyFor),
      hashesOf: ({ socket }) => hashesOf(socket === undefined ? undefined : this.#sessions.get(socket)),
    };
    this.#capabilities = (parts.capabilities ?? []).map((plugIn) => plugIn(offered));
    const isHere = (uid: string) => this.#sessions.presence.socketsOf(uid) > 0;
    const hasWritten = (uid: string) => parts.history.newestOf(uid, 1).length > 0;
    this.#names = new NamePolicy(parts.nameRegistry, parts.reservedNames ?? [], isHere, hasWritten);
    const [sessions, moderation, names] = [this.#sessions, this.#moderation, this.#names];
    this.#logWriter = new LogWriter({
      log: parts.history,
      limits: parts.limits,
      sessions,
      moderation,
      names,
      capabilities: this.#capabilities,
    });
    this.#admission = new Admission({ ...parts, members, sessions, connections });
    const judgeHello: NonNullable<RoomCapability["hello"]> = (guest, hello, turn) =>
      this.#capabilities.map((one) => one.hello?.(guest, hello, turn)).find((rejection) => rejection !== undefined);
    const welcomeFields = (person: LiveSession) =>
      Object.assign({}, ...this.#capabilities.map((one) => one.welcomeFields?.(person)));
    this.#handshake = new Handshake({ ...parts, sessions, moderation, names, judgeHello, welcomeFields });
    this.watch = new Timeouts(sessions, this.#handshake);
  }

  /** Number of sockets, including those that have not sent a hello. */
  get sockets(): number {
    return this.#sessions.sockets;
  }

  /** Number of people present. */
  get people(): number {
    return this.#sessions.presence.count;
  }

  /** Resolves the author of an HTTP request (P8.8). */
  recognise(caller: Requester, now: number): RequesterResolution {
    const { history, moderationStore } = this.#parts;
    return resolveRequester(
      caller,
      { key: history.identity.key, moderationStore, presence: this.#sessions.presence },
      now,
    );
  }

  /** Answers a request of a capability's HTTP route. A ban is no reason to keep people from what is stored about them. */
  ask(caller: Requester, request: JsonObject, turn: TurnContext): HttpAnswer {
    const { history, moderationStore } = this.#parts;
    const context = { key: history.identity.key, moderationStore, presence: this.#sessions.presence };
    const requester = resolveRequester(caller, context, turn.now, { evenIfBanned: true });
    if (!requester.ok) return { effects: [], result: err(requester.error.code) };
    for (const { ask } of this.#capabilities) {
      const answer = ask?.(requester.value, request, turn);
      if (answer !== undefined) return answer;
    }
    return { effects: [], result: err("not_found") };
  }

  /** Runs a job of a capability. One of a capability that is off now does nothing. */
  runJob(kind: string, turn: TurnContext): readonly Effect[] {
    return this.#capabilities.flatMap(({ jobs }) => jobs?.[kind]?.(turn) ?? []);
  }

  /** Decides whether a socket may connect (P5.3, P5.4, P9.5). One that may is counted, and joins next. */
  admit(request: ConnectionRequest, turn: TurnContext): Admitted {
    const admitted = this.#admission.admit(request, turn);
    if (!admitted.ok || !isPresent(admitted.value) || admitted.value.signedIn) return admitted;
    return ok(
      this.#capabilities.reduce<PlainSession>(
        (session, { joinPlain }) => joinPlain?.(session, turn) ?? session,
        admitted.value,
      ),
    );
  }

  /**
   * Joins a plain socket (P2.1): replays the messages that it asked for (P2.5), then broadcasts the system message.
   *
   * @param history messages wanted, 0 to `MAX_HISTORY`
   */
  joinPlain(session: PlainSession, history: number): Effect[] {
    const messages = history === 0 ? [] : this.#log.page({ limit: history }, viewerOf(session));
    const replay: PlainObject[] = messages.filter(({ deleted }) => !deleted).map(plainMessage);
    return [
      { type: "persist-session", session },
      ...(replay.length === 0 ? [] : [{ type: "reply", to: session.id, objects: replay } as const]),
      ...this.#sessions.enter(session),
    ];
  }

  /** Registers a v1 socket, which is anonymous until its hello (P3.1). */
  joinNew(session: NewSession): Effect[] {
    return this.#sessions.addPending(session);
  }

  /**
   * Removes the session of a closed socket (P2.1). The shell calls this once per socket.
   *
   * @param session as last persisted; if the close itself woke the room, the room no longer has it
   */
  leave(session: Session): Effect[] {
    return this.#sessions.leave(session);
  }

  /**
   * Runs a command of any author: a socket, an HTTP request, a hook. The same rules hold for all of them: a command is
   * stored once, and mutes, slow mode, blocked words and roles apply. What it stores is appended to the log on return.
   *
   * @param author authenticated
   * @throws if the log cannot be written; then the turn has to be rolled back
   */
  act(author: Author, command: AuthorCommand, turn: TurnContext): Answer {
    if (command.type === "list" && command.what === "reactions") {
      const nameOf = (uid: string) =>
        this.#sessions.of(uid)[0]?.username ?? this.#parts.nameRegistry.get(uid)?.username;
      return { effects: [], object: listReactors(this.#log, command, viewerOf(author), nameOf) };
    }
    switch (command.type) {
      case "signOut":
        return this.#handshake.signOut(author, command, turn.now);
      case "moderate":
      case "report":
      case "claim":
      case "list":
      case "block":
        for (const capability of this.#capabilities) {
          const answer = capability.answer?.(author, command, turn);
          if (answer !== undefined) return answer;
        }
        return this.#moderation.answer(author, command, turn);
      default:
        return this.#logWriter.write(author, command, turn);
    }
  }

  /**
   * Runs a batch of commands, in order, in one turn. Its events are appended to the log on return.
   *
   * @throws if the log cannot be written; then the turn has to be rolled back
   */
  receiveAll(items: readonly Received[], turn: TurnContext): Effect[] {
    this.#log.expect(items.flatMap((item) => this.#keyOf(item)));
    return items.flatMap(({ from, read }) =>
      read.ok ? this.receive(from, read.value, turn) : this.rejectCommand(from, errorOf(read.error, read.error.id)),
    );
  }

  /**
   * Runs one command of a socket. Its events are appended to the log on return.
   *
   * @throws if the log cannot be written; then the command changed nothing
   */
  receive(id: SessionId, command: RoomCommand, turn: TurnContext): Effect[] {
    const session = this.#sessions.get(id);
    // The socket left earlier in this turn.
    if (session === undefined) return [];
    if (!isPresent(session)) {
      return command.type === "hello"
        ? this.#handshake.hello(session, command, turn)
        : this.#handshake.rejectCommand(id, errorObject("hello_expected"));
    }
    switch (command.type) {
      case "hello":
        return [{ type: "reply", to: id, objects: [errorObject("hello_again")] }];
      case "typing":
        this.#sessions.typing.note(session.uid, session.shadowed);
        return [];
      case "cast":
        return this.#cast(session, command, turn);
      default: {
        const { effects, object } = this.act(authorOf(session), command, turn);
        return object.type === "stored" ? [...effects] : [...effects, { type: "reply", to: id, objects: [object] }];
      }
    }
  }

  /** Answers a frame that is not a valid command (P2.4, P3.1). */
  rejectCommand(id: SessionId, error: ErrorObject): Effect[] {
    return this.#handshake.rejectCommand(id, error);
  }

  /** Notes that the identity of a hello is being verified (P8.4). */
  awaitIdentity(id: SessionId): void {
    this.#handshake.awaitIdentity(id);
  }

  /** Closes a session whose identity was rejected or has expired (P8.1, P8.5, P8.6). */
  rejectSession(id: SessionId, refusal: Refusal): Effect[] {
    return this.#handshake.rejectSession(id, refusal);
  }

  /** Hashes of a person's networks, as far as they are here (P9.16). */
  networksOf(uid: string): string[] {
    return [...new Set(this.#sessions.of(uid).flatMap(({ network }) => network ?? []))];
  }

  /** Closes the sockets of people whom the deployment banned, whatever their role (P9.16). */
  removeBanned(isBanned: (uid: string | undefined, network: string | undefined) => boolean): Effect[] {
    const banned = [...this.#sessions.all].filter((session) => {
      return isBanned(isPresent(session) ? session.uid : undefined, session.network);
    });
    return banned.flatMap(({ id }) => this.#handshake.rejectSession(id, { code: "banned" }));
  }

  /** Whether presence changes are pending. */
  get presenceChanged(): boolean {
    return this.#sessions.presence.hasPending;
  }

  /** Whether typing indicators are pending. */
  get hasPendingTyping(): boolean {
    return this.#sessions.typing.hasPending;
  }

  /** Deletes the oldest events if the owner limits how many are kept. Each turn ends with this. */
  prune(): void {
    this.#logWriter.prune();
  }

  /**
   * Closes a socket whose client reads too slowly, and resumes from the log later (P3.8), or sends too fast (P5.1).
   */
  drop(id: SessionId, code: typeof CLOSE.lagging | typeof CLOSE.flooding): Effect[] {
    const session = this.#sessions.get(id);
    return session === undefined ? [] : this.#sessions.close(session, code);
  }

  /** Hands the events that this turn stored to the capabilities. Each turn ends with this, inside its transaction. */
  finish(turn: TurnContext): Effect[] {
    return this.#logWriter.finish(turn);
  }

  /** Whether departures are pending that leave something to remember. */
  get hasDepartures(): boolean {
    return this.#sessions.hasDepartures;
  }

  /**
   * Remembers those who left since the last call: their name (P8.11), the role that a site vouched for (P9.12) and, if they
   * posted, their address (P9.13). The time for which each is kept counts from here. Each turn ends with this.
   *
   * @param now milliseconds since 1970
   */
  rememberDeparted(now: number): void {
    const { members } = this.#moderation;
    for (const { session, wasLast } of this.#sessions.takeDeparted()) {
      if (wasLast && session.dialect === "v1") this.#names.hold(session, now);
      members.rememberVouched(session, now);
      members.rememberAuthor(session, now);
    }
  }

  /** Takes the pending presence changes and typing indicators (P3.6, P3.9). */
  takeSignals(): Effect[] {
    const { presence, typing } = this.#sessions;
    const changes = presence.hasPending ? [presence.take()] : [];
    return [
      ...changes.map((v1): Effect => ({ type: "broadcast", v1, ...presence.insteadOf(v1) })),
      ...typing
        .take()
        .flatMap(({ isShadowed, object }): Effect[] =>
          isShadowed ? this.#sessions.replyTo(object.uid, object) : [{ type: "broadcast", v1: object }],
        ),
    ];
  }

  /** Keys by which the log will look up a command. */
  #keyOf({ from, read }: Received): CommandKey[] {
    if (!read.ok || !("id" in read.value) || read.value.id === undefined) return [];
    const session = this.#sessions.get(from);
    return session !== undefined && isPresent(session) ? [{ uid: session.uid, id: read.value.id }] : [];
  }

  /** P2.3, P2.12, P3.6. */
  #cast(session: Present, { data }: CastCommand, turn: TurnContext): Effect[] {
    const { id, uid } = session;
    const author = authorOf(session);
    const refusal = this.#logWriter.writeRefusal(author, turn);
    if (refusal !== undefined) return [{ type: "reply", to: id, objects: [errorOf(refusal)] }];
    const { casts, rules, words } = this.#moderation.settings;
    const context = { casts, words, names: this.#names, settings: rules.settings };
    const decision = decideCast(context, author, data, turn.now);
    if (!decision.ok) return [{ type: "reply", to: id, objects: [errorOf(decision.error)] }];
    const v1 = { type: "cast", uid, data } as const;
    return [
      decision.value === "sender"
        ? { type: "send-to-user", to: uid, plain: data, v1 }
        : { type: "broadcast", plain: data, v1 },
    ];
  }
}
