import type { ListAnswer } from "../protocol/moderation.ts";
import type { Answer } from "./requests.ts";
import { RoomError } from "./room-error.ts";

/** The type of a list's items, by the list's name. */
export type ListItem<What extends ListAnswer["what"]> = Extract<ListAnswer, { what: What }>["items"][number];

/**
 * Extracts the items from the response to `list`.
 *
 * @throws RoomError if it is another response
 */
export function itemsOf<What extends ListAnswer["what"]>(answer: Answer, what: What): readonly ListItem<What>[] {
  if (!isList(answer, what)) throw new RoomError("unanswered", "The server sent a different response.");
  return answer.items;
}

function isList<What extends ListAnswer["what"]>(
  answer: Answer,
  what: What,
): answer is Answer & { readonly items: readonly ListItem<What>[] } {
  return answer.type === "list" && answer.what === what;
}
