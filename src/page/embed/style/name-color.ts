import { contrast, isDark, type Rgb, TEXT_CONTRAST } from "./contrast.ts";

/** Lightness and chroma of names, as in tokens.css. */
const ON_LIGHT = [0.47, 0.13] as const;
const ON_DARK = [0.8, 0.1] as const;

/** The hues of people.css, in degrees. */
export const HUES: readonly number[] = Array.from({ length: 12 }, (_, index) => 20 + index * 30);

/** Steps from a name's own lightness to black or white: each is too small to see as one. */
const STEPS = 50;

/**
 * Lightness and chroma at which names of every hue can be read: the page's own, or the nearest to them.
 *
 * @param backs all that names stand on, the most common first
 * @returns as `--parley-name-light` in tokens.css
 */
export function nameColorOn(backs: readonly [Rgb, ...Rgb[]]): string {
  const isOnDark = isDark(backs[0]);
  const [lightness, chroma] = isOnDark ? ON_DARK : ON_LIGHT;
  const goal = isOnDark ? 1 : 0;
  const colorAt = (step: number) => {
    const share = step / STEPS;
    return [lightness + (goal - lightness) * share, chroma * (1 - share)] as const;
  };
  const isLegible = (step: number) =>
    HUES.every((hue) => {
      const color = fromOklch(...colorAt(step), hue);
      return backs.every((back) => contrast(color, back) >= TEXT_CONTRAST);
    });
  let step = 0;
  while (step < STEPS && !isLegible(step)) step += 1;
  const [l, c] = colorAt(step);
  return `${+(l * 100).toFixed(1)}% ${+c.toFixed(4)}`;
}

/** Converts from oklch (CSS Color 4). A color that sRGB lacks is clipped, as in browsers. @param hue in degrees */
export function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** A linear part of a color in the encoding of sRGB. */
function encode(linear: number): number {
  const part = Math.min(Math.max(linear, 0), 1);
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}
