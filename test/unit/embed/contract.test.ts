import { expect, test } from "vitest";
import { FRAME_MESSAGES, HOST_MESSAGES } from "../../../src/embed/contract/messages.ts";
import { parseMessage, readAnyKind } from "../../../src/embed/contract/shape.ts";

const OPTIONS = {
  theme: "dark",
  lang: "",
  name: "Ada",
  readonly: false,
  compact: false,
  closable: false,
  signsIn: false,
  persists: false,
  consent: true,
  visible: true,
  style: { accent: "red" },
};

test("a message of the contract is read, without fields that the contract does not know", () => {
  expect(parseMessage(HOST_MESSAGES, { parley: 1, type: "send", id: 1, text: "hi", role: "owner" })).toEqual({
    type: "send",
    id: 1,
    text: "hi",
  });
  const hello = { type: "hello", options: OPTIONS, stored: { a: "1" } };
  expect(parseMessage(HOST_MESSAGES, { parley: 1, ...hello }, readAnyKind)).toEqual(hello);
  expect(parseMessage(FRAME_MESSAGES, { parley: 1, type: "status", state: "online" })).toEqual({
    type: "status",
    state: "online",
  });
});

const LONG = "x".repeat(262_145);

test.each([
  ["nothing", undefined],
  ["null", null],
  ["a text", '{"parley":1,"type":"focus"}'],
  ["a list", [{ parley: 1, type: "focus" }]],
  ["another script's message", { type: "focus" }],
  ["another version", { parley: 2, type: "focus" }],
  ["an unknown type", { parley: 1, type: "eval" }],
  ["a type of the other direction", { parley: 1, type: "loaded" }],
  ["a type that every object has", { parley: 1, type: "constructor" }],
  ["a missing field", { parley: 1, type: "send", id: 1 }],
  ["a field of another kind", { parley: 1, type: "send", id: "1", text: "hi" }],
  ["an object for a text", { parley: 1, type: "send", id: 1, text: { toString: "hi" } }],
  ["a text that is too long", { parley: 1, type: "send", id: 1, text: LONG }],
  ["options that lack one", { parley: 1, type: "options", options: { ...OPTIONS, consent: undefined } }],
  ["options that are a text", { parley: 1, type: "options", options: "dark" }],
  ["a style that is no table", { parley: 1, type: "options", options: { ...OPTIONS, style: "red" } }],
])("the frame ignores %s", (_what, data) => {
  expect(parseMessage(HOST_MESSAGES, data, readAnyKind)).toBeUndefined();
});

test.each([
  ["a message of the other direction", { parley: 1, type: "signOut" }],
  ["a count that is a text", { parley: 1, type: "unread", count: "<b>1</b>" }],
  ["a message without an author", { parley: 1, type: "message", message: { seq: 1, at: 1, text: "hi", own: false } }],
  ["an item without a key", { parley: 1, type: "store", value: "x" }],
])("the element ignores %s", (_what, data) => {
  expect(parseMessage(FRAME_MESSAGES, data)).toBeUndefined();
});

test("a table of texts keeps 200 texts at most, nothing else, and no prototype", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, "x"]));
  const stored = { number: 1, object: {}, ...many };
  const parsed = parseMessage(HOST_MESSAGES, { parley: 1, type: "hello", options: OPTIONS, stored }, readAnyKind);
  expect(parsed?.type === "hello" && Object.keys(parsed.stored)).toHaveLength(200);
  const evil = JSON.parse('{"__proto__":"polluted"}');
  const read = parseMessage(HOST_MESSAGES, { parley: 1, type: "hello", options: OPTIONS, stored: evil }, readAnyKind);
  expect(read?.type === "hello" && Object.getPrototypeOf(read.stored)).toBe(Object.prototype);
});
