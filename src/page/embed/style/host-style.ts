import { CONTROL_CONTRAST, contrast, corrected, isDark, mix, type Rgb, readableOn, TEXT_CONTRAST } from "./contrast.ts";
import { nameColorOn } from "./name-color.ts";

/** The host's custom properties, without their prefix, as it wrote them. */
export type HostStyle = Readonly<Record<string, string>>;

/** Colors that a host can set (docs/embedding.md). */
const COLORS = ["accent", "on-accent", "background", "surface", "text", "muted", "line", "danger"] as const;
type ColorName = (typeof COLORS)[number];
export type HostColors = { readonly [name in ColorName]: Rgb };

/** The page's own colors that the others are mixed with. */
export type PageColors = HostColors;

/** Custom properties of the page (tokens.css), and the colors that were corrected. */
export interface PageStyle {
  readonly properties: Readonly<Record<string, string>>;
  readonly corrected: readonly string[];
}

/**
 * Turns the host's colors into the page's. Text that would be hard to read is darkened or lightened until it has AA.
 *
 * @param given only valid colors
 * @param own the page's colors, for those that the host left out
 */
export function colorsOfPage(given: Partial<HostColors>, own: PageColors): PageStyle {
  if (Object.keys(given).length === 0) return { properties: {}, corrected: [] };
  const background = given.background ?? given.surface ?? own.background;
  const surface = given.surface ?? given.background ?? own.surface;
  const backs = [surface, background];
  const wrong: string[] = [];
  const legible = (name: ColorName, color: Rgb, on = backs, least = TEXT_CONTRAST): Rgb => {
    const legibleColor = corrected(color, on, least);
    if (legibleColor !== color && given[name] !== undefined) wrong.push(name);
    return legibleColor;
  };
  const wasText = given.text ?? own.text;
  const text = legible("text", wasText);
  const accent = legible("accent", given.accent ?? own.accent);
  const onAccent =
    given["on-accent"] === undefined ? readableOn(accent) : legible("on-accent", given["on-accent"], [accent]);
  const line = given.line ?? mix(surface, text, 0.12);
  const hover = mix(surface, text, 0.06);
  const softened = mix(surface, accent, 0.12);
  // Text stands on it, so it must not come too near to the text.
  const accentSoft = contrast(softened, text) >= TEXT_CONTRAST ? softened : surface;
  const name = nameColorOn([surface, background, hover, accentSoft]);
  const properties = {
    canvas: background,
    surface,
    hover,
    text,
    "text-quiet": legible("muted", given.muted ?? mix(text, surface, 0.3), [surface, background, softened]),
    line,
    "control-line": corrected(mix(surface, text, 0.4), backs, CONTROL_CONTRAST),
    accent,
    "accent-strong": corrected(mix(accent, text, 0.2), backs),
    "on-accent": onAccent,
    "accent-soft": accentSoft,
    "mark-back": mix(surface, accent, 0.4),
    danger: legible("danger", given.danger ?? own.danger),
  };
  return {
    properties: {
      ...Object.fromEntries(
        Object.entries(properties).map(([property, color]) => [`--parley-${property}`, css(color)]),
      ),
      "--parley-name-light": name,
      "--parley-name-dark": name,
    },
    corrected: wrong,
  };
}

/** The color scheme that fits the host's background; `undefined` if it sets none. */
export function schemeOf({ background, surface = background }: Partial<HostColors>): "light" | "dark" | undefined {
  if (surface === undefined) return undefined;
  return isDark(surface) ? "dark" : "light";
}

/** The colors among the host's properties. @param parse returns `undefined` for what is no color */
export function readColors(style: HostStyle, parse: (text: string) => Rgb | undefined): Partial<HostColors> {
  return Object.fromEntries(
    COLORS.flatMap((name) => {
      const color = style[name] === undefined ? undefined : parse(style[name]);
      return color === undefined ? [] : [[name, color]];
    }),
  );
}

/**
 * The other properties: font, sizes and spacing. An invalid one is left out.
 *
 * @param supports as `CSS.supports`
 */
export function measuresOfPage(
  style: HostStyle,
  supports: (property: string, value: string) => boolean,
): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  const { density, font, "font-size": size, radius } = style;
  // A reference would read the page's own properties, and none of the host's is called by an address.
  const isValid = (property: string, value: string | undefined): value is string =>
    value !== undefined && !/var\(|url\(|env\(|attr\(/i.test(value) && supports(property, value);
  if (isValid("font-family", font)) properties["--parley-font"] = `"Parley Emoji", ${font}`;
  if (isValid("font-size", size) && /^[\d.]+(?:px|rem|em|%|pt)$/.test(size)) properties["font-size"] = size;
  if (isValid("border-radius", radius)) properties["--parley-radius"] = radius;
  if (density === "compact") properties["--parley-gap"] = "0.5rem";
  return properties;
}

function css(color: Rgb): string {
  return `rgb(${color.map((part) => Math.round(Math.min(Math.max(part, 0), 1) * 255)).join(" ")})`;
}
