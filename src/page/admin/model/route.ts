import { normalizeRoomName } from "../../../protocol/normalize-name.ts";

/** The parts of the page, in the order of the navigation. */
export const PARTS = ["overview", "rooms", "reports", "bans", "audit"] as const;
export type Part = (typeof PARTS)[number];

/** A part of the page, or the page of one room. */
export interface Route {
  readonly part: Part;
  readonly room?: string;
}

/** Reads a fragment: `#reports`, or `#rooms/garden`. */
export function routeOf(hash: string): Route {
  const [name = "", raw] = hash.slice(1).split("/");
  const part = PARTS.find((one) => one === name) ?? "overview";
  const room = part === "rooms" && raw !== undefined ? normalizeRoomName(raw) : undefined;
  return { part, ...(room !== undefined && { room }) };
}

/** The link to a part, or to a room. */
export function linkTo({ part, room }: Route): string {
  return room === undefined ? `#${part}` : `#${part}/${room}`;
}
