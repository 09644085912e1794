import { normalizeRoomName } from "../../../protocol/normalize-name.ts";
import { ROOM_SORTS, type RoomSort } from "../../../protocol/operator.ts";

/** The parts of the page, in the order of the navigation. */
export const PARTS = ["overview", "rooms", "reports", "bans", "audit", "keys"] as const;
export type Part = (typeof PARTS)[number];

/** The sections of a room's page, in the order of their tabs. */
export const ROOM_TABS = [
  "activity",
  "acts",
  "log",
  "reports",
  "rules",
  "protection",
  "invitations",
  "keptOut",
  "words",
  "webhooks",
  "bots",
  "audit",
  "export",
] as const;
export type RoomTab = (typeof ROOM_TABS)[number];

/** The list's order, and a room's section, that an address without one shows. */
export const DEFAULT_SORT: RoomSort = "last";
export const DEFAULT_TAB: RoomTab = "activity";

/** What the page's address shows: a part of the page, the list of rooms as it was asked for, or a section of one room. */
export interface Route {
  readonly part: Part;
  readonly room?: string;
  /** Of a room's page. */
  readonly tab?: RoomTab;
  /** Of the list of rooms. */
  readonly search?: string;
  readonly sort?: RoomSort;
}

/** Reads a fragment: `#reports`, `#rooms?q=gard&sort=people`, or `#rooms/garden?tab=log`. */
export function routeOf(hash: string): Route {
  const [path = "", query] = hash.slice(1).split("?", 2);
  const [name, raw] = path.split("/");
  const part = PARTS.find((one) => one === name) ?? "overview";
  if (part !== "rooms") return { part };
  const asked = new URLSearchParams(query);
  const room = raw === undefined ? undefined : normalizeRoomName(raw);
  if (room !== undefined) {
    const tab = ROOM_TABS.find((one) => one === asked.get("tab"));
    return { part, room, ...(tab !== undefined && { tab }) };
  }
  const search = asked.get("q") ?? "";
  const sort = ROOM_SORTS.find((one) => one === asked.get("sort"));
  return { part, ...(search !== "" && { search }), ...(sort !== undefined && { sort }) };
}

/** The link to what a route shows. Defaults are left out, so that one view has one address. */
export function linkTo({ part, room, search = "", sort = DEFAULT_SORT, tab = DEFAULT_TAB }: Route): string {
  const query = new URLSearchParams({
    ...(room !== undefined && tab !== DEFAULT_TAB && { tab }),
    ...(room === undefined && search !== "" && { q: search }),
    ...(room === undefined && sort !== DEFAULT_SORT && { sort }),
  });
  const path = room === undefined ? part : `${part}/${room}`;
  return query.size === 0 ? `#${path}` : `#${path}?${query}`;
}
