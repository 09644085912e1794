import * as v from "valibot";
import { type ListAnswer, ListObject } from "../protocol/lists.ts";
import type { Answer } from "./requests.ts";
import { RoomError } from "./room-error.ts";

/** The type of a list's items, by the list's name. */
export type ListItem<What extends ListAnswer["what"]> = Extract<ListAnswer, { what: What }>["items"][number];

/**
 * Parses the items of the response to `list`. Malformed ones are dropped.
 *
 * @throws RoomError if it is another response
 */
export function itemsOf<What extends ListAnswer["what"]>(answer: Answer, what: What): readonly ListItem<What>[] {
  const parsed = v.safeParse(ListObject, answer);
  if (!parsed.success || !isList(parsed.output, what)) {
    throw new RoomError("unanswered");
  }
  return parsed.output.items;
}

function isList<What extends ListAnswer["what"]>(
  list: ListObject,
  what: What,
): list is ListObject & { readonly items: readonly ListItem<What>[] } {
  return list.what === what;
}
