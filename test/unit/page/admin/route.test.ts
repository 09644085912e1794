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
  ["#rooms?q=the+garden&sort=people", { part: "rooms", search: "the garden", sort: "people" }],
  ["#rooms?sort=constructor", { part: "rooms" }],
  ["#rooms/garden?tab=log", { part: "rooms", room: "garden", tab: "log" }],
  ["#rooms/garden?tab=nonsense&q=rose", { part: "rooms", room: "garden" }],
  ["#constructor", { part: "overview" }],
])("the fragment %j shows %j", (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

test("a link to a part or a room leads there", () => {
  expect(routeOf(linkTo({ part: "audit" }))).toEqual({ part: "audit" });
  expect(routeOf(linkTo({ part: "rooms", room: "garden" }))).toEqual({ part: "rooms", room: "garden" });
});

test("a link has the search, the order and the section, and a default has no address of its own", () => {
  const search = "rosen & co? #1 + 50 %";
  expect(routeOf(linkTo({ part: "rooms", search, sort: "size" }))).toEqual({ part: "rooms", search, sort: "size" });
  expect(linkTo({ part: "rooms", room: "garden", tab: "words" })).toBe("#rooms/garden?tab=words");
  expect(linkTo({ part: "rooms", search: "", sort: "last" })).toBe("#rooms");
  expect(linkTo({ part: "rooms", room: "garden", tab: "activity" })).toBe("#rooms/garden");
});
