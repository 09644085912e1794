import type { Rgb } from "./contrast.ts";
import { colorsOfPage, type HostColors, type HostStyle, measuresOfPage, readColors, schemeOf } from "./host-style.ts";

/** The page's colors by the host's names. */
const OWN = {
  accent: "--parley-accent",
  "on-accent": "--parley-on-accent",
  background: "--parley-canvas",
  surface: "--parley-surface",
  text: "--parley-text",
  muted: "--parley-text-quiet",
  line: "--parley-line",
  danger: "--parley-danger",
} as const satisfies { readonly [name in keyof HostColors]: string };

let applied: string[] = [];
let hasWarned = false;

/** Gives the frame the host's colors, font and sizes. Called again whenever they or the theme change. */
export function applyStyle(style: HostStyle): void {
  const { style: root } = document.documentElement;
  for (const name of applied) root.removeProperty(name);
  const given = readColors(style, parseColor);
  // What the host leaves out, such as the pictures of people, fits its background. A root of another scheme than the page
  // around the frame would be opaque, so the scheme is the body's.
  document.body.style.colorScheme = schemeOf(given) ?? "";
  const own = Object.fromEntries(
    Object.entries(OWN).map(([name, property]) => [name, colorOf(`var(${property})`) ?? [0, 0, 0]]),
    // Each name has been mapped.
  ) as unknown as HostColors;
  const colors = colorsOfPage(given, own);
  const properties = {
    ...colors.properties,
    ...measuresOfPage(style, (property, value) => CSS.supports(property, value)),
  };
  for (const [name, value] of Object.entries(properties)) root.setProperty(name, value);
  applied = Object.keys(properties);
  if (colors.corrected.length === 0 || hasWarned) return;
  hasWarned = true;
  const names = colors.corrected.map((name) => `--parley-${name}`).join(", ");
  console.warn(`Parley: ${names}: too little contrast to read (WCAG AA needs 4.5:1), so the room uses a nearby color.`);
}

function parseColor(text: string): Rgb | undefined {
  return CSS.supports("color", text) && !/var\(|currentcolor/i.test(text) ? colorOf(text) : undefined;
}

/** What the browser makes of a color, without its transparency. */
function colorOf(text: string): Rgb | undefined {
  const probe = document.createElement("span");
  // Mixed, any notation becomes `color(srgb r g b)`.
  probe.style.color = `color-mix(in srgb, ${text}, ${text})`;
  document.body.append(probe);
  const [red, green, blue] = (/srgb ([^/)]+)/.exec(getComputedStyle(probe).color)?.[1] ?? "").split(" ").map(Number);
  probe.remove();
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}
