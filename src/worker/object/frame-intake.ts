import { CLOSE } from "../../protocol/close-codes.ts";
import type { AckCommand, Command } from "../../protocol/commands.ts";
import type { Read, ReadError } from "../../protocol/frame.ts";
import type { Limits } from "../../protocol/limits.ts";
import { parsePlain } from "../../protocol/parse-plain.ts";
import { parseV1Frame } from "../../protocol/parse-v1.ts";
import type { ErrorObject } from "../../protocol/server-objects.ts";
import { RateLimiter } from "../../room/limits/rate-limiter.ts";
import type { FrameProgress, RoomCommand } from "../../room/model/context.ts";
import { isExpired, isReceiving, type Session } from "../../room/model/session.ts";
import { errorOf, type Refusal } from "../../room/moderation/permissions.ts";
import type { Room } from "../../room/room.ts";
import type { SignIn } from "../identity/sign-in.ts";
import { restoreSession } from "./attachment.ts";
import type { Departures } from "./departures.ts";
import type { Inbox } from "./inbox.ts";
import type { RoomMaking } from "./room-making.ts";
import type { RoomTables } from "./room-tables.ts";
import type { TurnRunner } from "./turn-runner.ts";

type FrameRead = Read<Command>;

/** A frame that the rate limit let through. */
interface Frame<R extends FrameRead = FrameRead> {
  readonly read: R;
  /** UTF-16 units of the event that it becomes. */
  readonly length: number;
  readonly canWait: boolean;
  readonly progress: FrameProgress;
}

/** UTF-16 units that an event adds to its command: `seq`, `at`, `uid` and a name. */
const ENVELOPE_LENGTH = 100;

/** Milliseconds after which a command that found the room overloaded may come again (P4.9). */
const OVERLOADED_RETRY_MS = 1_000;

/** Dependencies of {@link FrameIntake}. */
export interface FrameIntakePorts {
  readonly limits: Limits;
  readonly turns: TurnRunner;
  readonly inbox: Inbox;
  readonly signIn: SignIn;
  readonly making: RoomMaking;
  readonly tables: RoomTables;
  readonly departures: Departures;
  /** The name of the counter of a socket's address (P1.6). */
  readonly allowanceOf: (socket: WebSocket) => string | undefined;
  /** An acknowledgement moved a reader forward. */
  readonly acknowledged: (room: Room) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Takes in the frames of sockets: parses each one, applies the rate limit, and puts its command in the next batch. */
export class FrameIntake {
  readonly #ports: FrameIntakePorts;
  readonly #rateLimit: RateLimiter;

  constructor(ports: FrameIntakePorts) {
    this.#ports = ports;
    this.#rateLimit = new RateLimiter(ports.limits);
  }

  receive(socket: WebSocket, frame: string | ArrayBuffer): void {
    const { departures, inbox, limits, turns } = this.#ports;
    const { hydrated } = turns;
    // Reading the attachment costs more. It is needed when the platform hands over another object for the same socket.
    const session = hydrated?.fanout.sessionOf(socket) ?? restoreSession(socket)?.session;
    if (session === undefined || hydrated === undefined) {
      socket.close(CLOSE.restart, "come back");
      return;
    }
    const now = this.#ports.now();
    hydrated.fanout.heard(session.id, now);
    if (isExpired(session, now)) {
      departures.reject(session.id, { code: "bad_token", reason: "expired" });
      return;
    }
    const reads: readonly FrameRead[] =
      session.dialect === "plain" ? [parsePlain(frame, limits)] : parseV1Frame(frame, limits);
    if (reads.some((read) => !read.ok && read.error.close)) {
      inbox.drain();
      socket.close(CLOSE.tooLarge, "frame too large");
      departures.leave(socket);
      return;
    }
    const length = sizeOf(frame) / reads.length + ENVELOPE_LENGTH;
    const progress: FrameProgress = { isLimited: false, isFailed: false };
    const refused = reads.flatMap((read) => this.#take(socket, { read, length, progress }, now) ?? []);
    if (refused.length > 0) turns.hydrated?.fanout.replyNow(session.id, refused);
  }

  /** Rejects a command that came without a socket, if it is beyond what its sender may send (P5.2, P4.9). */
  limit(session: Session, command: Command): Refusal | undefined {
    const { inbox, now } = this.#ports;
    const verdict = this.#rateLimit.judge(session, command, now());
    const hasRoom = inbox.hasRoom(session.id, JSON.stringify(command).length + ENVELOPE_LENGTH);
    if (verdict.outcome === "take" && hasRoom) return undefined;
    return {
      code: "rate_limited",
      retryAfter: verdict.outcome === "refuse" ? verdict.retryAfter : OVERLOADED_RETRY_MS,
    };
  }

  /**
   * Takes one command of a frame (P3.21).
   *
   * @returns the error of a command for which an overloaded room has no place, not even among the answers of its next turn (P4.9)
   */
  #take(socket: WebSocket, frame: Omit<Frame, "canWait">, now: number): ErrorObject | undefined {
    const { length, progress, read } = frame;
    const { departures, inbox, turns } = this.#ports;
    // An earlier command of the frame may have changed it, or ended it.
    const session = turns.hydrated?.fanout.sessionOf(socket) ?? restoreSession(socket)?.session;
    if (session === undefined) return undefined;
    const verdict = this.#rateLimit.judge(session, read.ok ? read.value : undefined, now);
    if (verdict.outcome === "close") {
      departures.drop(session.id);
      return undefined;
    }
    const isWelcome = isExempt(read) || (!progress.isLimited && inbox.hasRoom(session.id, length));
    if (verdict.outcome === "take" && isWelcome) {
      this.#deliver(socket, session, { ...frame, canWait: verdict.canWait });
      return undefined;
    }
    progress.isLimited = true;
    const id = read.ok ? idOf(read.value) : read.error.id;
    if (verdict.outcome === "take" && session.dialect === "v1" && isReceiving(session))
      return errorOf({ code: "rate_limited", retryAfter: OVERLOADED_RETRY_MS }, id);
    const retryAfter = verdict.outcome === "refuse" ? verdict.retryAfter : OVERLOADED_RETRY_MS;
    this.#fail(session, { code: "rate_limited", id, retryAfter });
    return undefined;
  }

  /** Carries out a frame that the rate limit let through. */
  #deliver(socket: WebSocket, session: Session, frame: Frame): void {
    const { making, tables } = this.#ports;
    if (making.holds(socket, () => this.#deliver(socket, session, frame))) return;
    const { read } = frame;
    if (isAck(read)) this.#acknowledge(session, read.value);
    else if (!isForRoom(frame)) return;
    else if (tables.isMade || !read.ok || !needsTables(session, read.value)) this.#batch(session, frame);
    else this.#makeTables(socket, session, frame, idOf(read.value));
  }

  /** Passes a frame to the sign-in, which may hold it, or to the next batch. */
  #batch(session: Session, { canWait, length, progress, read }: Frame<Read<RoomCommand>>): void {
    const item = { from: session.id, read, frame: progress };
    if (!this.#ports.signIn.take(session, { item, length })) this.#ports.inbox.add(item, length, canWait);
  }

  /** Makes the room's tables, if the socket's address may (P1.6), before the frame that needs them. */
  #makeTables(socket: WebSocket, session: Session, frame: Frame<Read<RoomCommand>>, id: string | undefined): void {
    const { allowanceOf, making, tables } = this.#ports;
    making.begin(socket, allowanceOf(socket), {
      allowed: () => (tables.make() ? this.#batch(session, frame) : this.#fail(session, { code: "internal", id })),
      refused: (retryAfter) => this.#fail(session, { code: "rate_limited", id, retryAfter }),
    });
  }

  /** Answers with an error in the next batch: a sender of too many frames must not cost the others a frame each time. */
  #fail({ id }: Session, error: ReadError): void {
    this.#ports.inbox.add({ from: id, read: { ok: false, error } }, ENVELOPE_LENGTH, true);
  }

  /** P3.8. It counts before more is sent to its reader, and is no turn of the room. */
  #acknowledge(session: Session, command: AckCommand): void {
    const { acknowledged, inbox, signIn, turns } = this.#ports;
    // Its hello may be in the same batch.
    if (!isReceiving(session)) inbox.drain();
    const { hydrated } = turns;
    const isLive = hydrated?.fanout.acknowledge(session.id, command, hydrated.log.head());
    if (hydrated !== undefined && isLive) {
      acknowledged(hydrated.room);
      const { read } = command;
      if (read !== undefined)
        inbox.add({ from: session.id, read: { ok: true, value: { type: "read", seq: read } } }, ENVELOPE_LENGTH, true);
    } else if (!signIn.isPending(session.id)) {
      turns.receive([{ from: session.id, read: { ok: false, error: { code: "hello_expected" } } }]);
    }
  }
}

/** Commands that an overloaded room takes all the same: a hello is bounded by its socket, and an `ack` never waits. */
function isExempt(read: FrameRead): boolean {
  return !read.ok || read.value.type === "ack" || read.value.type === "hello";
}

function isAck(read: FrameRead): read is Extract<FrameRead, { ok: true }> & { readonly value: AckCommand } {
  return read.ok && read.value.type === "ack";
}

function isForRoom(frame: Frame): frame is Frame<Read<RoomCommand>> {
  return !isAck(frame.read);
}

/** Whether a command of a room without tables makes them (P1.5): a person's hello, or a plain socket's message. */
function needsTables({ dialect }: Session, command: Command): boolean {
  return dialect === "v1" ? command.type === "hello" && !command.readOnly : command.type !== "cast";
}

function idOf(command: Command): string | undefined {
  return "id" in command ? command.id : undefined;
}

/** UTF-16 units, or bytes of a binary frame. */
function sizeOf(frame: string | ArrayBuffer): number {
  return typeof frame === "string" ? frame.length : frame.byteLength;
}
