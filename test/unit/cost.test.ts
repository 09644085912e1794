import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { billOf, isFree } from "../../bench/month/bill.ts";
import { usageOfPictures } from "../../bench/month/pictures.ts";
import { CLOUDFLARE } from "../../bench/month/prices.ts";
import { COMMAND, renderCost, SCENARIOS, totalOfPictures } from "../../bench/month/render.ts";
import { usageOfParley } from "../../bench/month/usage.ts";
import { readFigures } from "../../bench/report/docs-figures.ts";

test("docs/cost.md has the figures that follow from the counts and the prices", () => {
  expect(numbersIn(readFigures("cost.md", COMMAND))).toEqual(numbersIn(renderCost()));
});

test("rows written are more than nine tenths of a busy month's bill above the plan's base price", () => {
  for (const scenario of SCENARIOS.filter(({ messagesAnHour }) => messagesAnHour > 0)) {
    const { rowsWritten, total } = billOf(usageOfParley(scenario));
    expect(rowsWritten / total).toBeGreaterThan(0.9);
  }
});

test("the summary of docs/cost.md shows the totals of its months", () => {
  const [summary = ""] = readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8").split("```");
  const [idle, manyIdle, , busy] = SCENARIOS.map(usageOfParley).map((usage) =>
    isFree(usage) ? 0 : Math.round(billOf(usage).total),
  );
  expect([...summary.matchAll(/\$(\d+)/g)].map(([, dollars]) => Number(dollars))).toEqual([idle, manyIdle, busy]);
});

test("the rows and requests of pictures are within the plan in both stores, and storage is the difference", () => {
  const [object, r2] = (["object", "r2"] as const).map(usageOfPictures);
  if (object === undefined || r2 === undefined) throw new Error("there are two stores");
  expect(totalOfPictures(object)).toBeGreaterThan(totalOfPictures(r2));
  const { storedGigabytes, total } = billOf(object);
  expect(total).toBeCloseTo(CLOUDFLARE.base + storedGigabytes);
});

/** Every number of a text, in order: the words around them may change. */
function numbersIn(text: string): readonly string[] {
  return text.match(/\d[\d.,]*/g) ?? [];
}
