import type { Key } from "ink";
import { expect, onTestFinished, test, vi } from "vitest";
import { RoomError } from "../../src/client/index.ts";
import { nearestCommand, readCommand } from "../chat/commands.ts";
import { EMPTY, edited, editorOf, layOut } from "../chat/editor.ts";
import { KeyJoiner } from "../chat/key-joiner.ts";
import { actionOf, actionsOf } from "../chat/keys.ts";
import { lineText } from "../chat/line.ts";
import { refusal } from "../chat/refusal.ts";
import { draftOf, reportSplitter } from "../chat/terminal-input.ts";
import { FIRST_UI, givenBack } from "../chat/ui.ts";
import type { Action } from "../chat/update.ts";
import { afterActions, message, roomState, screenOf, typed } from "./chat-fixture.ts";

const ENTER: Action = { type: "enter" };
const UP: Action = { type: "up" };
const ESCAPE: Action = { type: "escape" };

const NO_KEY = {} as Key;
const key = (...names: (keyof Key)[]) => Object.fromEntries(names.map((name) => [name, true])) as unknown as Key;

test.each([
  ["a", NO_KEY, { type: "insert", text: "a" }],
  ["你", NO_KEY, { type: "insert", text: "你" }],
  ["", key("return"), { type: "enter" }],
  ["", key("return", "meta"), { type: "newline" }],
  ["\n", NO_KEY, { type: "newline" }],
  ["c", key("ctrl"), { type: "quit" }],
  ["w", key("ctrl"), { type: "erase", what: "wordLeft" }],
  ["", key("leftArrow", "ctrl"), { type: "move", to: "wordLeft" }],
  ["", key("pageUp"), { type: "page", pages: -1 }],
  ["", key("home"), { type: "move", to: "lineStart" }],
  ["y", key("ctrl"), undefined],
  ["", key("tab", "shift"), undefined],
])("key %j %j", (input, pressed, action) => {
  expect(actionOf(input, pressed)).toEqual(action);
});

test("keys that arrive at once are told apart", () => {
  expect(actionsOf("/wh\tAda\r", NO_KEY)).toEqual([
    { type: "insert", text: "/wh" },
    { type: "complete" },
    { type: "insert", text: "Ada" },
    { type: "enter" },
  ]);
  expect(actionsOf("draft\u0015new", NO_KEY)).toEqual([
    { type: "insert", text: "draft" },
    { type: "erase", what: "toLineStart" },
    { type: "insert", text: "new" },
  ]);
  expect(actionsOf("", key("return"))).toEqual([{ type: "enter" }]);
});

test("the mouse and the focus are taken out of what is typed, even if they arrive in pieces", () => {
  const actions: Action[] = [];
  const split = reportSplitter((action) => actions.push(action));
  const chunks = ["a\u001b[<64;10;5Mb", "\u001b[<0;3", ";7Mc\u001b[<0;3;7m", "\u001b[O\u001b[A", "\u001b[I"];
  expect(chunks.map(split)).toEqual(["ab", "", "c", "\u001b[A", ""]);
  expect(actions).toEqual([
    { type: "scroll", lines: -3 },
    { type: "click", x: 2, y: 6 },
    { type: "focus", isFocused: false },
    { type: "focus", isFocused: true },
  ]);
});

test("characters are moved over and erased as a whole", () => {
  const family = editorOf("a👨‍👩‍👧‍👦");
  expect(edited(family, { type: "move", to: "left" }).cursor).toBe(1);
  expect(edited(family, { type: "erase", what: "left" })).toEqual({ text: "a", cursor: 1 });
  expect(edited(editorOf("two words"), { type: "erase", what: "wordLeft" }).text).toBe("two ");
  expect(edited(editorOf("one\ntwo"), { type: "erase", what: "toLineStart" }).text).toBe("one\n");
  const between = { text: "one two", cursor: 3 };
  expect(edited(between, { type: "move", to: "wordRight" }).cursor).toBe(7);
  expect(edited(between, { type: "erase", what: "toLineEnd" }).text).toBe("one");
  expect(edited(EMPTY, { type: "erase", what: "left" })).toEqual(EMPTY);
});

test("the cursor is where the next character goes", () => {
  expect(layOut(editorOf("你好"), 4)).toEqual({ lines: ["你好", ""], row: 1, column: 0 });
  expect(layOut(editorOf("abc\n"), 10)).toEqual({ lines: ["abc", ""], row: 1, column: 0 });
  expect(layOut({ text: "abcdef", cursor: 2 }, 4)).toEqual({ lines: ["abcd", "ef"], row: 0, column: 2 });
});

const state = roomState([message(1, "Ben", "one"), message(2, "Ada", "two"), message(3, "Ben", "three")]);

test("Enter sends, // sends a slash, and / is a command", () => {
  expect(afterActions(state, [...typed("hi"), ENTER])).toMatchObject({
    ui: { editor: EMPTY },
    effects: [
      { type: "typing", isTyping: true },
      { type: "typing", isTyping: true },
      { type: "send", text: "hi", replyTo: undefined },
    ],
  });
  expect(afterActions(state, [...typed("//etc"), ENTER]).effects.at(-1)).toMatchObject({ type: "send", text: "/etc" });
  expect(afterActions(state, [...typed("/who"), ENTER]).effects.at(-1)).toMatchObject({
    type: "command",
    text: "/who",
  });
  expect(afterActions(state, [...typed("  "), ENTER]).effects).not.toContainEqual(
    expect.objectContaining({ type: "send" }),
  );
});

test("the arrow chooses a message, to reply, react, edit or delete", () => {
  const chosen = afterActions(state, [UP]);
  expect(chosen.ui.mode).toEqual({ kind: "select", seq: 3 });
  expect(chosen.lines.at(-2)).toBe("↑↓ choose · r reply · + react · Esc back");
  const reply = afterActions(state, [UP, ...typed("r"), ...typed("yes"), ENTER]);
  expect(reply.effects.at(-1)).toEqual({ type: "send", text: "yes", replyTo: 3 });
  const edit = afterActions(state, [UP, UP, ...typed("e"), ...typed("!"), ENTER]);
  expect(edit.effects).toEqual([{ type: "edit", seq: 2, text: "two!" }]);
  expect(afterActions(state, [UP, ...typed("e")]).ui).toMatchObject({
    mode: { kind: "select" },
    feedback: { isError: true },
  });
  expect(afterActions(state, [UP, UP, ...typed("dy")]).effects).toEqual([{ type: "delete", seq: 2 }]);
  expect(afterActions(state, [UP, UP, ...typed("dn")]).effects).toEqual([]);
  expect(afterActions(state, [UP, ...typed("+2")]).effects).toEqual([{ type: "react", seq: 3, emoji: "❤️" }]);
  expect(afterActions(state, [UP, ...typed("+:tada:"), ENTER]).effects).toEqual([
    { type: "react", seq: 3, emoji: ":tada:" },
  ]);
  expect(afterActions(state, [UP, { type: "down" }]).ui.mode).toEqual({ kind: "write" });
});

test("several keys at once are as many commands, and what is pasted is none", () => {
  const choose = (text: string) => afterActions(state, [UP, UP, { type: "insert", text }]).ui;
  expect(choose("ehm")).toMatchObject({ mode: { kind: "edit", seq: 2 }, editor: { text: "twohm" } });
  const pasted = afterActions(state, [UP, UP, { type: "paste", text: "dy" }]);
  expect(pasted.effects).not.toContainEqual(expect.objectContaining({ type: "delete" }));
  expect(pasted.ui.editor.text).toBe("dy");
});

test("an edit that is given up brings the draft back", () => {
  const given = afterActions(state, [...typed("draft"), { type: "click", x: 30, y: 20 }, ...typed("e"), ESCAPE]);
  expect(given.ui.editor.text).toBe("draft");
});

test("a click chooses the message under it, and only that", () => {
  // The log stands at the bottom: three messages, above the hint and the composer.
  expect(afterActions(state, [{ type: "click", x: 30, y: 21 }]).ui.mode).toEqual({ kind: "select", seq: 3 });
  expect(afterActions(state, [{ type: "click", x: 30, y: 20 }]).ui.mode).toEqual({ kind: "select", seq: 2 });
  expect(afterActions(state, [{ type: "click", x: 30, y: 3 }]).ui.mode).toEqual({ kind: "write" });
});

test("scrolling keeps its place when messages arrive, and asks for older ones at the start", () => {
  const many = Array.from({ length: 60 }, (_, index) => message(index + 1, "Ben", `line ${index + 1}`));
  const long = roomState(many, { more: true });
  const up = afterActions(long, [{ type: "page", pages: -1 }]);
  const more = roomState([...many, message(61, "Ben", "line 61")], { more: true });
  expect(afterActions(more, [], up.ui).lines[5]).toBe(up.lines[5]);
  expect(
    afterActions(long, [
      { type: "page", pages: -1 },
      { type: "page", pages: 1 },
    ]).ui.anchor,
  ).toBeUndefined();
  const first = afterActions(long, [{ type: "end", of: "start" }]);
  expect(first.effects).toEqual([{ type: "loadOlder" }]);
  expect(first.ui.isLoadingOlder).toBe(true);
  // One page at a time.
  expect(afterActions(long, [{ type: "scroll", lines: -1 }], first.ui).effects).toEqual([]);
  expect(afterActions(long, [{ type: "end", of: "end" }], first.ui).ui.anchor).toBeUndefined();
});

test("what arrives while the terminal is in the background is new", () => {
  const away = afterActions(state, [{ type: "focus", isFocused: false }]);
  expect(away.ui.readTo).toBe(3);
  const later = roomState([...state.messages, message(4, "Ben", "four")]);
  const back = afterActions(later, [{ type: "focus", isFocused: true }], away.ui);
  expect(back.lines.join("\n")).toMatch(/ new .*\n.*four/);
  expect(afterActions(later, [ESCAPE], back.ui).lines.join("\n")).not.toContain(" new ");
});

test("Tab completes names and commands", () => {
  const complete: Action = { type: "complete" };
  expect(afterActions(state, [...typed("hi @be"), complete]).ui.editor.text).toBe("hi @Ben ");
  expect(afterActions(state, [...typed("/sea"), complete]).ui.editor.text).toBe("/search ");
  expect(afterActions(state, [...typed("/un"), complete]).ui.editor.text).toBe("/un");
  expect(afterActions(state, [...typed("me@be"), complete]).ui.editor.text).toBe("me@be");
});

test("a list covers the log until it is closed", () => {
  const ui = {
    ...FIRST_UI,
    overlay: { title: "Found", lines: Array.from({ length: 60 }, (_, i) => `hit ${i}`), top: 0 },
  };
  const down = afterActions(state, [{ type: "page", pages: 1 }], ui);
  expect(down.lines[1]).toBe("Found · Esc closes");
  expect(down.lines[2]).toBe("hit 20");
  expect(screenOf(state, down.ui).cursor).toBeUndefined();
  expect(afterActions(state, [...typed("x"), ESCAPE], ui).ui).toMatchObject({ overlay: undefined, editor: EMPTY });
});

test("a text that is refused comes back, before what has been typed since", () => {
  const write = { kind: "write" } as const;
  const reply = { kind: "reply", seq: 2 } as const;
  expect(givenBack(FIRST_UI, "long", reply, "too long")).toMatchObject({
    editor: { text: "long" },
    mode: reply,
    feedback: { text: "too long", isError: true },
  });
  expect(givenBack({ ...FIRST_UI, editor: editorOf("next") }, "long", write, "").editor.text).toBe("long\nnext");
  const editing = { ...FIRST_UI, mode: { kind: "edit", seq: 2, draft: EMPTY } as const };
  expect(givenBack(editing, "long", write, "").mode).toMatchObject({ kind: "edit", draft: { text: "long" } });
  expect(givenBack(FIRST_UI, "new", { kind: "edit", seq: 2, draft: EMPTY }, "")).toMatchObject({
    editor: { text: "new" },
    mode: { kind: "edit", seq: 2 },
  });
});

test("a refusal names the size and the limit", () => {
  const limits = { frame: 16_384, message: 4_000 } as NonNullable<ReturnType<typeof roomState>["limits"]>;
  expect(refusal(new RoomError("message_too_long"), "a".repeat(4_100), { limits })).toBe(
    "The message is too long: 4,100 of 4,000 characters.",
  );
  expect(refusal(new RoomError("too_large"), "你".repeat(9_000), { limits })).toMatch(/: 27,\d\d\d of 16,384 bytes\.$/);
  expect(refusal(new RoomError("closed", "Gone."), "a", { limits })).toBe("Gone.");
});

test("Ctrl+D leaves an empty input, and erases in another; Ctrl+Z suspends", () => {
  expect(actionOf("d", key("ctrl"))).toEqual({ type: "leave" });
  expect(afterActions(state, [{ type: "leave" }]).effects).toEqual([{ type: "quit" }]);
  const written = { ...FIRST_UI, editor: { text: "ab", cursor: 0 } };
  expect(afterActions(state, [{ type: "leave" }], written)).toMatchObject({
    ui: { editor: { text: "b" } },
    effects: [{ type: "typing" }],
  });
  expect(actionOf("z", key("ctrl"))).toEqual({ type: "suspend" });
  expect(afterActions(state, [{ type: "suspend" }]).effects).toEqual([{ type: "suspend" }]);
});

test("lines that are pasted without brackets are one draft", () => {
  expect(actionsOf("one\rtwo", NO_KEY)).toEqual([{ type: "paste", text: "one\ntwo" }]);
  const actions = actionsOf("one\rtwo\r\r/quit\r", NO_KEY);
  expect(actions).toEqual([{ type: "paste", text: "one\ntwo\n\n/quit\n" }]);
  expect(afterActions(state, actions).effects.map(({ type }) => type)).toEqual(["typing"]);
});

/** What a joiner makes of reads, each after a number of milliseconds. */
function joined(...reads: readonly (readonly [ms: number, keys: string])[]): string[] {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const got: string[] = [];
  const joiner = new KeyJoiner({ pass: (keys) => got.push(keys), escape: () => got.push("Esc") });
  for (const [ms, keys] of reads) {
    vi.advanceTimersByTime(ms);
    joiner.take(keys);
  }
  vi.runAllTimers();
  return got;
}

test("Esc and a key that follows at once are two keys, a sequence in two reads is one, and Alt comes in one read", () => {
  expect(joined([0, "\u001b"], [1, "b"])).toEqual(["Esc", "b"]);
  expect(joined([0, "\u001b"], [1, "\r"])).toEqual(["Esc", "\r"]);
  expect(joined([0, "\u001b"], [1, "\u001b[A"])).toEqual(["Esc", "\u001b[A"]);
  expect(joined([0, "a\u001b"])).toEqual(["a", "Esc"]);
  expect(joined([0, "\u001b"], [30, "[A"])).toEqual(["\u001b[A"]);
  expect(joined([0, "\u001bb"], [1, "\u001b\r"])).toEqual(["\u001bb", "\u001b\r"]);
});

test("a paste of two reads sends no line, and Enter after a fast word does", () => {
  const [word, rest] = joined([0, "one\r"], [10, "two"]);
  expect([word, rest]).toEqual(["one", "\rtwo"]);
  expect(actionsOf(rest ?? "", NO_KEY)).toEqual([{ type: "paste", text: "\ntwo" }]);
  expect(joined([0, "one\r"], [200, "two"])).toEqual(["one", "\r", "two"]);
  expect(joined([0, "\r"], [1, "x"])).toEqual(["\r", "x"]);
  // The terminal's own marks say what is pasted.
  expect(joined([0, "\u001b[200~one\r"], [1, "two\u001b"], [200, "[201~"])).toEqual([
    "\u001b[200~one\r",
    "two\u001b",
    "[201~",
  ]);
});

test("Esc with a key right behind it cancels a reply", () => {
  const replying = { ...FIRST_UI, mode: { kind: "reply", seq: 1 } as const };
  const after = afterActions(state, actionsOf("h", key("meta")), replying);
  expect(after.ui).toMatchObject({ mode: { kind: "write" }, editor: { text: "h" } });
  expect(actionsOf("b", key("meta"))).toEqual([{ type: "move", to: "wordLeft" }]);
});

test("what is typed before the screen is up is a draft", () => {
  expect(draftOf("/quit\n\u001b[Ahello\r")).toBe("/quit\nhello");
});

test("a window that is too small says so", () => {
  const { lines } = screenOf(state, FIRST_UI, { columns: 8, rows: 3 });
  expect(lines.map(lineText)).toEqual(["Too sma…", "", ""]);
});

test("commands of other programs are explained, and a near one is named", () => {
  expect(readCommand("/nick Zoë", [])).toEqual({ ok: true, command: { kind: "name", name: "Zoë" } });
  expect(readCommand("/msg Ben hi", [])).toMatchObject({ ok: false, message: expect.stringContaining("everyone") });
  expect(["serach", "hlep", "nam", "whoo", "shrug", "x"].map(nearestCommand)).toEqual([
    "search",
    "help",
    "name",
    "who",
    undefined,
    undefined,
  ]);
});
