import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contrast, corrected, type Rgb, TEXT_CONTRAST } from "../../../src/page/embed/style/contrast.ts";
import { colorsOfPage, type HostColors, measuresOfPage, schemeOf } from "../../../src/page/embed/style/host-style.ts";
import { fromOklch, HUES, nameColorOn } from "../../../src/page/embed/style/name-color.ts";

const STYLES = new URL("../../../src/page/styles/", import.meta.url);
const WHITE: Rgb = [1, 1, 1];
const BLACK: Rgb = [0, 0, 0];
const OWN: HostColors = {
  accent: [0.18, 0.37, 0.77],
  "on-accent": WHITE,
  background: [0.96, 0.97, 0.98],
  surface: WHITE,
  text: [0.11, 0.13, 0.16],
  muted: [0.36, 0.39, 0.45],
  line: [0.88, 0.9, 0.92],
  danger: [0.7, 0.15, 0.12],
};

const color = fc.tuple(
  fc.float({ min: 0, max: 1, noNaN: true }),
  fc.float({ min: 0, max: 1, noNaN: true }),
  fc.float({ min: 0, max: 1, noNaN: true }),
);

function rgb(css = ""): Rgb {
  const [red = 0, green = 0, blue = 0] = (css.match(/\d+/g) ?? []).map((part) => Number(part) / 255);
  return [red, green, blue];
}

test("contrast is that of WCAG", () => {
  expect(contrast(WHITE, BLACK)).toBeCloseTo(21);
  expect(contrast([0x77 / 255, 0x77 / 255, 0x77 / 255], WHITE)).toBeCloseTo(4.48, 2);
});

test("a color that can be read stays the same, and any other becomes one that can", () => {
  const dark: Rgb = [0.1, 0.1, 0.4];
  expect(corrected(dark, [WHITE])).toBe(dark);
  fc.assert(
    fc.property(color, color, (text, background) => {
      expect(contrast(corrected(text, [background]), background)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }),
  );
});

test("whatever background, text and accent a host sets, the text can be read on its surface", () => {
  fc.assert(
    fc.property(color, color, color, (surface, text, accent) => {
      const { properties } = colorsOfPage({ background: surface, surface, text, accent }, OWN);
      const of = (name: string) => rgb(properties[`--parley-${name}`]);
      // Rounding to 255 steps costs a little.
      const least = TEXT_CONTRAST - 0.1;
      for (const name of ["text", "text-quiet", "accent", "danger"]) {
        expect(contrast(of(name), of("surface")), name).toBeGreaterThanOrEqual(least);
      }
      expect(contrast(of("on-accent"), of("accent"))).toBeGreaterThanOrEqual(least);
      expect(contrast(of("text"), of("accent-soft"))).toBeGreaterThanOrEqual(least);
    }),
  );
});

test("whatever background, text and accent a host sets, a name of every hue can be read on its surface", () => {
  fc.assert(
    fc.property(color, color, color, (surface, text, accent) => {
      const { properties } = colorsOfPage({ background: surface, surface, text, accent }, OWN);
      const name = properties[schemeOf({ surface }) === "dark" ? "--parley-name-dark" : "--parley-name-light"] ?? "";
      const [lightness = 0, chroma = 0] = name.split(" ").map(Number.parseFloat);
      for (const hue of HUES) {
        const seen = fromOklch(lightness / 100, chroma, hue);
        expect(contrast(seen, surface), `hue ${hue}`).toBeGreaterThanOrEqual(TEXT_CONTRAST - 0.1);
      }
    }),
  );
});

test("on the page's own surfaces, names are as in the page's styles", async () => {
  const tokens = await readFile(new URL("tokens.css", STYLES), "utf8");
  expect(tokens).toContain(`--parley-name-light: ${nameColorOn([WHITE])};`);
  expect(tokens).toContain(`--parley-name-dark: ${nameColorOn([[0.09, 0.1, 0.11]])};`);
  const people = await readFile(new URL("people.css", STYLES), "utf8");
  expect([...people.matchAll(/--hue: (\d+)/g)].map(([, hue]) => Number(hue))).toEqual(HUES);
});

test("oklch becomes sRGB as in browsers", () => {
  const hex = (color: Rgb) => color.map((part) => Math.round(part * 255));
  expect(hex(fromOklch(1, 0, 0))).toEqual([255, 255, 255]);
  expect(hex(fromOklch(0.627955, 0.257683, 29.2339))).toEqual([255, 0, 0]);
  expect(hex(fromOklch(0.452014, 0.313214, 264.052))).toEqual([0, 0, 255]);
});

test("pictures and whatever else a host leaves out follow its background, not the system", () => {
  expect(schemeOf({ background: [0.04, 0.07, 0.13] })).toBe("dark");
  expect(schemeOf({ background: WHITE, surface: BLACK })).toBe("dark");
  expect(schemeOf({ surface: [0.98, 0.97, 0.94] })).toBe("light");
  expect(schemeOf({ text: WHITE })).toBeUndefined();
});

test("only the host's own colors are told of as corrected", () => {
  expect(colorsOfPage({ text: [0.9, 0.9, 0.9] }, OWN).corrected).toEqual(["text"]);
  expect(colorsOfPage({ background: BLACK, surface: BLACK }, OWN).corrected).toEqual([]);
});

test("a host that sets no color changes none", () => {
  expect(colorsOfPage({}, OWN)).toEqual({ properties: {}, corrected: [] });
});

test.each([
  [{ font: "Georgia, serif" }, { "--parley-font": '"Parley Emoji", Georgia, serif' }],
  [{ "font-size": "18px" }, { "font-size": "18px" }],
  [{ "font-size": "calc(100vw * 9)" }, {}],
  [{ radius: "0" }, { "--parley-radius": "0" }],
  [{ radius: "var(--x)" }, {}],
  [{ font: "url(https://evil.example/x)" }, {}],
  [{ density: "compact" }, { "--parley-gap": "0.5rem" }],
  [{ density: "9rem" }, {}],
  [{ unknown: "1" }, {}],
])("the measures %j become %j", (style, properties) => {
  expect(measuresOfPage(style, () => true)).toEqual(properties);
  if (!("density" in style)) expect(measuresOfPage(style, () => false)).toEqual({});
});
