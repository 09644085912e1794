import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { STEPS } from "../../src/capabilities/directory/schema.ts";
import { MIGRATIONS } from "../../src/worker/storage/room-schema.ts";

/**
 * Schemas whose number a release up to 0.2.0 sets back after a rollback, and the steps that it has itself. The next deploy then runs
 * the later steps a second time, over tables that they have already changed.
 */
const SCHEMAS = [
  { name: "room", steps: MIGRATIONS, released: 9 },
  { name: "directory", steps: STEPS, released: 4 },
];

/** Steps from a number on that fail or change something when they run again. */
function notRepeatable(steps: readonly string[], from: number): string[] {
  const database = new DatabaseSync(":memory:");
  for (const step of steps) database.exec(step);
  const schema = () => database.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all();
  const before = JSON.stringify(schema());
  return steps.slice(from).filter((step) => {
    try {
      database.exec(step);
      return JSON.stringify(schema()) !== before;
    } catch {
      return true;
    }
  });
}

test("the check finds steps that can't run twice", () => {
  const twice = "CREATE TABLE IF NOT EXISTS a (x)";
  const once = ["CREATE TABLE b (x)", "ALTER TABLE a ADD COLUMN y", "ALTER TABLE b RENAME TO c"];
  expect(notRepeatable([twice, ...once], 0)).toEqual(once);
  expect(notRepeatable([...once.slice(0, 1), twice], 1)).toEqual([]);
});

test.each(SCHEMAS)("P4.4 each new step of the schema of a $name may run twice", ({ released, steps }) => {
  expect(steps.length).toBeGreaterThanOrEqual(released);
  expect(notRepeatable(steps, released)).toEqual([]);
});
