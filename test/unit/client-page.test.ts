import { describe, expect, test } from "vitest";
import { roomOfPath, socketAddress } from "../../src/page/address.ts";
import { checkName } from "../../src/page/check-name.ts";
import { appendLine, blocksOf, type Line, type MessageLine } from "../../src/page/lines.ts";
import { hueOf, initialsOf } from "../../src/page/person.ts";
import { machineTime, timeOfDay } from "../../src/page/time.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 5, 1, 12).getTime();

let keys = 0;
function said(username: string, at: number, uid = username): MessageLine {
  keys += 1;
  return { kind: "message", key: `${keys}`, at, uid, username, text: `said ${keys}` };
}
const note = (text: string): Line => ({ kind: "note", key: text, text });

describe("blocks", () => {
  const kinds = (lines: readonly Line[]) =>
    blocksOf(lines).map((block) => (block.kind === "messages" ? block.lines.length : block.kind));

  test("what one person says in one go stands together", () => {
    expect(kinds([said("Ada", NOON), said("Ada", NOON + MINUTE), said("Ben", NOON), said("Ada", NOON)])).toEqual([
      ...["day", 2, 1, 1],
    ]);
  });

  test("a pause, a note, another name or another person of the same name begins anew", () => {
    expect(kinds([said("Ada", NOON), said("Ada", NOON + 5 * MINUTE)])).toEqual(["day", 1, 1]);
    expect(kinds([said("Ada", NOON), note("Ben disconnected"), said("Ada", NOON)])).toEqual(["day", 1, "note", 1]);
    expect(kinds([said("Ada", NOON), said("Ada L.", NOON, "Ada")])).toEqual(["day", 1, 1]);
    expect(kinds([said("Ada", NOON), said("Ada", NOON, "impostor")])).toEqual(["day", 1, 1]);
  });

  test("each day is marked once", () => {
    const midnight = new Date(2026, 5, 2).getTime();
    expect(kinds([said("Ada", midnight - 1), note("x"), said("Ada", midnight), said("Ada", midnight + 1)])).toEqual([
      ...["day", 1, "note", "day", 2],
    ]);
  });

  test("the page keeps the newest 500 lines", () => {
    let lines: readonly Line[] = [];
    for (let count = 1; count <= 510; count += 1) lines = appendLine(lines, note(`${count}`));
    expect(lines).toHaveLength(500);
    expect(lines[0]).toEqual(note("11"));
    expect(lines.at(-1)).toEqual(note("510"));
  });
});

test.each([
  ["/", "lobby"],
  ["/r/garden", "garden"],
  ["/r/Garden/", "garden"],
  ["/r/a_b-9", "a_b-9"],
  ["/r/", undefined],
  ["/r/a/b", undefined],
  ["/r/%67arden", undefined],
  ["/r/%00", undefined],
  [`/r/${"a".repeat(65)}`, undefined],
  ["/elsewhere", undefined],
])("P1.1 the page at %s is that of %s", (path, room) => {
  expect(roomOfPath(path)).toBe(room);
});

test("the socket's scheme follows the page's own", () => {
  expect(socketAddress("garden", "http://127.0.0.1:8787/r/garden")).toBe("ws://127.0.0.1:8787/ws/garden");
  expect(socketAddress("garden", "https://chat.example/r/garden")).toBe("wss://chat.example/ws/garden");
});

test.each([
  ["", false],
  ["  ", false],
  ["A", false],
  ["Al", true],
  ["\u{1f600}", false],
  ["\u{1f600}\u{1f600}", true],
  ["x".repeat(32), true],
  ["x".repeat(33), false],
  ["e\u0301".repeat(32), true],
  ["Ada\u202egnp", false],
  ["Ada\nBen", false],
])("a name is 2 to 32 characters that can be shown: %j is %s", (raw, ok) => {
  expect(checkName(raw).ok).toBe(ok);
});

test("a name is kept in the form that the room stores", () => {
  expect(checkName("  Jose\u0301 ")).toEqual({ ok: true, name: "José" });
});

test.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["noor al-Hashimi", "NH"],
  ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467} team", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}T"],
  ["--", "-"],
])("%s has the initials %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("a name always has the same hue, and there is one for any", () => {
  for (const name of ["Ada", "", "\u{1f600}", "x".repeat(32)]) {
    expect(hueOf(name)).toBe(hueOf(name));
    expect(hueOf(name)).toBeGreaterThanOrEqual(0);
    expect(hueOf(name)).toBeLessThan(12);
  }
});

test("a time that no calendar holds does not break the page", () => {
  for (const at of [0, -1, 1e300, -1e300]) {
    expect(timeOfDay(at)).not.toBe("");
    expect(machineTime(at)).not.toBe("");
  }
});
