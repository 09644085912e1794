import type { ListRange } from "../../src/room/moderation/list-range.ts";

/** A page of a list, as the ports of the room define it. */
export function newest<T extends { readonly entry: number }>(items: readonly T[], range: ListRange): T[];
export function newest<T>(items: readonly T[], range: ListRange, numberOf: (item: T) => number): T[];
export function newest<T>(
  items: readonly T[],
  { before = Number.POSITIVE_INFINITY, limit }: ListRange,
  numberOf: (item: T) => number = (item) => (item as { entry: number }).entry, // the overloads ensure it
): T[] {
  return items
    .filter((item) => numberOf(item) < before)
    .sort((a, b) => numberOf(b) - numberOf(a))
    .slice(0, limit);
}
