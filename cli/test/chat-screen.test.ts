import fc from "fast-check";
import { expect, test } from "vitest";
import { RoomError, type ShownMessage } from "../../src/client/index.ts";
import { editorOf } from "../chat/editor.ts";
import { lineText, lineWidth } from "../chat/line.ts";
import { FIRST_UI } from "../chat/ui.ts";
import { LARGE, member, message, pending, roomState, SMALL, screenOf, textOf } from "./chat-fixture.ts";

test("a screen has a header, the log at the bottom, a hint and the composer", () => {
  const state = roomState([
    message(1, "Ben", "Hello there"),
    message(2, "Ben", "and again"),
    message(3, "Ada", "Hi Ben", { replyTo: 1, reactions: [{ emoji: "👍", uids: ["ben"], count: 1 }], editedAt: 1 }),
  ]);
  const lines = textOf(screenOf(state));
  expect(lines).toHaveLength(SMALL.rows);
  expect(lines[0]).toMatch(/^ garden · 2 here: Ada \(you\), Ben {30,}● online$/);
  expect(lines.slice(-8)).toEqual([
    expect.stringMatching(/^─+ Saturday, November 28, 2026 ─+$/),
    "12:01 Ben          Hello there",
    "                   and again",
    "12:03 Ada          ┌ Ben: Hello there",
    "                   Hi Ben (edited)",
    "                    👍 1",
    "↑ choose a message · Page Up history · /help",
    ">",
  ]);
});

test("a wide screen lists the people, with roles, bots and who is typing", () => {
  const people = [member("Ada"), member("Zoe", { role: "owner" }), member("Weather", { bot: true }), member("Ben")];
  const state = roomState([message(1, "Ben", "Hello")], {
    members: new Map(people.map((one) => [one.uid, one])),
    count: 4,
    typing: ["ben"],
  });
  const lines = textOf(screenOf(state, FIRST_UI, LARGE));
  expect(lines).toHaveLength(LARGE.rows);
  expect(lines.slice(1, 6)).toEqual([
    "Here · 4          │",
    "Ada (you)         │",
    "Ben …             │",
    "Weather BOT       │",
    "Zoe *             │",
  ]);
  expect(lines.at(-3)).toBe("                  │ 12:01 Ben              Hello");
  expect(lines.at(-2)).toBe("Ben is typing …");
});

test("what is new has a mark, and what is unsent or failed says so", () => {
  const state = roomState([message(1, "Ben", "seen"), message(2, "Ben", "unseen")], {
    pending: [
      pending({ type: "message", id: "a", message: "on its way", extra: {} }),
      pending(
        { type: "message", id: "b", message: "refused", extra: {} },
        { id: "q", state: "failed", error: new RoomError("muted", "A moderator has muted you.") },
      ),
      pending({ type: "edit", id: "c", target: 2, message: "changed" }, { id: "r" }),
    ],
  });
  const lines = textOf(screenOf(state, { ...FIRST_UI, readTo: 1 }));
  expect(lines.slice(-8, -2)).toEqual([
    expect.stringMatching(/^─+ new ─+$/),
    "12:02 Ben          changed (edited) …",
    "12:00              on its way",
    "                   Sending …",
    "12:00              refused",
    "                   Not sent: A moderator has muted you. /retry or /discard",
  ]);
});

test("deleted messages, files, mentions of others and messages of blocked people", () => {
  const blocked: ShownMessage = { ...message(4, "Dan", "boo"), blocked: true };
  const file = { id: "f", name: "a\u001bb.png", type: "image/png", size: 1, url: "/files/garden/f/a.png" };
  const state = roomState([
    message(1, "Ben", "", { deleted: true }),
    message(2, "", "", { deleted: true, uid: "cem" }),
    message(3, "Ben", "see", { files: [file] }),
    blocked,
  ]);
  expect(textOf(screenOf(state)).slice(-7, -2)).toEqual([
    "12:01 Ben          Message deleted",
    "12:02 Deleted user Message deleted",
    "12:03 Ben          see",
    "                   📎 a␛b.png https://chat.example/files/garden/f/a.png",
    "12:04 Dan          Message of a person whom you blocked",
  ]);
});

test("Chinese, emoji and Arabic stay in their columns", () => {
  const state = roomState([
    message(1, "陈伟", "你好世界".repeat(10)),
    message(2, "👩‍👩‍👧‍👦 Family", "🇩🇪".repeat(40)),
    message(3, "ليلى", "مرحبا بالجميع"),
  ]);
  const lines = textOf(screenOf(state)).slice(-8, -2);
  expect(lines).toEqual([
    expect.stringContaining("Saturday"),
    `12:01 陈伟         ${"你好世界".repeat(7)}你好`,
    `                   ${"世界你好世界你好世界"}`,
    `12:02 👩‍👩‍👧‍👦 Family    ${"🇩🇪".repeat(30)}`,
    `                   ${"🇩🇪".repeat(10)}`,
    "12:03 ليلى         مرحبا بالجميع",
  ]);
});

test("the connection says how it is", () => {
  const header = (status: Parameters<typeof roomState>[1]) => textOf(screenOf(roomState([], status)))[0];
  expect(header({ status: { state: "connecting" } })).toMatch(/○ connecting$/);
  const lost = {
    state: "reconnecting",
    attempt: 1,
    nextAt: new Date(2026, 10, 28, 12, 0, 4).getTime(),
    hasOpened: true,
  } as const;
  expect(header({ status: lost })).toMatch(/○ reconnecting in 4 s$/);
  const banned = new RoomError("banned", "A moderator has removed you from this room.");
  const lines = textOf(screenOf(roomState([], { status: { state: "failed", code: 4403, reason: "", error: banned } })));
  expect(lines[0]).toMatch(/✕ disconnected$/);
  expect(lines.at(-2)).toBe("A moderator has removed you from this room.");
});

test("a long text grows the composer up to a third of the screen, and the cursor stays in it", () => {
  const ui = { ...FIRST_UI, editor: editorOf("one\ntwo 你好") };
  const screen = screenOf(roomState([]), ui);
  expect(textOf(screen).slice(-2)).toEqual(["> one", "  two 你好"]);
  expect(screen.cursor).toEqual({ x: 10, y: 23 });
  const long = screenOf(roomState([]), { ...ui, editor: editorOf("line\n".repeat(50)) });
  expect(long.lines).toHaveLength(SMALL.rows);
  expect(long.cursor).toEqual({ x: 2, y: 23 });
  expect(textOf(long).filter((line) => /^[> ] line$/.test(line))).toHaveLength(7);
});

/** What a terminal may obey. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the point
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

test("whatever others write, a screen has its lines, none too wide, and nothing that a terminal obeys", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "\u001b[2J\u001b[H",
      "\u001b]0;title\u0007",
      "\u009b5A",
      "\r\n\n",
      "\u202eabc",
      "👨‍👩‍👧‍👦",
      "你好",
      "a\u0301\u0301",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 8 }),
      fc.integer({ min: 20, max: 140 }),
      fc.integer({ min: 4, max: 50 }),
      (parts, columns, rows) => {
        const messages = parts.map(([name, text, emoji], index) =>
          message(index + 1, name, text, {
            reactions: [{ emoji, uids: [], count: 1 }],
            ...(index > 0 ? { replyTo: index } : {}),
          }),
        );
        const people = parts.map(([username]) => member(username));
        const state = roomState(messages, {
          members: new Map(people.map((one) => [one.uid, one])),
          typing: people.map(({ uid }) => uid),
          pending: parts.map(([, text], index) =>
            pending({ type: "message", id: `${index}`, message: text, extra: {} }),
          ),
        });
        const ui = { ...FIRST_UI, mode: { kind: "reply", seq: 1 } as const, readTo: 1 };
        const screen = screenOf(state, ui, { columns, rows });
        expect(screen.lines).toHaveLength(rows);
        for (const line of screen.lines) {
          expect(lineText(line)).not.toMatch(DANGEROUS);
          expect(lineWidth(line)).toBeLessThanOrEqual(columns);
        }
      },
    ),
    { numRuns: 150 },
  );
});
