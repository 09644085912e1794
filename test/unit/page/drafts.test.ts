import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { draftsOf } from "../../../src/page/model/drafts.ts";
import { client, ME, message, ready, reset, welcome } from "../client/harness.ts";

/** @param tab storage of the tab; another one is another tab */
function chatIn(storage: Map<string, string>, room = "garden", tab = new Map<string, string>()) {
  const { room: opened, socket } = client();
  const chat = createChat("me", () => opened, { drafts: draftsOf(storage, tab, room) });
  socket()
    .open()
    .say(welcome({ head: 1 }), reset([message(1, { uid: ME, message: "what I said" })]), ready(1));
  return chat;
}

test("a draft is there again after a reload, in its own room alone", () => {
  const storage = new Map<string, string>();
  chatIn(storage).type("half a sent");
  expect(chatIn(storage).view.draft).toBe("half a sent");
  expect(chatIn(storage, "other").view.draft).toBe("");
});

test("what was sent or emptied is no draft any more", () => {
  const storage = new Map<string, string>();
  const chat = chatIn(storage);
  chat.type("sent");
  chat.send();
  expect(chatIn(storage).view.draft).toBe("");
  chat.type("emptied");
  chat.type("");
  expect(storage.size).toBe(0);
});

test("what is edited is no draft; the draft beside it is", () => {
  const storage = new Map<string, string>();
  const chat = chatIn(storage);
  chat.type("beside");
  chat.edit(1);
  chat.type("what I said, anew");
  expect(chatIn(storage).view.draft).toBe("beside");
  chat.endMode();
  expect(chat.view.draft).toBe("beside");
  expect(chatIn(storage).view.draft).toBe("beside");
});

test("a text being edited is there again after a reload, with the draft beside it", () => {
  const storage = new Map<string, string>();
  const tab = new Map<string, string>();
  const chat = chatIn(storage, "garden", tab);
  chat.type("beside");
  chat.edit(1);
  chat.type("what I said, anew");
  const again = chatIn(storage, "garden", tab);
  expect(again.view).toMatchObject({ draft: "what I said, anew", mode: { kind: "edit", seq: 1 } });
  again.endMode();
  expect(again.view.draft).toBe("beside");
  expect(chatIn(storage, "garden", tab).view).toMatchObject({ draft: "beside", mode: { kind: "none" } });
});

test("a tab keeps its own draft over a reload, whatever other tabs type and send", () => {
  const storage = new Map<string, string>();
  const tab = new Map<string, string>();
  chatIn(storage, "garden", tab).type("of one");
  const other = chatIn(storage);
  other.type("of the other");
  other.send();
  expect(chatIn(storage, "garden", tab).view.draft).toBe("of one");
});

test("an edit that changes nothing is none", () => {
  const chat = chatIn(new Map());
  chat.edit(1);
  chat.type(" what I said ");
  chat.send();
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "" });
  expect(chat.view.pending).toEqual([]);
});

test("a tab that sends its own draft leaves the one that another tab has kept since", () => {
  const storage = new Map<string, string>();
  const one = chatIn(storage);
  const other = chatIn(storage);
  one.type("of one");
  other.type("of the other");
  one.send();
  expect(chatIn(storage).view.draft).toBe("of the other");
});

test("a browser that keeps nothing does not keep anybody from typing", () => {
  const refuse = () => {
    throw new DOMException("no", "SecurityError");
  };
  const storage = { get: refuse, set: refuse, delete: refuse, keys: () => [] };
  const { room } = client();
  const chat = createChat("me", () => room, { drafts: draftsOf(storage, storage, "garden") });
  chat.type("typed all the same");
  expect(chat.view.draft).toBe("typed all the same");
});
