import { isAtLeast } from "../../protocol/moderation.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";

/** Share of the limit from which owners and moderators are told. */
const WARN_FROM = 0.8;

/**
 * Limits the database of a room (P4.7). The limit is below what an object holds, so that deletes can still be stored in a
 * room that takes nothing else.
 *
 * @param size bytes that the database uses
 */
export function plugInStorageLimit(size: () => number, limit: number): PlugIn {
  return (room) => {
    let measured = { turn: undefined as TurnContext | undefined, bytes: size() };
    let wasNear = measured.bytes >= limit * WARN_FROM;
    /** Measures once a turn, however many commands it has. */
    const bytesIn = (turn: TurnContext) => {
      if (measured.turn !== turn) measured = { turn, bytes: size() };
      return measured.bytes;
    };
    return {
      before: (_author, command, turn) => {
        const isLess = command.type === "delete" || (command.type === "reaction" && !command.on);
        return isLess || bytesIn(turn) < limit ? ok(command) : err({ code: "storage_full" });
      },
      after: (_events, turn) => {
        const isNear = bytesIn(turn) >= limit * WARN_FROM;
        if (isNear === wasNear) return [];
        wasNear = isNear;
        return room.notifyModerators();
      },
      roomFields: (role) => {
        if (!isAtLeast(role, "moderator")) return {};
        const used = size();
        return used >= limit * WARN_FROM ? { storage: { used, limit } } : {};
      },
    };
  };
}
