import { expect, test } from "vitest";
import { type Field, type Key, keyAction } from "../../../src/page/composer/key-action.ts";

const key = (name: string, more: Partial<Key> = {}): Key => ({
  key: name,
  keyCode: 0,
  isComposing: false,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

const field = (more: Partial<Field> = {}): Field => ({ isEmpty: false, mode: "none", enterBreaks: false, ...more });

test("Enter sends; with Shift or Alt, or by touch, it breaks the line; with Ctrl or Cmd it always sends", () => {
  expect(keyAction(key("Enter"), field())).toBe("send");
  expect(keyAction(key("Enter", { shiftKey: true }), field())).toBeUndefined();
  expect(keyAction(key("Enter", { altKey: true }), field())).toBeUndefined();
  expect(keyAction(key("Enter"), field({ enterBreaks: true }))).toBeUndefined();
  expect(keyAction(key("Enter", { ctrlKey: true }), field({ enterBreaks: true }))).toBe("send");
  expect(keyAction(key("Enter", { metaKey: true }), field())).toBe("send");
});

test("↑ edits in an empty field alone, and not while one edits already", () => {
  expect(keyAction(key("ArrowUp"), field({ isEmpty: true }))).toBe("editLast");
  expect(keyAction(key("ArrowUp"), field({ isEmpty: true, mode: "reply" }))).toBe("editLast");
  expect(keyAction(key("ArrowUp"), field({ isEmpty: true, mode: "edit" }))).toBeUndefined();
  expect(keyAction(key("ArrowUp"), field())).toBeUndefined();
  expect(keyAction(key("ArrowUp", { shiftKey: true }), field({ isEmpty: true }))).toBeUndefined();
});

test("Esc leaves a reply and an edit, and means nothing else", () => {
  expect(keyAction(key("Escape"), field({ mode: "reply" }))).toBe("leave");
  expect(keyAction(key("Escape"), field({ mode: "edit" }))).toBe("leave");
  expect(keyAction(key("Escape"), field())).toBeUndefined();
});

test.each(["Enter", "ArrowUp", "Escape"])(
  "%s is the input method's while it composes, however the browser tells",
  (name) => {
    const all = field({ isEmpty: true, mode: "reply" });
    expect(keyAction(key(name, { isComposing: true }), all)).toBeUndefined();
    expect(keyAction(key(name, { keyCode: 229 }), all)).toBeUndefined();
    expect(keyAction(key(name), all)).toBeDefined();
  },
);
