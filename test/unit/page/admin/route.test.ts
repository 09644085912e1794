import { expect, test } from "vitest";
import { linkTo, routeOf } from "../../../../src/page/admin/model/route.ts";

test.each([
  ["", { part: "overview" }],
  ["#reports", { part: "reports" }],
  ["#rooms", { part: "rooms" }],
  ["#rooms/Garden", { part: "rooms", room: "garden" }],
  ["#rooms/../../bans", { part: "rooms" }],
  ["#rooms/%3Cimg%3E", { part: "rooms" }],
  ["#reports/garden", { part: "reports" }],
  ["#constructor", { part: "overview" }],
])("the fragment %j shows %j", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

test("a link to a part or a room leads there", () => {
  expect(routeOf(linkTo({ part: "audit" }))).toEqual({ part: "audit" });
  expect(routeOf(linkTo({ part: "rooms", room: "garden" }))).toEqual({ part: "rooms", room: "garden" });
});
