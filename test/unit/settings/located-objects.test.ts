import { expect, test } from "vitest";
import { describeSettings } from "../../../scripts/settings/report.ts";
import { readLocation } from "../../../src/worker/config/location.ts";

/** A namespace that records how its objects are asked for. */
function recordingNamespace(asked: unknown[], place = "anywhere"): object {
  return {
    jurisdiction: (name: string) => recordingNamespace(asked, name),
    getByName: (name: string, options: object) => asked.push([place, name, options]),
  };
}

interface LocatedObjects {
  objectOf(namespace: object, name: string, env: Readonly<Record<string, string>>): unknown;
}

/** By name, since the Worker's types are not those of Node. */
const located: LocatedObjects = await import(
  new URL("../../../src/worker/config/located-objects.ts", import.meta.url).href
);

test("objects are asked for in the deployment's jurisdiction, with its hint, and otherwise as ever", () => {
  const asked: unknown[] = [];
  const namespace = recordingNamespace(asked);
  located.objectOf(namespace, "garden", {});
  located.objectOf(namespace, "garden", { JURISDICTION: "", LOCATION_HINT: "" });
  located.objectOf(namespace, "garden", { JURISDICTION: "eu" });
  located.objectOf(namespace, "garden", { LOCATION_HINT: "weur" });
  located.objectOf(namespace, "garden", { JURISDICTION: "eu", LOCATION_HINT: "weur" });
  expect(asked).toEqual([
    ["anywhere", "garden", {}],
    ["anywhere", "garden", {}],
    ["eu", "garden", {}],
    ["anywhere", "garden", { locationHint: "weur" }],
    ["eu", "garden", { locationHint: "weur" }],
  ]);
});

test("a place that Cloudflare does not have is refused by name", () => {
  expect(() => readLocation({ JURISDICTION: "EU" })).toThrow(
    'Invalid JURISDICTION: expected one of eu, us, fedramp, fedramp-high, got "EU".',
  );
  expect(() => readLocation({ LOCATION_HINT: "moon" })).toThrow("Invalid LOCATION_HINT: expected one of wnam, enam,");
});

test("the doctor says what cannot be changed later before it is set", () => {
  expect(describeSettings({}, "none")).toMatch(
    /Can't be changed later\n {2}JURISDICTION: With another value, every room/,
  );
});
