import type { ListAnswer, ListName } from "../protocol/moderation.ts";
import type { Answer } from "./requests.ts";
import { RoomError } from "./room-error.ts";

/** An item of a list, by the list's name. */
export type ListItem<What extends ListName> = Extract<ListAnswer, { what: What }>["items"][number];

/**
 * The items of an answer to `list`.
 *
 * @throws RoomError where it is another answer
 */
export function itemsOf<What extends ListName>(answer: Answer, what: What): readonly ListItem<What>[] {
  if (!isList(answer, what)) throw new RoomError("unanswered", "The room answered something else.");
  return answer.items;
}

function isList<What extends ListName>(
  answer: Answer,
  what: What,
): answer is Answer & { readonly items: readonly ListItem<What>[] } {
  return answer.type === "list" && answer.what === what;
}
