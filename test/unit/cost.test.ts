import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import { COMMAND, renderMonth } from "../../bench/month/render.ts";
import { readFigures } from "../../bench/report/pages.ts";

test("docs/cost.md holds what is computed from the counts and the prices", () => {
  expect(readFigures("cost.md", COMMAND)).toBe(renderMonth());
});

test.each([
  ["rows written for a message: itself and its entry in the unique index", COUNTED.rowsWrittenAMessage],
  [
    "rows written for somebody who comes for the first time: who they are, and an entry in an index",
    COUNTED.rowsWrittenAFirstVisit,
  ],
  ["rows written for a later visit of more than an hour, in all", COUNTED.rowsWrittenAVisit],
  ["rows read for such a visit, in all", COUNTED.rowsReadAVisit],
  ["rows read for a message", COUNTED.rowsReadAMessage],
  ["rows read when the object wakes, however long the log is", COUNTED.rowsReadAWakeUp],
  ["wake-ups by the alarm in an hour of that room, each a row written", COUNTED.looksAnHour],
  ["the same where one person is alone", COUNTED.looksAnHourAlone],
])("docs/cost.md says of %s what the tests count", (what, count) => {
  expect(readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8")).toContain(`| ${what} | ${count} |`);
});
