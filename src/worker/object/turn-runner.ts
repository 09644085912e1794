import { CLOSE } from "../../protocol/close-codes.ts";
import type { Received, TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { err, ok, type Result } from "../../room/model/result.ts";
import type { SessionId } from "../../room/model/session.ts";
import type { Room } from "../../room/room.ts";
import { logFailure } from "../base/logger.ts";
import { randomId } from "../base/random-id.ts";
import type { FanOut } from "./fan-out.ts";
import type { HydratedRoom } from "./hydrate.ts";
import type { RoomMeter } from "./meter.ts";

/** Decides in a turn; writes through the room's stores only. */
export type Decide<T> = (hydrated: HydratedRoom, turn: TurnContext) => T;

/** What a turn needs of the room's object. */
export interface TurnPorts {
  readonly storage: Pick<DurableObjectStorage, "transactionSync">;
  /** Builds the room from storage and the sockets' attachments. */
  readonly hydrate: (sockets: readonly WebSocket[] | undefined) => HydratedRoom;
  /** The room closed a socket. */
  readonly closed: (id: SessionId) => void;
  /** A turn is over, and all it brought about is sent. */
  readonly ended: (room: Room) => void;
  /** Counts what turns do, if anybody wants to know. */
  readonly meter?: Pick<RoomMeter, "turn">;
}

/**
 * Runs the turns of a room, one after the other. Everything that happens in a room is a turn: a batch of frames, an HTTP
 * request, a join, a leave, a timer. A turn decides and writes inside one transaction; after the commit it sends, and then
 * updates the timers (P4.1). Nothing of a turn that cannot be stored is sent, and the room is rebuilt from storage.
 */
export class TurnRunner {
  readonly #ports: TurnPorts;
  #hydrated: HydratedRoom | undefined;

  constructor(ports: TurnPorts) {
    this.#ports = ports;
  }

  /** The room; `undefined` only until it is built for the first time. */
  get hydrated(): HydratedRoom | undefined {
    return this.#hydrated;
  }

  /**
   * Builds the room. Its storage is migrated, or has no tables at all (P1.5).
   *
   * @param sockets those that are here, if the platform has forgotten some whose close is still to be carried out
   */
  hydrate(sockets?: readonly WebSocket[]): HydratedRoom {
    this.#hydrated?.fanout.drain();
    this.#hydrated = this.#ports.hydrate(sockets);
    this.#ports.ended(this.#hydrated.room);
    return this.#hydrated;
  }

  /**
   * Takes a batch of frames. If the batch cannot be stored, each frame gets a turn of its own, so that only the senders of
   * those that cannot be stored get an error.
   */
  receive(items: readonly Received[]): void {
    const runnable = items.map(unlessFailed);
    const result = this.#decide(({ room }, turn) => ({ effects: room.receiveAll(runnable, turn) }));
    if (result === undefined || result.ok) return;
    const [only, ...others] = items;
    if (only !== undefined && others.length === 0) {
      logFailure("command_not_stored", result.error);
      if (only.frame !== undefined) only.frame.isFailed = true;
      // The room says so itself, because a hello that failed may be repeated (P3.22).
      const error = { code: "internal", id: idOf(only.read) } as const;
      this.settle((room, turn) => room.receiveAll([{ from: only.from, read: err(error) }], turn));
    } else {
      for (const item of items) this.receive([item]);
    }
  }

  /**
   * Runs a job of a capability.
   *
   * @throws if the turn cannot be stored; the job is then tried again
   */
  runJob(kind: string): void {
    const ran = this.ask(({ room }, turn) => ({ effects: room.runJob(kind, turn) }));
    if (!ran.ok) throw ran.error;
  }

  /** Runs a turn for somebody who gets an answer: an HTTP request, or a socket that connects. */
  ask<T extends { readonly effects: readonly Effect[] }>(decide: Decide<T>): Result<T, unknown> {
    if (this.#hydrated === undefined) this.hydrate();
    const result = this.#decide(decide) ?? err(new Error("the room is gone"));
    if (!result.ok) logFailure("command_not_stored", result.error);
    return result;
  }

  /**
   * Runs a turn that has to happen whether or not it can be stored: a leave, a close, a timer. Its decision writes nothing
   * that the room cannot do without.
   */
  settle(decide: (room: Room, turn: TurnContext) => readonly Effect[]): void {
    const result = this.#decide(({ room }, turn) => ({ effects: decide(room, turn) }));
    if (result === undefined || result.ok) return;
    logFailure("turn_not_stored", result.error);
    if (this.#hydrated !== undefined) this.#announce(decide(this.#hydrated.room, contextNow()));
  }

  /** Closes sockets whose readers lag too far (P3.8). */
  dropLagging(ids: readonly SessionId[]): void {
    this.settle((room) => ids.flatMap((id) => room.drop(id, CLOSE.lagging)));
  }

  /** The transaction of a turn, and what follows its commit. */
  #decide<T extends { readonly effects: readonly Effect[] }>(decide: Decide<T>): Result<T, unknown> | undefined {
    const hydrated = this.#hydrated;
    if (hydrated === undefined) return undefined;
    const turn = contextNow();
    const head = hydrated.log.head();
    let value: T;
    try {
      value = this.#ports.storage.transactionSync(() => {
        const decided = decide(hydrated, turn);
        const further = hydrated.room.finish(turn);
        hydrated.room.prune();
        hydrated.log.flush();
        this.#rememberDeparted(hydrated.room, turn.now);
        return further.length === 0 ? decided : { ...decided, effects: [...decided.effects, ...further] };
      });
    } catch (error) {
      this.hydrate();
      return err(error);
    }
    this.#announce(value.effects);
    this.#ports.meter?.turn(value.effects, hydrated.log.head() - head, hydrated.room.sockets);
    return ok(value);
  }

  /**
   * Remembers people who left in this turn (P8.11, P9.12, P9.13). What cannot be stored is no reason to keep a leave from
   * being announced, so it has a savepoint of its own.
   */
  #rememberDeparted(room: Room, now: number): void {
    if (!room.hasDepartures) return;
    try {
      this.#ports.storage.transactionSync(() => room.rememberDeparted(now));
    } catch (error) {
      logFailure("departure_not_stored", error);
    }
  }

  #announce(effects: readonly Effect[]): void {
    if (this.#hydrated === undefined) return;
    const { fanout } = this.#hydrated;
    const closed = effects.filter(({ type }) => type === "close").length;
    for (const effect of effects) this.#carryOut(fanout, effect, closed);
    fanout.flush();
    this.#ports.ended(this.#hydrated.room);
  }

  /** @param closed how many sockets the turn closes */
  #carryOut(fanout: FanOut, effect: Effect, closed: number): void {
    switch (effect.type) {
      case "reply":
        fanout.reply(effect.to, effect.objects);
        break;
      case "broadcast":
        fanout.broadcast(effect);
        break;
      case "broadcast-hidden":
        fanout.broadcastHidden(effect.plain, effect.v1, effect.onlyFor);
        break;
      case "send-to-user":
        fanout.sendToUser(effect.to, effect.plain, effect.v1);
        break;
      case "persist-session":
        fanout.update(effect.session, effect.head);
        break;
      case "close":
        this.#ports.closed(effect.session.id);
        fanout.close(effect.session.id, effect.code, closed);
        break;
    }
  }
}

/** Rejects a command after one of the same frame that could not be stored (P3.40). */
function unlessFailed(item: Received): Received {
  const { frame, from, read } = item;
  return frame?.isFailed && read.ok ? { from, read: err({ code: "internal", id: idOf(read) }) } : item;
}

/** The `id` of a frame, if it has a usable one. */
function idOf(read: Received["read"]): string | undefined {
  if (!read.ok) return read.error.id;
  return "id" in read.value ? read.value.id : undefined;
}

function contextNow(): TurnContext {
  return { now: Date.now(), newId: randomId };
}
