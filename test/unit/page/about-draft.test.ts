import { expect, test } from "vitest";
import { stillUndone } from "../../../src/page/lazy/model/describe-action.ts";
import {
  type About,
  aboutEdits,
  changesIn,
  dropEdits,
  editAbout,
  faultsIn,
} from "../../../src/page/lazy/moderation/about-draft.ts";
import { createChat } from "../../../src/page/model/chat.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { client } from "../client/harness.ts";

const SAVED: About = { title: "Roses", topic: "Red ones", listed: false };

test("P18.10 an edited field stays while someone else saves another, and the others follow the room", () => {
  editAbout("follow", { topic: "White ones" }, SAVED);
  const now = { ...SAVED, title: "Tulips" };
  expect({ ...now, ...aboutEdits("follow") }).toEqual({ title: "Tulips", topic: "White ones", listed: false });
  editAbout("follow", { topic: "Red ones" }, now);
  expect(aboutEdits("follow")).toEqual({});
});

test("a field that is edited while it is saved stays edited", () => {
  const sent = { title: "Tulips", topic: "White ones" };
  editAbout("settle", sent, SAVED);
  editAbout("settle", { topic: "Black ones" }, SAVED);
  dropEdits("settle", sent);
  expect(aboutEdits("settle")).toEqual({ topic: "Black ones" });
});

test("P18.10 only changed fields are sent", () => {
  expect(changesIn({ title: "Tulips" }, SAVED)).toEqual({ title: "Tulips" });
  expect(changesIn({ title: " Roses ", topic: "" }, SAVED)).toEqual({ topic: "" });
  expect(changesIn({ listed: true }, SAVED)).toEqual({ listed: true });
  expect(changesIn({}, { ...SAVED, listed: undefined })).toEqual({});
});

test("a title and a topic are cleaned as names are, and only what can't be shown is refused", () => {
  const typed = { title: "\u202eTulips\u0007\t", topic: "White\nones" };
  expect(changesIn(typed, SAVED)).toEqual({ title: "Tulips", topic: "White ones" });
  expect(faultsIn(changesIn(typed, SAVED))).toEqual([]);
  expect(faultsIn({ title: "Tulips", topic: `a${"\u0301".repeat(9)}` })).toEqual(["topic"]);
  expect(faultsIn({ title: "\u2800", topic: "" })).toEqual(["title"]);
});

test.each([
  ["#lobby", "lobby"],
  ["\u200b# \uff03lobby", "lobby"],
  ["C# and F#", "C# and F#"],
  ["#\ufe0f\u20e3 Hashtags", "#\ufe0f\u20e3 Hashtags"],
])("the title %j does not pose as another room: %j", (title, saved) => {
  expect(changesIn({ title }, SAVED)).toEqual({ title: saved });
});

test("an undo leaves settings that someone else has changed since", () => {
  const { view } = createChat("Ada", () => client({ username: "Ada" }).room);
  const settings = { title: "Tulips", topic: "White ones" };
  const undo = { action: "settings", settings: { title: "Roses", topic: "Red ones" } } as const;
  const left = (now: object) =>
    stillUndone({ ...view, settings: { ...OPEN_ROOM, ...now } }, { action: "settings", settings }, undo);
  expect(left(settings)).toEqual(undo);
  expect(left({ ...settings, topic: "Black ones" })).toEqual({ action: "settings", settings: { title: "Roses" } });
  expect(left({ title: "Lilies" })).toBeUndefined();
});
