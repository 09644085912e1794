import { CLOSE } from "../protocol/close-codes.ts";
import type { LogCommand } from "../protocol/commands.ts";
import { errorObject } from "../protocol/frame.ts";
import type { JsonObject } from "../protocol/json.ts";
import type { PlainObject } from "../protocol/server-objects.ts";
import type { HttpAnswer } from "./capability/capability.ts";
import { plainMessage } from "./commands/log-writer.ts";
import { buildComponents, type RoomComponents, type RoomParts } from "./components.ts";
import type { Admitted, ConnectionRequest } from "./handshake/admission.ts";
import {
  type Requester,
  type RequesterResolution,
  type ResolveOptions,
  resolveRequester,
} from "./handshake/requester.ts";
import type { Timeouts } from "./handshake/timeouts.ts";
import type { PersonalRequester, Visitor } from "./handshake/visitors.ts";
import type { CommandKey } from "./log/event-log.ts";
import { type Author, authorOf } from "./model/author.ts";
import type { AuthorCommand, ReadCommand, Received, RoomCommand, TurnContext } from "./model/context.ts";
import type { Effect } from "./model/effects.ts";
import { type Answer, err, type Result } from "./model/result.ts";
import {
  type IpHash,
  isPresent,
  type NewSession,
  type PlainSession,
  type Present,
  type Session,
  type SessionId,
  viewerOf,
} from "./model/session.ts";
import { errorOf, type Refusal } from "./moderation/permissions.ts";

/**
 * One chat room as a state machine: a command in, effects out. It has no clock, randomness, I/O or knowledge of the
 * platform. Its lasting state is in the log, the moderation store and the name registry.
 */
export class Room {
  readonly #parts: RoomParts;
  readonly #sessions: RoomComponents["sessions"];
  readonly #moderation: RoomComponents["moderation"];
  readonly #names: RoomComponents["names"];
  readonly #capabilities: RoomComponents["capabilities"];
  readonly #logWriter: RoomComponents["logWriter"];
  readonly #admission: RoomComponents["admission"];
  readonly #handshake: RoomComponents["handshake"];
  readonly #commands: RoomComponents["commands"];
  readonly #visitors: RoomComponents["visitors"];
  readonly #note: RoomComponents["note"];
  /** Handshake, idle and token timeouts. */
  readonly timeouts: Timeouts;

  /** @param restored sessions restored after hibernation */
  constructor(parts: RoomParts, restored: Iterable<Session> = []) {
    const components = buildComponents(parts, restored);
    this.#parts = parts;
    this.#sessions = components.sessions;
    this.#moderation = components.moderation;
    this.#names = components.names;
    this.#capabilities = components.capabilities;
    this.#logWriter = components.logWriter;
    this.#admission = components.admission;
    this.#handshake = components.handshake;
    this.#commands = components.commands;
    this.#visitors = components.visitors;
    this.#note = components.note;
    this.timeouts = components.timeouts;
  }

  /** Number of sockets, including those that have not sent a hello. */
  get sockets(): number {
    return this.#sessions.sockets;
  }

  /** Number of people present. */
  get people(): number {
    return this.#sessions.presence.count;
  }

  /** Whether a person is present whose absence anyone would see (P4.6). */
  get hasCompany(): boolean {
    return this.#sessions.presence.hasCompany;
  }

  /**
   * Resolves the author of an HTTP request (P8.8).
   *
   * @param options `evenIfBanned` resolves people who may not enter as well
   */
  resolve(requester: Requester, now: number, options?: ResolveOptions): RequesterResolution {
    const { log, moderationStore } = this.#parts;
    const { presence } = this.#sessions;
    const context = { key: log.identity.key, moderationStore, presence, capabilities: this.#capabilities };
    return resolveRequester(requester, context, now, options);
  }

  /**
   * Admits a person or a bot who acts without a socket (P7.9).
   *
   * @param hash of the address that they come from
   */
  visit(requester: PersonalRequester, hash: IpHash | undefined, turn: TurnContext): Result<Visitor, Refusal> {
    return this.#visitors.admit(requester, hash, turn);
  }

  /** Runs a command of a person who acts without a socket, as {@link act} does. */
  post(visitor: Visitor, command: LogCommand, turn: TurnContext): Answer {
    const answer = this.act(visitor.author, command, turn);
    if (answer.object.type === "stored") this.#visitors.remember(visitor, turn.now);
    return answer;
  }

  /** Answers a request of a capability's HTTP route. A ban is no reason to keep people from what is stored about them. */
  ask(requester: Requester, request: JsonObject, turn: TurnContext): HttpAnswer {
    const author = this.resolve(requester, turn.now, { evenIfBanned: true });
    if (!author.ok) return { effects: [], result: err(author.error.code) };
    return this.#capabilities.ask(author.value, request, turn, () => {
      const admitted = this.resolve(requester, turn.now);
      return admitted.ok ? undefined : admitted.error;
    });
  }

  /** Runs a job of a capability. One of a capability that is off now does nothing. */
  runJob(kind: string, turn: TurnContext): readonly Effect[] {
    return this.#capabilities.runJob(kind, turn);
  }

  /** Decides whether a socket may connect (P5.3, P5.4, P9.5). One that may is counted, and joins next. */
  admit(request: ConnectionRequest, turn: TurnContext): Admitted {
    return this.#admission.admit(request, turn);
  }

  /**
   * Joins a plain socket (P2.1): replays the messages that it asked for (P2.5), then broadcasts the system message.
   *
   * @param history messages wanted, 0 to `MAX_HISTORY`
   */
  joinPlain(session: PlainSession, history: number): Effect[] {
    const messages = history === 0 ? [] : this.#parts.log.page({ limit: history }, viewerOf(session));
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
    return this.#commands.run(author, command, turn);
  }

  /**
   * Runs a batch of commands, in order, in one turn. Its events are appended to the log on return.
   *
   * @throws if the log cannot be written; then the turn has to be rolled back
   */
  receiveAll(items: readonly Received[], turn: TurnContext): Effect[] {
    this.#parts.log.expect(items.flatMap((item) => this.#keyOf(item)));
    return items.flatMap(({ from, read }) => {
      if (read.ok) return this.receive(from, read.value, turn);
      this.#note({ type: "refusal" });
      return this.#handshake.rejectCommand(from, errorOf(read.error, read.error.id), turn.now);
    });
  }

  /**
   * Runs one command of a socket. Its events are appended to the log on return.
   *
   * @throws if the log cannot be written; then the command changed nothing
   */
  receive(id: SessionId, command: RoomCommand | ReadCommand, turn: TurnContext): Effect[] {
    const session = this.#sessions.get(id);
    // The socket left earlier in this turn.
    if (session === undefined) return [];
    if (!isPresent(session)) {
      return command.type === "hello"
        ? this.#handshake.hello(session, command, turn)
        : this.#handshake.rejectCommand(
            id,
            errorObject("hello_expected", "id" in command ? command.id : undefined),
            turn.now,
          );
    }
    switch (command.type) {
      case "hello":
        return [{ type: "reply", to: id, objects: [errorObject("hello_again")] }];
      case "typing":
        if (command.ended) this.#sessions.typing.end(session.uid, session.shadowed);
        else this.#sessions.typing.note(session.uid, session.shadowed);
        return [];
      case "cast":
        return this.#commands.cast(session, command, turn);
      case "read":
        return this.#read(session, command);
      default: {
        const { effects, object } = this.act(authorOf(session), command, turn);
        if (object.type === "error") this.#note({ type: "refusal" });
        return object.type === "stored" ? [...effects] : [...effects, { type: "reply", to: id, objects: [object] }];
      }
    }
  }

  /** Notes how far a person has read, and tells their other sockets (P3.42). */
  #read({ id, mutedUntil, role, signedIn, uid }: Present, { seq }: ReadCommand): Effect[] {
    const read = this.#capabilities.hasRead({ uid, signedIn: signedIn === true }, seq);
    if (read === undefined) return [];
    const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }), read } as const;
    const others = this.#sessions.of(uid).filter((session) => session.id !== id && session.dialect === "v1");
    return others.map((session) => ({ type: "reply", to: session.id, objects: [self] }));
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

  /** Whether signals are pending that go out within half a second: presence changes, and people who stopped typing. */
  get hasDueSignals(): boolean {
    const { presence, typing } = this.#sessions;
    return presence.hasPending || typing.hasEnded;
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

  /** Sends everyone away, to come back by themselves. No one is left who could be told that others went. */
  closeAll(): Effect[] {
    const effects = [...this.#sessions.all].flatMap((session) => this.#sessions.close(session, CLOSE.restart));
    return effects.filter(({ type }) => type === "close");
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
    return this.#sessions.takeSignals();
  }

  /** Keys by which the log will look up a command. */
  #keyOf({ from, read }: Received): CommandKey[] {
    if (!read.ok || !("id" in read.value) || read.value.id === undefined) return [];
    const session = this.#sessions.get(from);
    return session !== undefined && isPresent(session) ? [{ uid: session.uid, id: read.value.id }] : [];
  }
}
