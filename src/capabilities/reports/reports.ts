import type { RequestCommand } from "../../protocol/commands.ts";
import { errorObject } from "../../protocol/frame.ts";
import { MAX_LIST_ITEMS } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/lists.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, PlugIn } from "../../room/capability/capability.ts";
import type { PersonalItem } from "../../room/capability/personal-data.ts";
import { MODERATOR_VIEWER, messageFor } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";
import { type Answer, done, err, type ModerationResult } from "../../room/model/result.ts";
import { viewerOf } from "../../room/model/session.ts";
import type { ListRange } from "../../room/moderation/list-range.ts";
import type { ReportStore } from "./report-store.ts";

/** Open reports that one person may be a part of (P9.10). */
const MAX_REPORTS_OF_ONE = 20;

/** The same for one address (P9.29): three people's worth, because a school has one address. */
const MAX_REPORTS_FROM_ADDRESS = 3 * MAX_REPORTS_OF_ONE;

/** Open reports of a room (P9.29). An open report never goes because of newer ones. */
const MAX_OPEN_REPORTS = 1_000;

/** Milliseconds for which a resolved report keeps its evidence (P9.28): as long as a decision can be questioned. */
const KEPT_AFTER_RESOLVE_MS = 30 * 24 * 60 * 60 * 1_000;

const PURGE = "reports.purge";

/** Lets people report messages, and moderators work through the reports (P9.10). */
export function plugInReports(store: ReportStore): PlugIn {
  return (room) => {
    const reports = new Reports(room, store);
    return {
      answer: (author, command, { now }) => reports.answer(author, command, now),
      roomFields: (role) => (isAtLeast(role, "moderator") ? { reports: store.open() } : {}),
      holds: (target) => store.isKept(target),
      jobs: { [PURGE]: ({ now }) => reports.purge(now) },
      personalItems: (uid, forOwner) => reports.personalItems(uid, forOwner),
      forget: (uid) => {
        store.forget(uid);
        return [];
      },
    };
  };
}

class Reports {
  readonly #room: CapabilityRoom;
  readonly #store: ReportStore;

  constructor(room: CapabilityRoom, store: ReportStore) {
    this.#room = room;
    this.#store = store;
  }

  answer(author: Author, command: RequestCommand, now: number): Answer | undefined {
    const { id } = command;
    if (command.type === "report") {
      return toAnswer(id, this.#report(author, command.target, command.reason, now));
    }
    const isAllowed = isAtLeast(author.role, "moderator");
    if (command.type === "moderate" && command.action === "resolve") {
      return toAnswer(id, isAllowed ? this.#resolve(author, command.report, now) : err("not_allowed"));
    }
    if (command.type !== "list" || (command.what !== "reports" && command.what !== "resolved")) return undefined;
    if (!isAllowed) return { effects: [], object: errorObject("not_allowed", id) };
    const { before, what } = command;
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { effects: [], object: { type: "list", id, what, items: this.#list(range, what === "resolved") } };
  }

  /** Deletes reports resolved long enough ago (P9.28). */
  purge(now: number): [] {
    const oldest = this.#store.purge(now - KEPT_AFTER_RESOLVE_MS);
    // A report resolved exactly that long ago stays until the next millisecond.
    if (oldest !== undefined) this.#room.jobs.schedule(PURGE, oldest + KEPT_AFTER_RESOLVE_MS + 1);
    return [];
  }

  personalItems(uid: string, forOwner: boolean): PersonalItem[] {
    const { about, made } = this.#store.ofPerson(uid);
    const evidence = about.flatMap((report) => report.evidence ?? []);
    return [
      ...made.map((report): PersonalItem => ({ kind: "report", ...report })),
      ...(forOwner ? evidence.map((version): PersonalItem => ({ kind: "evidence", ...version })) : []),
    ];
  }

  #report(author: Author, target: number, reason: string | undefined, now: number): ModerationResult {
    const { role, uid, username } = author;
    const stored = this.#room.log.message(target);
    const message = stored && messageFor(stored, viewerOf({ uid, role }));
    if (message === undefined) return err("no_target");
    if (message.deleted) return err("target_deleted");
    const hashes = this.#room.hashesOf(author);
    if (!this.#store.isReportedBy(uid, target) && this.#isTooMany(uid, hashes, target)) return err("too_many");
    const [from] = hashes;
    const isNew = this.#store.add({
      at: now,
      uid,
      username,
      target,
      ...(reason === undefined ? {} : { reason }),
      ...(from === undefined ? {} : { from }),
      evidence: {
        uid: message.uid,
        username: message.username,
        message: message.message,
        at: now,
        ...(message.files === undefined ? {} : { files: message.files }),
      },
    });
    if (!isNew) return done([]);
    this.#room.note({ type: "report", uid, username, target, ...(reason === undefined ? {} : { reason }) });
    return done(this.#room.notifyModerators());
  }

  #isTooMany(uid: string, hashes: readonly string[], target: number): boolean {
    const store = this.#store;
    if (!store.isOpen(target) && store.open() >= MAX_OPEN_REPORTS) return true;
    return store.openOf(uid) >= MAX_REPORTS_OF_ONE || store.openFrom(hashes) >= MAX_REPORTS_FROM_ADDRESS;
  }

  #resolve(author: Author, report: number, now: number): ModerationResult {
    if (!this.#store.resolve(report, now)) return err("no_report");
    this.#room.audit(author, "resolve", { report }, now);
    const { jobs } = this.#room;
    if (!jobs.isScheduled(PURGE)) jobs.schedule(PURGE, now + KEPT_AFTER_RESOLVE_MS + 1);
    return done(this.#room.notifyModerators());
  }

  #list(range: ListRange, resolved: boolean): Report[] {
    return this.#store.list(range, resolved).map((report) => {
      const stored = this.#room.log.message(report.target);
      const message = stored && messageFor(stored, MODERATOR_VIEWER);
      return message === undefined ? report : { ...report, message };
    });
  }
}

function toAnswer(id: string, result: ModerationResult): Answer {
  return result.ok
    ? { effects: result.value.effects, object: { type: "done", id } }
    : { effects: [], object: errorObject(result.error, id) };
}
