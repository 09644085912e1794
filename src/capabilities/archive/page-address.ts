import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { parseDay } from "./day.ts";

/** Identifies a page of a room's log. */
export interface PageAddress {
  readonly room: string;
  /** As in addresses; absent for the newest messages. */
  readonly day?: string;
  /** Absent for the first part of the day that has messages. */
  readonly part?: number;
}

/** Reads the address of a page. Returns `undefined` if there can be no such page. */
export function parseAddress(name: string, day?: string, part?: string): PageAddress | undefined {
  const room = normalizeRoomName(name);
  if (room === undefined) return undefined;
  if (day === undefined) return { room };
  if (parseDay(day) === undefined) return undefined;
  if (part === undefined) return { room, day };
  return /^(?:0|[1-9]\d{0,11})$/.test(part) ? { room, day, part: Number(part) } : undefined;
}

/** The path of a page. */
export function hrefOf({ day, part, room }: PageAddress): string {
  return `/r/${room}/log${day === undefined ? "" : `/${day}`}${part === undefined ? "" : `?part=${part}`}`;
}
