/** A color in sRGB, each part from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2 AA for text, and for what makes a control visible. */
export const TEXT_CONTRAST = 4.5;
export const CONTROL_CONTRAST = 3;

const WHITE: Rgb = [1, 1, 1];
const BLACK: Rgb = [0, 0, 0];

/** Steps from a color to black or white: each is too small to see as one. */
const STEPS = 50;

/** Relative luminance (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast of two colors, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const [red, green, blue] = one.map((part, index) => part * (1 - share) + (other[index] ?? 0) * share);
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Black or white, whichever is easier to read on a color. One of them always has AA. */
export function readableOn(background: Rgb): Rgb {
  return isDark(background) ? WHITE : BLACK;
}

/** Whether white is easier to read on a color than black. */
export function isDark(background: Rgb): boolean {
  return contrast(WHITE, background) >= contrast(BLACK, background);
}

/**
 * The color nearest to the given one that has enough contrast with every background.
 *
 * @returns the same object if it has
 */
export function corrected(color: Rgb, backgrounds: readonly Rgb[], least = TEXT_CONTRAST): Rgb {
  const isEnough = (one: Rgb) => backgrounds.every((background) => contrast(one, background) >= least);
  if (isEnough(color)) return color;
  const goal = readableOn(backgrounds[0] ?? WHITE);
  for (let step = 1; step < STEPS; step += 1) {
    const next = mix(color, goal, step / STEPS);
    if (isEnough(next)) return next;
  }
  return goal;
}
