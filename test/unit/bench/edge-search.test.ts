import fc from "fast-check";
import { expect, test } from "vitest";
import { findEdge } from "../../../bench/scenarios/edge-search.ts";

/** A room that carries rates up to `capacity`, and the rates that it was offered. */
function room(capacity: number) {
  const offered: number[] = [];
  return {
    offered,
    carries: async (rate: number) => {
      offered.push(rate);
      return rate <= capacity;
    },
  };
}

const SEARCH = { step: 2, halvings: 2, least: 1 };

test("the search rises from a rate that is carried, and halves on a scale of ratios", async () => {
  const { carries, offered } = room(100);
  const { carried, refused } = await findEdge(carries, { ...SEARCH, from: 20 });
  expect(offered.slice(0, 4)).toEqual([20, 40, 80, 160]);
  expect(offered[4]).toBeCloseTo(Math.sqrt(80 * 160));
  expect(carried).toBeLessThanOrEqual(100);
  expect(refused).toBeGreaterThan(100);
});

test("the search falls from a rate that is not carried", async () => {
  const { carries, offered } = room(100);
  await findEdge(carries, { ...SEARCH, from: 800, halvings: 0 });
  expect(offered).toEqual([800, 400, 200, 100]);
});

test("a doubtful rate that is refused once does not end the rise, a second one does", async () => {
  const offered: number[] = [];
  const carries = async (rate: number) => {
    offered.push(rate);
    return rate !== 40 && rate <= 100;
  };
  const { carried, refused } = await findEdge(carries, { ...SEARCH, from: 10, halvings: 0, isDoubtful: true });
  expect(offered).toEqual([10, 20, 40, 80, 160, 320]);
  expect({ carried, refused }).toEqual({ carried: 80, refused: 160 });
});

test("the search gives up below the least rate", async () => {
  const { carries, offered } = room(0);
  expect(await findEdge(carries, { ...SEARCH, from: 4 })).toEqual({ carried: undefined, refused: 1 });
  expect(offered).toEqual([4, 2, 1]);
});

test("the capacity is between both bounds, which are as close as the halvings make them", async () => {
  const rate = fc.integer({ min: 2, max: 1e6 });
  await fc.assert(
    fc.asyncProperty(rate, rate, fc.integer({ min: 0, max: 5 }), async (from, capacity, halvings) => {
      const { carried = Number.NaN, refused = Number.NaN } = await findEdge(room(capacity).carries, {
        ...SEARCH,
        from,
        halvings,
      });
      expect(carried).toBeLessThanOrEqual(capacity);
      expect(refused).toBeGreaterThan(capacity);
      expect(refused / carried).toBeCloseTo(2 ** (1 / 2 ** halvings));
    }),
  );
});
