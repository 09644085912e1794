/** Numbers from `from` to `to`, both inclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Adds a range to others, which do not overlap and are in order. */
export function addRange(ranges: readonly Range[], added: Range): Range[] {
  const apart = ranges.filter(({ from, to }) => to < added.from - 1 || from > added.to + 1);
  const touching = ranges.filter((range) => !apart.includes(range));
  const from = Math.min(added.from, ...touching.map((range) => range.from));
  const to = Math.max(added.to, ...touching.map((range) => range.to));
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** The newest part of a range that is in none of the others, `limit` numbers at most. */
export function newestMissing(ranges: readonly Range[], { from, to }: Range, limit: number): Range | undefined {
  const last = ranges.findLast((range) => range.from <= to && range.to >= from);
  if (last !== undefined && last.to >= to) return newestMissing(ranges, { from, to: last.from - 1 }, limit);
  if (from > to) return undefined;
  return { from: Math.max(from, to - limit + 1, last === undefined ? from : last.to + 1), to };
}

/** Counts the numbers of a range that are in one of the others. */
export function countIn(ranges: readonly Range[], { from, to }: Range): number {
  return ranges.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from) + 1), 0);
}
