import { expect, test } from "vitest";
import { faultBefore, faultOf } from "../../../../src/page/admin/across/ban-fault.ts";

const EMPTY = { uid: "", room: "", address: "", reason: "" };
const MEMBER = `m${"0".repeat(24)}`;

test("P9.16 a guest's ID needs a room, and a person whom the site signed in needs none", () => {
  expect(faultBefore({ ...EMPTY, uid: "g1" })).toEqual({ field: "room", words: "needsRoom" });
  expect(faultBefore({ ...EMPTY, uid: "g1", room: "two words" })).toEqual({ field: "room", words: "badRoom" });
  expect(faultBefore({ ...EMPTY, uid: "g1", room: "garden" })).toBeUndefined();
  expect(faultBefore({ ...EMPTY, uid: MEMBER })).toBeUndefined();
  expect(faultBefore({ ...EMPTY, address: "nonsense" })).toBeUndefined();
});

test.each([
  ["bad_action", { ...EMPTY, address: "nonsense" }, { field: "address", words: "badAddress" }],
  ["bad_action", { ...EMPTY, uid: "no id", room: "garden" }, { field: "uid", words: "badUid" }],
  ["no_person", { ...EMPTY, uid: "g1", room: "garden" }, { field: "uid", words: "noGuest" }],
  ["bad_room", { ...EMPTY, uid: "g1", room: "garden" }, { field: "room", words: "badRoom" }],
  ["too_many", { ...EMPTY, address: "192.0.2.1" }, undefined],
])("P9.16 %s for %j is the fault of %j", (code, typed, fault) => {
  expect(faultOf(code, typed)).toEqual(fault);
});
