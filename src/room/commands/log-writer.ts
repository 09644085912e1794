import type { LogCommand } from "../../protocol/commands.ts";
import type { LogEvent, Message } from "../../protocol/events.ts";
import { errorObject } from "../../protocol/frame.ts";
import { isBotUid } from "../../protocol/identity.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { PlainObject } from "../../protocol/server-objects.ts";
import type { RoomCapability, StoredEvent } from "../capability/capability.ts";
import type { Occurrences } from "../capability/occurrence.ts";
import { isPaced, SlowMode } from "../limits/slow-mode.ts";
import { commandDigest } from "../log/command-digest.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import type { Answer } from "../model/result.ts";
import { isPresent, socketOf } from "../model/session.ts";
import type { Moderation } from "../moderation/moderation.ts";
import { errorOf, type Refusal, slowModeRefusal, writeRefusal } from "../moderation/permissions.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import type { Sessions } from "../people/sessions.ts";
import { decideCommand } from "./decide-command.ts";

/** Events that one turn prunes at most. As many as a turn can add, so that a room catches up with a lowered limit. */
const MAX_PRUNED_EVENTS = 1_000;

/** The digest of an event that no client asked for: nothing will be compared with it. */
const NO_DIGEST = 0;

/** Dependencies of {@link LogWriter}. */
export interface LogWriterPorts {
  readonly log: EventLog;
  readonly limits: Limits;
  readonly sessions: Sessions;
  readonly moderation: Moderation;
  readonly names: NamePolicy;
  readonly capabilities: readonly RoomCapability[];
  readonly occurrences: Occurrences;
}

/** Turns commands into events of the log (P3.2), and keeps the log within its limit. */
export class LogWriter {
  readonly #ports: LogWriterPorts;
  readonly #slowMode: SlowMode;
  readonly #before: readonly NonNullable<RoomCapability["before"]>[];
  readonly #after: readonly NonNullable<RoomCapability["after"]>[];
  /** Events of this turn that capabilities have not received yet; collected only if one wants them. */
  #stored: StoredEvent[] = [];

  constructor(ports: LogWriterPorts) {
    this.#ports = ports;
    this.#slowMode = new SlowMode(ports.log, () => ports.sessions.present);
    this.#before = ports.capabilities.flatMap(({ before }) => before ?? []);
    this.#after = ports.capabilities.flatMap(({ after }) => after ?? []);
  }

  /** Appends an event that no command stands for, such as a moderator's `clear`. */
  append(event: LogEvent, digest: number, onlyFor: string | undefined): void {
    this.#ports.log.append(event, digest, onlyFor);
    if (this.#after.length > 0) this.#stored.push({ event, onlyFor });
  }

  /** Appends an event of a capability, and tells everyone who may see it. */
  appendOwn(event: LogEvent, onlyFor: string | undefined): Effect[] {
    this.append(event, NO_DIGEST, onlyFor);
    const told: Effect =
      onlyFor === undefined ? { type: "broadcast", v1: event } : { type: "broadcast-hidden", onlyFor, v1: event };
    return event.type === "delete" ? [told, ...this.#ports.moderation.settings.unpin(event.target)] : [told];
  }

  /** P3.2, P4.3: a command is stored once, and its event acknowledges it. */
  write(author: Author, sent: LogCommand, turn: TurnContext): Answer {
    const { log, moderation, names, sessions } = this.#ports;
    const { id } = sent;
    const digest = commandDigest(sent);
    const stored = id === undefined ? undefined : log.find(author.uid, id);
    if (id !== undefined && stored !== undefined) {
      const same = stored.digest === undefined || stored.digest === digest;
      const object = same ? ({ type: "ack", id, seq: stored.seq, dup: true } as const) : errorObject("id_conflict", id);
      return { effects: [], object };
    }
    const refusal = this.#refusal(author, sent, turn);
    if (refusal !== undefined) return { effects: [], object: errorOf(refusal, id) };
    let command = sent;
    for (const before of this.#before) {
      const passed = before(author, command, turn);
      if (!passed.ok) return { effects: [], object: errorOf(passed.error, id) };
      command = passed.value;
    }
    const { words } = moderation.settings;
    const mayDelete = (writer: string) => moderation.mayDelete(author, writer, turn.now);
    const decision = decideCommand({ log, names, words, mayDelete }, author, command, turn);
    if (!decision.ok) {
      const { error } = decision;
      return { effects: [], object: errorOf(typeof error === "string" ? { code: error } : error, id) };
    }
    if ("unchanged" in decision.value) {
      const { unchanged: seq } = decision.value;
      return { effects: [], object: { type: "ack", id: id ?? "", seq, dup: true } };
    }

    const { author: writer, event, onlyFor } = decision.value;
    this.append(event, digest, onlyFor);
    if (event.type === "message" || event.type === "edit") sessions.typing.forget(event.uid);
    if (isPaced(event)) this.#slowMode.said(author, event.at);
    // Others still know a shadowed person by the previous name (P9.21).
    if (event.type === "notice" && !author.shadowed) {
      const socket = author.socket === undefined ? undefined : sessions.get(author.socket);
      const { signedIn, uid } = author;
      names.hold({ ...(socket && socketOf(socket)), signedIn, uid, username: event.username }, turn.now);
    }
    const plain = event.type === "message" ? { plain: plainMessage(event) } : {};
    const effects: Effect[] = [
      onlyFor === undefined
        ? { type: "broadcast", v1: event, ...plain }
        : { type: "broadcast-hidden", onlyFor, v1: event, ...plain },
      ...moderation.stored(event, author, writer, onlyFor),
      ...this.#markAuthor(author),
      ...this.#adoptName(author, event),
    ];
    return { effects, object: { type: "stored", id: event.id, seq: event.seq } };
  }

  /** Hands the events that this turn stored to the capabilities, and what else happened. */
  finish(turn: TurnContext): Effect[] {
    const occurred = this.#ports.occurrences.take();
    const effects = this.#stored.length === 0 ? [] : this.#finishEvents(turn);
    if (occurred.length > 0) for (const { happened } of this.#ports.capabilities) happened?.(occurred, turn);
    return effects;
  }

  #finishEvents(turn: TurnContext): Effect[] {
    const events = this.#stored;
    this.#stored = [];
    return this.#after.flatMap((after) => after(events, turn));
  }

  /**
   * Deletes the oldest events if the owner limits how many are kept: a tenth at a time, and per turn no more than takes a few
   * milliseconds.
   */
  prune(): void {
    const { limits, log } = this.#ports;
    const { keptEvents } = limits;
    if (keptEvents === undefined) return;
    const oldest = log.oldest();
    const surplus = log.head() - oldest + 1 - keptEvents;
    if (surplus > Math.min(Math.ceil(keptEvents / 10), MAX_PRUNED_EVENTS)) {
      this.pruneTo(oldest + Math.min(surplus, MAX_PRUNED_EVENTS));
    }
  }

  /** Deletes every event before `oldest`. */
  pruneTo(oldest: number): void {
    const { capabilities, log } = this.#ports;
    for (const { pruning } of capabilities) pruning?.(oldest);
    log.prune(oldest);
    for (const { pruned } of capabilities) pruned?.(oldest);
  }

  /** Why an author can't write at all, by the room's own rules (P9.6) and those of its capabilities. */
  writeRefusal(author: Author, turn: TurnContext): Refusal | undefined {
    const refusal = writeRefusal(this.#ports.moderation.settings.rules.settings, author, turn.now);
    if (refusal !== undefined) return refusal;
    for (const { write } of this.#ports.capabilities) {
      const restriction = write?.(author, turn);
      if (restriction !== undefined) return restriction;
    }
    return undefined;
  }

  /** P9.6. People can always take back what is theirs. */
  #refusal(author: Author, command: LogCommand, turn: TurnContext): Refusal | undefined {
    const { now } = turn;
    if (command.type === "delete" || (command.type === "reaction" && !command.on)) return undefined;
    const { settings } = this.#ports.moderation.settings.rules;
    const refusal = this.writeRefusal(author, turn);
    // P15.5: slow mode is for people. Bots have a limit of their own.
    const isFree = command.type === "reaction" || settings.slowMode === 0 || isBotUid(author.uid);
    if (refusal !== undefined || isFree) return refusal;
    return slowModeRefusal(settings, author.role, this.#slowMode.lastOf(author, settings.slowMode, now), now);
  }

  /** Notes beside the socket that it sent an event, if it has an address to remember (P9.13). */
  #markAuthor({ socket }: Author): Effect[] {
    const { sessions } = this.#ports;
    const session = socket === undefined ? undefined : sessions.get(socket);
    if (session?.from === undefined || !isPresent(session) || session.isAuthor) return [];
    return sessions.update({ ...session, isAuthor: true });
  }

  /** A message of a plain socket, or a rename, sets a new name for all sockets of its author. */
  #adoptName({ socket, uid, username }: Author, event: LogEvent): Effect[] {
    if ((event.type !== "message" && event.type !== "notice") || event.username === username) return [];
    const { sessions } = this.#ports;
    const { presence } = sessions;
    presence.rename(uid, event.username);
    // Most people have one socket, which needs no search among all others.
    const sender = socket === undefined ? undefined : sessions.get(socket);
    const isAlone = sender !== undefined && isPresent(sender) && presence.socketsOf(uid) === 1;
    const own = isAlone ? [sender] : sessions.of(uid);
    return own.flatMap((session) => sessions.update({ ...session, username: event.username }));
  }
}

/** A message in the plain dialect, which has no edits, no reactions and no previews (P13.8). */
export function plainMessage(message: Message): PlainObject {
  // A new message has none of them.
  if (!("editedAt" in message || "reactions" in message || "preview" in message)) return message;
  const { editedAt: _, reactions: __, preview: ___, ...plain } = message;
  return plain;
}
