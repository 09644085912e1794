import { expect, test } from "vitest";
import { presenceText } from "../../../src/page/lazy/log/system-message-row.tsx";
import { addSystemMessage, presenceMessage, type SystemMessage } from "../../../src/page/model/system-messages.ts";
import { ENGLISH } from "./english.ts";

const NAMES: ReadonlyMap<string, string> = new Map([
  ["a", "Ada"],
  ["b", "Ben"],
  ["m", "Mei"],
]);

/** The system messages about people who joined and left, in several signals with messages up to `after` before each. */
function told(...signals: { joined?: string; left?: string; after?: number }[]): string[] {
  let notes: readonly SystemMessage[] = [];
  for (const { after = 0, joined = "", left = "" } of signals) {
    const members = [...joined].map((uid) => ({ uid, username: NAMES.get(uid) ?? uid, role: "guest" as const }));
    const presence = { type: "presence", joined: members, left: [...left], count: 1 } as const;
    const note = presenceMessage(presence, { after, at: 0 }, "a", (uid) => NAMES.get(uid));
    if (note !== undefined) notes = addSystemMessage(notes, note);
  }
  return notes.map((note) => (note.kind === "presence" ? presenceText(ENGLISH, note).line : note.kind));
}

test("comings and goings with nothing said between are one line", () => {
  expect(told({ joined: "b" }, { joined: "m" })).toEqual(["Ben and Mei joined"]);
  expect(told({ joined: "bm" }, { left: "b" })).toEqual(["Mei joined · Ben left"]);
  expect(told({ joined: "b" }, { joined: "m", after: 1 })).toEqual(["Ben joined", "Mei joined"]);
});

test("a note for an earlier place stands there, and joins one that is there already", () => {
  expect(told({ joined: "b", after: 3 }, { joined: "m", after: 1 })).toEqual(["Mei joined", "Ben joined"]);
  expect(told({ joined: "b", after: 1 }, { left: "b", after: 3 }, { joined: "m", after: 1 })).toEqual([
    "Ben and Mei joined",
    "Ben left",
  ]);
});

test("each is told by what they did last", () => {
  expect(told({ left: "b" }, { joined: "b" })).toEqual(["Ben joined"]);
  expect(told({ joined: "b" }, { left: "b" }, { joined: "m" }, { joined: "b" })).toEqual(["Mei and Ben joined"]);
});

test("of oneself, and of those whose name is not known, nothing is told", () => {
  expect(told({ joined: "a" }, { left: "a" }, { left: "?" })).toEqual([]);
});

test("the page keeps the newest 200 notes", () => {
  let notes: readonly SystemMessage[] = [];
  for (let after = 1; after <= 210; after += 1) {
    notes = addSystemMessage(notes, {
      kind: "rename",
      key: `${after}`,
      after,
      at: 0,
      previous: "Ben",
      username: "Benjamin",
    });
  }
  expect(notes).toHaveLength(200);
  expect(notes[0]?.after).toBe(11);
  expect(notes.at(-1)?.after).toBe(210);
});
