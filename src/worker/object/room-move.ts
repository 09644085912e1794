import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import {
  type CapabilitySchema,
  exists,
  isNewer,
  type Moving,
  makeTablesOf,
  movingOf,
  type Schema,
  schemaOf,
} from "../storage/migrations.ts";
import { type Arrival, type Departure, MoveRecords, RECORDS } from "../storage/move-records.ts";
import {
  countRows,
  DumpedRows,
  DumpedValue,
  listTables,
  readPage,
  Statement,
  type TablePage,
  writeRows,
} from "../storage/table-dump.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** Bytes of a room's key. */
const KEY_BYTES = 32;

/** Random, so that a step of another move does nothing. */
const move = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));

const Position = v.object({ epoch: v.string(), head: v.number() });
/** The position of a room's log. */
export type LogPosition = v.InferOutput<typeof Position>;

/** A step of a move (docs/self-hosting.md). The first four are the old server's, `state` is of both, the others are the new one's. */
export const MoveStep = v.variant("step", [
  v.object({ step: v.literal("freeze"), move, to: v.pipe(v.string(), v.maxLength(2_000)) }),
  v.object({ step: v.literal("read"), move, table: v.string(), after: v.exactOptional(v.array(DumpedValue)) }),
  v.object({ step: v.literal("done"), move }),
  v.object({ step: v.literal("thaw"), move }),
  v.object({ step: v.literal("state") }),
  v.object({
    step: v.literal("begin"),
    move,
    schema: v.object({ room: v.number(), capabilities: v.record(v.string(), v.number()) }),
    tables: v.array(Statement),
  }),
  v.object({ step: v.literal("write"), move, ...DumpedRows.entries }),
  v.object({ step: v.literal("end"), move, position: Position, rows: v.record(v.string(), v.number()) }),
  v.object({ step: v.literal("drop"), move, isForced: v.exactOptional(v.boolean()) }),
]);
export type MoveStep = v.InferOutput<typeof MoveStep>;

type Step<Name extends MoveStep["step"]> = Extract<MoveStep, { step: Name }>;

/** A room that takes no turn any more, as it is to be written elsewhere. */
export interface FrozenRoom {
  readonly schema: Schema;
  readonly tables: readonly Statement[];
  readonly position: LogPosition;
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Moves that a room was or is part of. */
export interface MoveState {
  readonly moving: Moving | null;
  /** Whether there is a whole room. */
  readonly isHere: boolean;
  readonly departure?: Departure;
  readonly arrival?: Arrival;
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
  /** Deletes everything, also what capabilities keep elsewhere. */
  readonly erase: () => Promise<void>;
  readonly setAlarm: () => Promise<void>;
}

/**
 * Moves a room to another server, as it is: with its epoch, the key of its tokens, members, bots, bans and settings.
 *
 * The table `meta` makes a room what it is. While the room moves, that table has another name, so that nothing takes
 * the room for whole: no turn, no job and no join. Every step names its move, and one of another move changes nothing.
 */
export class RoomMove {
  readonly #ports: RoomMovePorts;
  readonly #records: MoveRecords;

  constructor(ports: RoomMovePorts) {
    this.#ports = ports;
    this.#records = new MoveRecords(ports.storage.sql);
  }

  /** Why nothing happens in the room; `undefined` if it isn't moving. */
  get refusal(): "room_moving" | "room_moved" | undefined {
    const moving = movingOf(this.#ports.storage);
    if (moving === undefined) return undefined;
    return moving === "departing" && this.#records.departure(moving)?.isDone ? "room_moved" : "room_moving";
  }

  async run(step: MoveStep): Promise<object | ErrorCode> {
    const moving = movingOf(this.#ports.storage);
    switch (step.step) {
      case "freeze":
        return this.#freeze(moving, step);
      case "read":
        return this.#refuseOther(moving, "departing", step) ?? this.#read(step);
      case "done":
        return this.#refuseOther(moving, "departing", step) ?? this.#done();
      case "thaw":
        // Repeating it changes nothing.
        if (moving === undefined) return {};
        return this.#refuseOther(moving, "departing", step) ?? (await this.#thaw());
      case "state":
        return this.#state(moving);
      case "begin":
        return this.#begin(moving, step);
      case "write":
        return this.#refuseOther(moving, "arriving", step) ?? this.#write(step);
      case "end":
        return this.#end(moving, step);
      case "drop":
        return this.#drop(moving, step);
    }
  }

  /** @returns why a step isn't one of the move that is under way */
  #refuseOther(moving: Moving | undefined, wanted: Moving, step: { readonly move: string }): ErrorCode | undefined {
    if (moving !== wanted) return "no_room";
    return this.#moveOf(moving) === step.move ? undefined : (this.refusal ?? "no_room");
  }

  #moveOf(moving: Moving): string | undefined {
    return this.#records[moving === "departing" ? "departure" : "arrival"](moving)?.move;
  }

  #state(moving: Moving | undefined): MoveState {
    const table = moving ?? (exists(this.#ports.storage) ? "meta" : undefined);
    const departure = table && this.#records.departure(table);
    const arrival = table && this.#records.arrival(table);
    return {
      moving: moving ?? null,
      isHere: table === "meta",
      ...(departure && { departure }),
      ...(arrival && { arrival }),
    };
  }

  /** Sends everyone away and stops. Repeating it changes nothing. */
  #freeze(moving: Moving | undefined, { move, to }: Step<"freeze">): FrozenRoom | ErrorCode {
    const { drain, reload, storage, turns } = this.#ports;
    if (moving === undefined) {
      if (!exists(storage)) return "no_room";
      drain();
      this.#closeAll();
      storage.transactionSync(() => {
        storage.sql.exec("ALTER TABLE meta RENAME TO departing");
        this.#records.depart({ move, to, at: Date.now(), isDone: false });
      });
      reload();
    } else if (this.#moveOf(moving) !== move || moving === "arriving" || this.refusal === "room_moved") {
      return this.refusal ?? "no_room";
    }
    if (turns.hydrated === undefined) turns.hydrate();
    return {
      schema: schemaOf(storage, "departing"),
      tables: listTables(storage.sql).filter(({ name }) => name !== "departing"),
      position: this.#records.position("departing"),
      rows: this.#rows("departing"),
    };
  }

  #done(): object {
    this.#records.setDone();
    this.#ports.reload();
    return {};
  }

  /** The move was given up: the room goes on. */
  async #thaw(): Promise<object> {
    const { reload, setAlarm, storage } = this.#ports;
    storage.transactionSync(() => {
      this.#records.stay();
      storage.sql.exec("ALTER TABLE departing RENAME TO meta");
    });
    reload();
    await setAlarm();
    return {};
  }

  #read({ after, table }: Step<"read">): TablePage | ErrorCode {
    const { sql } = this.#ports.storage;
    if (table !== "meta") return this.#hasTable(table) ? readPage(sql, table, after) : "not_found";
    const page = readPage(sql, "departing", after);
    // Each server has records of its own.
    return { ...page, table, rows: page.rows.filter(([key]) => !RECORDS.some((one) => one === key)) };
  }

  async #begin(moving: Moving | undefined, step: Step<"begin">): Promise<object | ErrorCode> {
    const { capabilities, erase, reload, storage } = this.#ports;
    if (exists(storage)) return "import_order";
    if (moving !== undefined && (moving === "departing" || this.#moveOf(moving) !== step.move)) {
      return this.refusal ?? "room_moving";
    }
    if (isNewer(step.schema, capabilities)) return "bad_format";
    // What an earlier attempt brought.
    if (moving !== undefined) await erase();
    else await storage.deleteAll();
    this.#closeAll();
    const made = storage.transactionSync(() => {
      // The first table, so that looking for it reads no further.
      storage.sql.exec("CREATE TABLE arriving (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
      this.#records.arrive("arriving", { move: step.move });
      makeTablesOf(storage, step.schema, capabilities);
      const known = new Set(listTables(storage.sql).map(({ name }) => name));
      // The others are made when they are needed first, so no migration makes them.
      for (const { name, sql } of step.tables) if (!known.has(name) && name !== "meta") storage.sql.exec(sql);
      return {};
    });
    reload();
    return made;
  }

  #write({ columns, rows, table }: Step<"write">): object | ErrorCode {
    const { sql } = this.#ports.storage;
    const isMeta = table === "meta";
    if (!isMeta && (table === "arriving" || !this.#hasTable(table))) return "bad_command";
    const own = isMeta ? rows.filter(([key]) => !RECORDS.some((one) => one === key)) : rows;
    this.#ports.storage.transactionSync(() =>
      writeRows(sql, { columns, rows: own, table: isMeta ? "arriving" : table }),
    );
    return {};
  }

  /** Makes the room whole, if all of it is here. From here on it can be entered. Repeating it changes nothing. */
  async #end(moving: Moving | undefined, step: Step<"end">): Promise<LogPosition | ErrorCode> {
    const { reload, setAlarm, storage } = this.#ports;
    if (moving === undefined && exists(storage)) {
      const arrival = this.#records.arrival("meta");
      return arrival?.move === step.move && arrival.position !== undefined ? arrival.position : "import_order";
    }
    const refused = this.#refuseOther(moving, "arriving", step);
    if (refused !== undefined) return refused;
    if (!this.#isWhole(step)) return "bad_import";
    const { position } = step;
    storage.transactionSync(() => {
      this.#records.arrive("arriving", { move: step.move, position });
      storage.sql.exec("ALTER TABLE arriving RENAME TO meta");
    });
    reload();
    await setAlarm();
    return position;
  }

  #isWhole({ position, rows }: Step<"end">): boolean {
    const { sql } = this.#ports.storage;
    const { key, schema } = sql
      .exec<{ key: SqlStorageValue; schema: SqlStorageValue }>(
        `SELECT (SELECT value FROM arriving WHERE key = 'key') AS key,
                (SELECT value FROM arriving WHERE key = 'schema') AS schema`,
      )
      .one();
    const isSigning = key instanceof ArrayBuffer && key.byteLength === KEY_BYTES;
    if (!isSigning || typeof schema !== "number") return false;
    const { epoch, head } = this.#records.position("arriving");
    const counted = this.#rows("arriving");
    const names = new Set([...Object.keys(rows), ...Object.keys(counted)]);
    return (
      epoch !== "" &&
      epoch === position.epoch &&
      head === position.head &&
      [...names].every((name) => rows[name] === counted[name])
    );
  }

  /** Gives up what came here. A room in which people have written since is only deleted by force. */
  async #drop(moving: Moving | undefined, { isForced, move }: Step<"drop">): Promise<object | ErrorCode> {
    const { drain, erase, reload, storage } = this.#ports;
    if (moving === "departing") return { isDropped: false };
    if (moving === undefined) {
      if (!exists(storage)) return { isDropped: false };
      drain();
      const arrival = this.#records.arrival("meta");
      // Another room of this name.
      if (arrival?.move !== move) return { isDropped: false };
      if (!isForced && arrival.position?.head !== this.#records.position("meta").head) return "import_order";
      this.#closeAll();
      // Nothing can be written while the rest is deleted.
      storage.sql.exec("ALTER TABLE meta RENAME TO arriving");
      reload();
    } else if (this.#moveOf(moving) !== move) return "room_moving";
    await erase();
    reload();
    return { isDropped: true };
  }

  #rows(moving: Moving): Record<string, number> {
    const { [moving]: _own, ...rows } = countRows(this.#ports.storage.sql);
    return { ...rows, meta: this.#records.countOthers(moving) };
  }

  #hasTable(name: string): boolean {
    return listTables(this.#ports.storage.sql).some((one) => one.type === "table" && one.name === name);
  }

  /** Clients come back by themselves, with what they have not sent yet. */
  #closeAll(): void {
    this.#ports.turns.settle((room) => room.closeAll());
  }
}
