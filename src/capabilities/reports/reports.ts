import type { RequestCommand } from "../../protocol/commands.ts";
import { errorObject } from "../../protocol/frame.ts";
import { MAX_LIST_ITEMS } from "../../protocol/limits.ts";
import { isAtLeast, type Report } from "../../protocol/moderation.ts";
import type { Author } from "../../room/author.ts";
import type { CapabilityRoom, PlugIn } from "../../room/capability.ts";
import { MODERATOR_VIEWER, messageFor } from "../../room/log/visibility.ts";
import type { ListRange } from "../../room/moderation/moderation-store.ts";
import { viewerOf } from "../../room/people/session.ts";
import { type Answer, done, err, type ModerationResult } from "../../room/result.ts";
import type { ReportStore } from "./report-store.ts";

/** Reports of one person that may wait at a time (P9.10). */
const MAX_REPORTS_OF_ONE = 20;

/** Lets people report messages, and moderators work through the reports (P9.10). */
export function plugInReports(store: ReportStore): PlugIn {
  return (room) => {
    const reports = new Reports(room, store);
    return {
      answer: (author, command, { now }) => reports.answer(author, command, now),
      roomFields: (role) => (isAtLeast(role, "moderator") ? { reports: store.openReports() } : {}),
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
    const isMine =
      (command.type === "moderate" && command.action === "resolve") ||
      (command.type === "list" && command.what === "reports");
    if (!isMine) return undefined;
    if (!isAtLeast(author.role, "moderator")) return { effects: [], object: errorObject("not_allowed", id) };
    if (command.type === "moderate") return toAnswer(id, this.#resolve(author, command.report, now));
    const { before } = command;
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { effects: [], object: { type: "list", id, what: "reports", items: this.#list(range) } };
  }

  #report({ role, uid }: Author, target: number, reason: string | undefined, now: number): ModerationResult {
    const stored = this.#room.log.message(target);
    const message = stored && messageFor(stored, viewerOf({ uid, role }));
    if (message === undefined) return err("no_target");
    if (message.deleted) return err("target_deleted");
    if (this.#store.openReports(uid) >= MAX_REPORTS_OF_ONE) return err("too_many");
    this.#store.addReport({ at: now, by: uid, target, ...(reason === undefined ? {} : { reason }) });
    return done(this.#room.notifyModerators());
  }

  #resolve(author: Author, report: number, now: number): ModerationResult {
    if (!this.#store.resolveReport(report)) return err("no_report");
    this.#room.audit(author, "resolve", { report }, now);
    return done(this.#room.notifyModerators());
  }

  #list(range: ListRange): Report[] {
    return this.#store.reports(range).map((report) => {
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
