import { expect, test } from "vitest";
import { axisEnd, heightOf, linePath, placeOf, pointAt } from "../../../../src/page/admin/plots/scale.ts";
import { sizeText } from "../../../../src/page/admin/ui/size-text.ts";
import { formatFor } from "../../../../src/page/i18n/format.ts";

test.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [9, 10],
  [10, 10],
  [41, 60],
  [100_000, 100_000],
  [123_456_789, 200_000_000],
  [Number.NaN, 2],
])("the axis of a plot up to %d ends at %d, and has a whole number in its middle", (largest, end) => {
  expect(axisEnd(largest)).toBe(end);
  expect(Number.isInteger(end / 2)).toBe(true);
});

test("a line goes through the middle of each column, and is interrupted where nothing is known", () => {
  expect(linePath([0, 5, undefined, 10], 10)).toBe("M12.5 100 L37.5 50 M87.5 0");
  expect(linePath([], 10)).toBe("");
});

test("a value outside of the axis stays inside of the plot", () => {
  expect(heightOf(-1, 10)).toBe(100);
  expect(heightOf(11, 10)).toBe(0);
});

test("a pointer chooses the point whose column it is in, at the edges too", () => {
  expect([0, 0.24, 0.25, 0.99, 1, -0.1].map((share) => pointAt(share, 4))).toEqual([0, 0, 1, 3, 3, 0]);
  expect(placeOf(1, 4)).toBe(37.5);
});

test.each([
  [0, "0B"],
  [999, "999B"],
  [1_000, "1 kB"],
  [3_400_000_000, "3.4 GB"],
  [5e15, "5,000 TB"],
])("%d bytes are said as %s", (bytes, text) => {
  expect(sizeText(formatFor("en-GB"), bytes)).toBe(text);
});
