import { describe, expect, test } from "vitest";
import { MAX_MENTIONS } from "../../../src/protocol/limits.ts";
import { findMentions, readMentions } from "../../../src/protocol/mentions.ts";

describe("P2.10 the mentions field", () => {
  const ada = { uid: "1", username: "Ada" };

  test.each([
    undefined,
    null,
    "Ada",
    { uid: "1", username: "Ada" },
    [null, 7, "Ada", [], {}, { uid: "1" }, { username: "Ada" }, { uid: 1, username: "Ada" }, { uid: "", username: "" }],
  ])("as %j means nobody", (field) => {
    expect(readMentions(field as Parameters<typeof readMentions>[0])).toEqual([]);
  });

  test("drops invalid entries, and those beyond the limit", () => {
    expect(readMentions(["none", { ...ada, more: true }])).toEqual([ada]);
    expect(readMentions(Array.from({ length: 100 }, () => ada))).toHaveLength(MAX_MENTIONS);
  });
});

describe("P2.10 a user is mentioned if the text contains @ and their name", () => {
  const places = (text: string, ...names: string[]) =>
    findMentions(
      text,
      names.map((username) => ({ uid: username, username })),
    ).map(({ from, to }) => text.slice(from, to));

  test.each([
    ["@Ada, and @Ada!", ["Ada"], ["@Ada", "@Ada"]],
    ["@Ada Lovelace", ["Ada", "Ada Lovelace"], ["@Ada Lovelace"]],
    ["@Ada L.", ["Ada", "Ada Lovelace"], ["@Ada"]],
    ["@田中さん", ["田中"], ["@田中"]],
    ["@민수야", ["민수"], ["@민수"]],
    ["これ@田中", ["田中"], ["@田中"]],
    ["@नमस्ते।", ["नमस्ते"], ["@नमस्ते"]],
    ["@@Ada", ["Ada"], ["@Ada"]],
    ["@!", ["!"], ["@!"]],
    ["@👋🏽 hi", ["👋🏽"], ["@👋🏽"]],
  ])("%j means %j at %j", (text, names, expected) => {
    expect(places(text, ...names)).toEqual(expected);
  });

  test.each(["@Adam", "@Ada2", "@Ada_", "x@Ada", "_@Ada", "Ada", "@ Ada", "@ada", "@Ad"])(
    "%j does not mean Ada",
    (text) => {
      expect(places(text, "Ada")).toEqual([]);
    },
  );
});
