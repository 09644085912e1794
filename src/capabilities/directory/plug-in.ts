import type { PlugIn } from "../../room/capability/capability.ts";
import type { ActivityStore } from "./activity-store.ts";
import { Reporter } from "./reporter.ts";
import { answerOperator } from "./room-deletion.ts";

/** @param store absent if there is no directory: then the room reports nothing, and counts nothing */
export function plugInDirectory(store: ActivityStore | undefined): PlugIn {
  return (room) => {
    if (store === undefined) return { ask: (author, request, turn) => answerOperator(room, author, request, turn) };
    const reporter = new Reporter(room, store);
    return {
      after: (_events, turn) => {
        reporter.used(turn, false);
        return [];
      },
      pruning: (oldest) => reporter.pruning(oldest),
      settingsChanged: () => reporter.settingsChanged(),
      happened: (occurred, turn) => reporter.happened(occurred, turn),
      forget: (uid, turn) => {
        reporter.forget(uid, turn);
        return [];
      },
      ask: (author, request, turn) =>
        answerOperator(room, author, request, turn) ?? reporter.ask(author, request, turn),
    };
  };
}
