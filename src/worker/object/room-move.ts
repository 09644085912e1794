import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { type CapabilitySchema, isNewer, type Moving, movingOf, type Schema, schemaOf } from "../storage/migrations.ts";
import {
  DumpedRows,
  DumpedValue,
  listTables,
  readPage,
  Statement,
  type TablePage,
  writeRows,
} from "../storage/table-dump.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** A step of a move (docs/self-hosting.md). The first three are the old server's, the others are the new one's. */
export const MoveStep = v.variant("step", [
  v.object({ step: v.literal("freeze") }),
  v.object({ step: v.literal("thaw") }),
  v.object({ step: v.literal("read"), table: v.string(), after: v.exactOptional(v.array(DumpedValue)) }),
  v.object({
    step: v.literal("begin"),
    schema: v.object({ room: v.number(), capabilities: v.record(v.string(), v.number()) }),
    tables: v.array(Statement),
  }),
  v.object({ step: v.literal("write"), ...DumpedRows.entries }),
  v.object({ step: v.literal("end"), tables: v.array(Statement) }),
  v.object({ step: v.literal("drop") }),
  v.object({ step: v.literal("state") }),
]);
export type MoveStep = v.InferOutput<typeof MoveStep>;

/** A room that takes no turn any more, as it is to be written elsewhere. */
export interface FrozenRoom {
  readonly schema: Schema;
  readonly tables: readonly Statement[];
}

/** The position of a room's log. */
export interface LogPosition {
  readonly epoch: string;
  readonly head: number;
}

/** Dependencies of {@link RoomMove}. */
export interface RoomMovePorts {
  readonly storage: DurableObjectStorage;
  readonly capabilities: readonly CapabilitySchema[];
  readonly turns: TurnRunner;
  /** Runs the commands that are waiting in the batch. */
  readonly drain: () => void;
  /** Brings the tables up to date, and builds the room from them. */
  readonly reload: () => void;
  readonly setAlarm: () => Promise<void>;
}

/**
 * Moves a room to another server, as it is: with its epoch, the key of its tokens, members, bots, bans and settings.
 *
 * The table `meta` makes a room what it is. While the room moves, that table has another name, so that nothing takes
 * the room for whole: no turn, no job and no join.
 */
export class RoomMove {
  readonly #ports: RoomMovePorts;

  constructor(ports: RoomMovePorts) {
    this.#ports = ports;
  }

  async run(step: MoveStep): Promise<object | ErrorCode> {
    const { storage } = this.#ports;
    const moving = movingOf(storage);
    switch (step.step) {
      case "freeze":
        return this.#freeze(moving);
      case "thaw":
        return this.#thaw(moving);
      case "read":
        return moving === "departing" ? this.#read(step) : "no_room";
      case "begin":
        return this.#begin(moving, step);
      case "write":
        if (moving !== "arriving") return "no_room";
        storage.transactionSync(() =>
          writeRows(storage.sql, { ...step, table: step.table === "meta" ? moving : step.table }),
        );
        return {};
      case "end":
        return moving === "arriving" ? this.#end(step) : "no_room";
      case "state":
        return { moving: moving ?? null };
      case "drop":
        if (moving === "arriving") await this.#clear();
        return {};
    }
  }

  /** Sends everyone away and stops. Repeating it changes nothing. */
  #freeze(moving: Moving | undefined): FrozenRoom | ErrorCode {
    const { drain, reload, storage, turns } = this.#ports;
    if (moving === "arriving") return "no_room";
    if (moving === undefined) {
      if (turns.hydrated?.unmade !== undefined) return "no_room";
      drain();
      this.#closeAll();
      storage.sql.exec("ALTER TABLE meta RENAME TO departing");
      reload();
    }
    const tables = listTables(storage.sql).map((one) => (one.name === "departing" ? { ...one, name: "meta" } : one));
    return { schema: schemaOf(storage, "departing"), tables };
  }

  /** The move was given up: the room goes on. */
  async #thaw(moving: Moving | undefined): Promise<object> {
    if (moving !== "departing") return {};
    this.#ports.storage.sql.exec("ALTER TABLE departing RENAME TO meta");
    this.#ports.reload();
    await this.#ports.setAlarm();
    return {};
  }

  #read({ after, table }: Extract<MoveStep, { step: "read" }>): TablePage | ErrorCode {
    const { sql } = this.#ports.storage;
    const isMeta = table === "meta";
    if (!isMeta && !listTables(sql).some(({ name, type }) => type === "table" && name === table)) return "not_found";
    const page = readPage(sql, isMeta ? "departing" : table, after);
    return { ...page, table };
  }

  async #begin(
    moving: Moving | undefined,
    { schema, tables }: Extract<MoveStep, { step: "begin" }>,
  ): Promise<object | ErrorCode> {
    const { capabilities, storage, turns } = this.#ports;
    if (moving === "departing" || turns.hydrated?.unmade === undefined) return "import_order";
    if (isNewer(schema, capabilities)) return "bad_format";
    await this.#clear();
    this.#closeAll();
    storage.transactionSync(() => {
      // The first table, so that looking for it reads no further.
      storage.sql.exec("CREATE TABLE arriving (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
      for (const { name, sql, type } of tables) if (type === "table" && name !== "meta") storage.sql.exec(sql);
    });
    return {};
  }

  /** Makes the room whole. From here on it can be entered. */
  async #end({ tables }: Extract<MoveStep, { step: "end" }>): Promise<LogPosition | ErrorCode> {
    const { reload, setAlarm, storage, turns } = this.#ports;
    storage.transactionSync(() => {
      for (const { sql, type } of tables) if (type === "index") storage.sql.exec(sql);
      storage.sql.exec("ALTER TABLE arriving RENAME TO meta");
    });
    reload();
    await setAlarm();
    const log = turns.hydrated?.log;
    return log === undefined ? "internal" : { epoch: log.identity.epoch, head: log.head() };
  }

  async #clear(): Promise<void> {
    await this.#ports.storage.deleteAll();
    this.#ports.reload();
  }

  /** Clients come back by themselves, with what they have not sent yet. */
  #closeAll(): void {
    this.#ports.turns.settle((room) => room.closeAll());
  }
}
