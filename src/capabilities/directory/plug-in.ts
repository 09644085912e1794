import type { PlugIn, RoomCapability } from "../../room/capability/capability.ts";
import type { Config } from "../../worker/config/config.ts";
import type { ActivityStore } from "./activity-store.ts";
import { Reporter } from "./reporter.ts";
import { answerOperator } from "./room-deletion.ts";

/** Tells clients that there is a public list (P18.15), and that it has every room whose owners have not decided. */
export function defaultsOf({ hasDirectory, publicDirectory }: Config): Pick<RoomCapability, "defaults"> {
  return hasDirectory && publicDirectory ? { defaults: { listed: true } } : {};
}

/**
 * @param store absent if there is no directory: then the room reports nothing, and counts nothing
 * @param defaults settings that hold while no owner has decided
 */
export function plugInDirectory(
  store: ActivityStore | undefined,
  defaults: Pick<RoomCapability, "defaults"> = {},
): PlugIn {
  return (room) => {
    if (store === undefined) return { ask: (author, request, turn) => answerOperator(room, author, request, turn) };
    const reporter = new Reporter(room, store);
    return {
      ...defaults,
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
