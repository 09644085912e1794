import fc from "fast-check";
import { expect, test } from "vitest";
import { medianOf, spreadOf } from "../../../bench/statistics.ts";

test("the median is the middle value, or the mean of the two middle ones", () => {
  expect(medianOf([5])).toBe(5);
  expect(medianOf([9, 1, 5])).toBe(5);
  expect(medianOf([4, 1, 2, 100])).toBe(3);
  expect(medianOf([])).toBeNaN();
});

test("one outlier among five moves the spread, and the median by no more than one place", () => {
  expect(spreadOf([1, 0.9, 0.01, 1.1, 1.2])).toEqual({ median: 1, low: 0.01, high: 1.2 });
});

test("as many values are below the median as above it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const median = medianOf(values);
      const below = values.filter((value) => value < median).length;
      const above = values.filter((value) => value > median).length;
      expect(below).toBeLessThanOrEqual(values.length / 2);
      expect(above).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});
