import type { JsonObject } from "../../protocol/json.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import type { CapabilityRoom, HttpAnswer } from "../../room/capability/capability.ts";
import type { Occurred } from "../../room/capability/occurrence.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { ok } from "../../room/model/result.ts";
import type { ActivityStore, Reported } from "./activity-store.ts";
import { DELETE_JOB } from "./room-deletion.ts";
import { DAY_HOURS, HOUR_MS, type HourCounts, hourOf, NOTHING, type RoomReport } from "./room-report.ts";

/** The job that sends a report. */
export const REPORT_JOB = "directory.report";

/** Milliseconds for which a report waits, so that it has the burst of events that it comes from. */
export const SETTLE_MS = 10_000;

/** Refused frames that are counted in memory: a flood must not write a row for each. */
const MAX_UNSTORED_REFUSALS = 100;

/** The due time of a report whose job is stored, or on its way. */
const STORED = Number.POSITIVE_INFINITY;

/** A room as it is; the audit log is added to it. */
export interface Look {
  readonly report: Omit<RoomReport, "audit">;
  /** The last report. */
  readonly since: Reported;
}

/** What the job gets of the room. */
export interface Collected extends Look {
  /** People whose names are to be blanked in the directory's copy of the audit log (P11.3). */
  readonly erased: readonly string[];
  /** What to keep once the report has arrived. */
  readonly next: Omit<Reported, "audited">;
}

/** Whether an entry of the audit log is new, or was counted again, since a report. */
export function isNews({ entry, last = 0 }: AuditEntry, since: Reported): boolean {
  return entry > since.audited || last >= since.at;
}

/** Reports a room to the directory (P18.1): soon after its first event, and then at most once an hour while it is used. */
export class Reporter {
  readonly #room: CapabilityRoom;
  readonly #store: ActivityStore;
  /**
   * When the next report is due, in milliseconds since 1970; {@link STORED} if its job tells, and `undefined` if none is due,
   * or if that is not known.
   */
  #due: number | undefined;
  /** Whether something happened since the report that is on its way. */
  #isUsed = false;
  /** Whether the turn closed the room to readers, or took it off the public list, which must not show it any longer. */
  #isClosed = false;
  /** Refused frames that are not stored yet. */
  #refused = 0;

  constructor(room: CapabilityRoom, store: ActivityStore) {
    this.#room = room;
    this.#store = store;
  }

  happened(occurred: readonly Occurred[], turn: TurnContext): void {
    const count = (isCounted: (one: Occurred["occurrence"]) => boolean) =>
      occurred.filter(({ occurrence }) => isCounted(occurrence)).length;
    const joins = count(({ type }) => type === "join");
    const deliveries = count((one) => one.type === "delivery" && one.isDone);
    const failures = count((one) => one.type === "delivery" && !one.isDone);
    this.#refused += count(({ type }) => type === "refusal");
    if (joins + deliveries + failures > 0 || this.#refused >= MAX_UNSTORED_REFUSALS) {
      const isOwned = count((one) => one.type === "join" && one.role === "owner") > 0;
      const people = joins > 0 ? this.#room.people() : 0;
      this.#add({ ...NOTHING, people, joins, deliveries, failures }, turn.now, isOwned);
    }
    // An operator must not wait an hour for these.
    const isUrgent = occurred.some(({ occurrence: { type } }) => type === "report" || type === "moderation");
    if (occurred.some(({ occurrence: { type } }) => type !== "refusal")) this.used(turn, isUrgent);
  }

  /** Events before `oldest` are about to be deleted: those that no report counted yet stay counted. */
  pruning(oldest: number): void {
    this.#store.addPruned(this.#store.reported()?.seq ?? 0, oldest);
  }

  settingsChanged(): void {
    const { listed, read } = this.#room.settings();
    this.#isClosed = read !== "everyone" || listed === false;
  }

  /** A person was erased: the directory has to hear of it soon. */
  forget(uid: string, turn: TurnContext): void {
    this.#store.addErased(uid);
    this.used(turn, true);
  }

  /** Something happened: a report is due, unless it is already. */
  used({ now }: TurnContext, isUrgent: boolean): void {
    this.#isUsed = true;
    const { jobs } = this.#room;
    const soon = now + (this.#isClosed ? 0 : SETTLE_MS);
    this.#isClosed = false;
    if (this.#due !== undefined && !(isUrgent && this.#due > soon)) return;
    if (!isUrgent && jobs.isScheduled(REPORT_JOB)) {
      this.#due = STORED;
      return;
    }
    const at = this.#store.reported()?.at;
    this.#due = isUrgent || at === undefined ? soon : Math.max(soon, at + HOUR_MS);
    jobs.schedule(REPORT_JOB, this.#due);
  }

  /** Answers the job, which has no turn of its own. */
  ask({ isDeployment }: Author, request: JsonObject, turn: TurnContext): HttpAnswer | undefined {
    if (isDeployment !== true) return undefined;
    if (request.type === "directory.look") return { effects: [], result: ok(this.#look(turn).told) };
    if (request.type === "directory.collect") return { effects: [], result: ok(this.#collect(turn)) };
    if (request.type !== "directory.reported") return undefined;
    this.#reported(request, turn);
    return { effects: [], result: ok({}) };
  }

  #collect(turn: TurnContext): Collected {
    this.#isUsed = false;
    this.#due = STORED;
    if (this.#refused > 0) this.#add(NOTHING, turn.now, false);
    const { seq, told } = this.#look(turn);
    return {
      ...told,
      erased: this.#store.erased(),
      next: { at: turn.now, seq: Math.min(seq, this.#room.log.head() + 1) },
    };
  }

  /** The report of now, and the first event of its last hour. */
  #look({ now }: TurnContext): { readonly told: Look; readonly seq: number } {
    const { name } = this.#room;
    const hour = hourOf(now);
    const since = this.#store.reported() ?? this.#start(now);
    const { hours, isOwned, seq } = this.#store.count(since.seq, hourOf(since.at), hour);
    const { reports: openReports = 0, settings } = this.#room.describe("moderator");
    const people = this.#room.people();
    const present = hours.at(-1)?.hour === hour ? [] : [{ ...NOTHING, hour, messages: 0 }];
    const told: Look = {
      report: {
        room: name,
        at: now,
        people,
        bytes: this.#store.bytes(),
        lastMessageAt: this.#store.lastMessageAt(),
        openReports,
        // An owner whom the site vouches for is not among the room's own.
        owners: Math.max(this.#room.owners(), isOwned ? 1 : 0),
        deletesAt: this.#room.jobs.dueAt(DELETE_JOB) ?? null,
        settings,
        hours: [...hours, ...present].map((one) =>
          one.hour === hour ? { ...one, people: Math.max(one.people, people) } : one,
        ),
      },
      since,
    };
    return { told, seq };
  }

  /** The first report tells of the whole day, and of what is in the audit log. */
  #start(now: number): Reported {
    const midnight = Math.floor(hourOf(now) / DAY_HOURS) * DAY_HOURS * HOUR_MS;
    return { at: midnight, seq: seqSince(this.#room.log, midnight), audited: 0 };
  }

  #reported(request: JsonObject, { now }: TurnContext): void {
    // Only the job sends it.
    const { erased, reported } = request as unknown as { readonly erased: string[]; readonly reported: Reported };
    this.#store.setReported(reported, erased);
    // Something urgent may have come meanwhile, and have a job of its own.
    if (this.#due !== STORED) return;
    this.#due = this.#isUsed ? Math.max(now + SETTLE_MS, reported.at + HOUR_MS) : undefined;
    if (this.#due !== undefined) this.#room.jobs.schedule(REPORT_JOB, this.#due);
  }

  #add(counts: HourCounts, now: number, isOwned: boolean): void {
    this.#store.add(hourOf(now), { ...counts, refused: this.#refused }, isOwned);
    this.#refused = 0;
  }
}
