import { logFailure } from "../base/logger.ts";
import type { RoomAccess } from "../config/room-config.ts";
import type { Capability } from "./capability.ts";
import { makeTables } from "./hydrate.ts";
import type { RoomExpiry } from "./room-expiry.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** Dependencies of {@link RoomTables}. */
export interface RoomTablesPorts {
  readonly storage: DurableObjectStorage;
  readonly capabilities: readonly Capability[];
  readonly access: RoomAccess;
  readonly turns: TurnRunner;
  readonly expiry: Pick<RoomExpiry, "isExpired" | "restart" | "forget">;
  /** Runs the commands that are waiting in the batch. */
  readonly drain: () => void;
  /** Deletes what capabilities keep elsewhere. */
  readonly expired: () => Promise<void>;
}

/** Makes a room's tables when something must be stored (P1.5), and deletes them when the room expires (P1.7). */
export class RoomTables {
  readonly #ports: RoomTablesPorts;

  constructor(ports: RoomTablesPorts) {
    this.#ports = ports;
  }

  /** Whether the room has tables. One that has none writes nothing (P1.5). */
  get isMade(): boolean {
    const { hydrated } = this.#ports.turns;
    return hydrated !== undefined && hydrated.unmade === undefined;
  }

  /** Whether the room does not exist for people who ask about it (P1.6). */
  get isAbsent(): boolean {
    return !this.isMade && this.#ports.access === "claimed";
  }

  /**
   * Makes the tables, unless the room has them.
   *
   * @returns whether it has them now
   */
  make(): boolean {
    const { capabilities, drain, expiry, storage, turns } = this.#ports;
    const hydrated = turns.hydrated ?? turns.hydrate();
    if (hydrated.unmade === undefined) return true;
    drain();
    try {
      makeTables(storage, hydrated, capabilities);
    } catch (error) {
      logFailure("command_not_stored", error);
      return false;
    }
    turns.hydrate(hydrated.fanout.sockets);
    expiry.restart();
    return true;
  }

  /** Deletes everything that the room stores, its alarm included (P1.7). */
  async delete(): Promise<void> {
    await this.#ports.expired();
    // Somebody came meanwhile.
    if (this.#ports.expiry.isExpired) await this.#clear();
  }

  /** Deletes what came here of a room that is moving, and is no room yet. */
  async drop(): Promise<void> {
    try {
      await this.#ports.expired();
    } catch (error) {
      // A room of an older version may lack the tables of a capability.
      logFailure("move_not_cleared", error);
    }
    await this.#clear();
  }

  async #clear(): Promise<void> {
    const { expiry, storage, turns } = this.#ports;
    expiry.forget();
    // Those who are here come back to a new room.
    turns.settle((room) => room.closeAll());
    // Both begin before anything else can happen.
    const deleted = [storage.deleteAlarm(), storage.deleteAll()];
    await Promise.all(deleted);
    turns.hydrate();
  }
}
