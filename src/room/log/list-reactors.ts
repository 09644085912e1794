import type { ListReactionsCommand } from "../../protocol/commands.ts";
import { errorObject } from "../../protocol/frame.ts";
import { MAX_LIST_ITEMS } from "../../protocol/limits.ts";
import type { ErrorObject, ListObject } from "../../protocol/server-objects.ts";
import type { EventLog } from "./event-log.ts";
import { isShown, type Viewer } from "./visibility.ts";

/**
 * Lists the people who reacted to a message (P3.13).
 *
 * @param nameOf finds the name of a person whom the room still knows
 */
export function listReactors(
  log: EventLog,
  { before, emoji, id, target }: ListReactionsCommand,
  viewer: Viewer,
  nameOf: (uid: string) => string | undefined,
): ListObject | ErrorObject {
  const stored = log.message(target);
  if (stored === undefined || !isShown(stored.onlyFor, viewer)) return errorObject("no_target", id);
  const range = { target, emoji, limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
  const items = log.reactors(range, viewer).map(({ seq, uid }) => {
    const username = nameOf(uid);
    return { seq, uid, ...(username === undefined ? {} : { username }) };
  });
  return { type: "list", id, what: "reactions", items };
}
