/** Ends of an axis, as multiples of a power of ten. From 2 on, the half of each is a whole number. */
const ENDS = [1, 2, 4, 6, 8, 10] as const;

/**
 * The end of an axis: the smallest round number that is at least the largest value.
 *
 * @param largest not negative
 * @returns at least 2, so that a plot of zeros has an axis
 */
export function axisEnd(largest: number): number {
  if (!(largest > 2)) return 2;
  const power = 10 ** Math.floor(Math.log10(largest));
  return (ENDS.find((end) => end * power >= largest) ?? 10) * power;
}

/** Points of a line or an area, as an SVG path on a square of 100 by 100. Missing values interrupt it. */
export function linePath(values: readonly (number | undefined)[], end: number): string {
  let isDrawing = false;
  return values
    .map((value, index) => {
      if (value === undefined) {
        isDrawing = false;
        return "";
      }
      const command = isDrawing ? "L" : "M";
      isDrawing = true;
      return `${command}${round(placeOf(index, values.length))} ${round(heightOf(value, end))}`;
    })
    .filter((part) => part !== "")
    .join(" ");
}

/** The middle of a point's column, from 0 to 100. */
export function placeOf(index: number, count: number): number {
  return ((index + 0.5) / count) * 100;
}

/** The height of a value, from 100 for nothing to 0 for the end of the axis. */
export function heightOf(value: number, end: number): number {
  return 100 - (Math.min(Math.max(value, 0), end) / end) * 100;
}

/**
 * The point below a pointer.
 *
 * @param share of the plot's width, from 0 to 1
 */
export function pointAt(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

const round = (value: number) => Math.round(value * 100) / 100;
