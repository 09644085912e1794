import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { client, message } from "../client/harness.ts";

const FILE = { id: "f1", name: "a.txt", type: "text/plain", size: 5 };

/** A chat that waits for the parser of messages, and counts how often it asks for what shows files. */
function waiting() {
  const it = client();
  const { promise: readable, resolve: makeReadable } = Promise.withResolvers<void>();
  const { promise: filesReady, resolve: loadedFiles } = Promise.withResolvers<void>();
  let asked = 0;
  const loadFiles = () => {
    asked += 1;
    return filesReady;
  };
  const chat = createChat("me", () => it.room, { readable, loadFiles });
  return { ...it, chat, makeReadable, loadedFiles, asked: () => asked };
}

test("a log with files asks for what shows them at once, beside the parser, and is shown when both are there", async () => {
  const { asked, chat, enter, loadedFiles, makeReadable } = waiting();
  enter(1, [message(1, { files: [FILE] })]);
  expect(asked()).toBeGreaterThan(0);
  makeReadable();
  await Promise.resolve();
  expect(chat.view.messages).toEqual([]);
  loadedFiles();
  await expect.poll(() => chat.view.messages.length).toBe(1);
});

test("a log without files asks for nothing, and is shown once the parser is there", async () => {
  const { asked, chat, enter, makeReadable } = waiting();
  enter(1, [message(1)]);
  expect(chat.view.messages).toEqual([]);
  makeReadable();
  await expect.poll(() => chat.view.messages.length).toBe(1);
  expect(asked()).toBe(0);
});
