import { DurableObject } from "cloudflare:workers";
import type { AuditEntry } from "../../protocol/lists.ts";
import type {
  AuditPage,
  AuditQuery,
  ListedRoom,
  OperatorUsage,
  RoomPage,
  RoomQuery,
  Series,
  SeriesQuery,
} from "../../protocol/operator.ts";
import { DAY_HOURS, hourOf, type RoomReport } from "./room-report.ts";
import { STEPS } from "./schema.ts";
import { seriesOf } from "./series.ts";
import { SqlAudit } from "./sql-audit.ts";
import { SqlHours } from "./sql-hours.ts";
import { dayOf, SqlRooms } from "./sql-rooms.ts";
import { usageOf } from "./usage.ts";

/** The directory, as it is called over RPC. */
export interface DirectoryRpc {
  report(report: RoomReport): Promise<void>;
  forget(room: string): Promise<void>;
  setDeletion(room: string, deletesAt: number | undefined): Promise<void>;
  note(done: Omit<AuditEntry, "entry">): Promise<void>;
  room(room: string): Promise<ListedRoom | null>;
  list(query: RoomQuery, isPublic: boolean, names?: readonly string[]): Promise<RoomPage>;
  reported(after: string, limit: number): Promise<{ room: string; title: string }[]>;
  isClaimed(): Promise<boolean>;
  series(query: SeriesQuery): Promise<Series>;
  usage(): Promise<OperatorUsage>;
  audit(query: AuditQuery): Promise<AuditPage>;
}

/**
 * The one object that knows all rooms, as they last reported themselves (P18.1). It answers the operator without waking any
 * of them.
 */
export class DirectoryObject extends DurableObject<Env> {
  readonly #rooms: SqlRooms;
  readonly #hours: SqlHours;
  readonly #audit: SqlAudit;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    ctx.storage.transactionSync(() => {
      sql.exec("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)");
      const [stored] = sql.exec<{ version: number }>("SELECT version FROM schema");
      const done = stored?.version ?? 0;
      // After a rollback, a newer release has already migrated it.
      if (done >= STEPS.length) return;
      for (const step of STEPS.slice(done)) sql.exec(step);
      sql.exec("DELETE FROM schema");
      sql.exec("INSERT INTO schema (version) VALUES (?)", STEPS.length);
    });
    this.#rooms = new SqlRooms(sql);
    this.#hours = new SqlHours(sql);
    this.#audit = new SqlAudit(sql);
  }

  /** Takes a room's report. One that is sent twice counts once. */
  report(report: RoomReport): void {
    this.ctx.storage.transactionSync(() => {
      const { at, audit, bytes, hours, room } = report;
      const day = dayOf(at);
      const present = hourOf(at);
      const total = this.#hours.totalBytes(present);
      let sent = 0;
      // A message can be imported with a time that is yet to come.
      for (const hour of hours.filter((one) => one.hour <= present)) {
        const news = this.#hours.put(room, hour, bytes);
        if (Math.floor(hour.hour / DAY_HOURS) === day) sent += news;
      }
      const grown = this.#rooms.put(report, sent);
      this.#hours.setTotalBytes(present, total === undefined ? this.#rooms.totalBytes() : total + grown);
      for (const entry of audit) this.#audit.put(room, entry);
      if (audit.length > 0) this.#audit.purge();
      this.#hours.purge(present);
    });
  }

  /** Forgets a room that was deleted. What was done in it stays in the audit log. */
  forget(room: string): void {
    const hour = hourOf(Date.now());
    this.ctx.storage.transactionSync(() => {
      this.#rooms.delete(room);
      this.#hours.setTotalBytes(hour, this.#rooms.totalBytes());
      this.#hours.forget(room, hour);
    });
  }

  setDeletion(room: string, deletesAt: number | undefined): void {
    this.#rooms.setDeletion(room, deletesAt);
  }

  /** Adds what an operator did to all rooms to the audit log. */
  note(done: Omit<AuditEntry, "entry">): void {
    this.#audit.add(done);
  }

  room(room: string): ListedRoom | null {
    return this.#rooms.find(room, Date.now()) ?? null;
  }

  list(query: RoomQuery, isPublic: boolean, names?: readonly string[]): RoomPage {
    return this.#rooms.list(query, Date.now(), isPublic, names);
  }

  reported(after: string, limit: number): { room: string; title: string }[] {
    return this.#rooms.reported(after, limit);
  }

  /** Whether a room has an owner (P18.11). */
  isClaimed(): boolean {
    return this.#rooms.isClaimed();
  }

  series(query: SeriesQuery): Series {
    const now = hourOf(Date.now());
    const hours = query.room === undefined ? this.#hours.total(now) : this.#hours.ofRoom(query.room, now);
    return seriesOf(hours, query, now);
  }

  usage(): OperatorUsage {
    const now = Date.now();
    return usageOf(this.#hours.total(hourOf(now)), this.#rooms.totalBytes(), now);
  }

  audit(query: AuditQuery): AuditPage {
    return this.#audit.list(query);
  }
}
