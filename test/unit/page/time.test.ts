import { expect, test } from "vitest";
import { machineTime, timeOfDay } from "../../../src/page/log/time.ts";

test("a time that no calendar holds does not break the page", () => {
  for (const at of [0, -1, 1e300, -1e300]) {
    expect(timeOfDay(at)).not.toBe("");
    expect(machineTime(at)).not.toBe("");
  }
});
