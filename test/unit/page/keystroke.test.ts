import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { isModerator, isOpen, isWaiting, nameOf, type View, writeRestriction } from "../../../src/page/model/view.ts";
import { trackReads } from "../../../src/page/model/view-store.ts";
import { client, message } from "../client/harness.ts";

/** What the components select, by a name for each. */
const SELECTORS: Readonly<Record<string, (view: View) => unknown>> = {
  draft: ({ draft }) => draft,
  mayBeLong: ({ draft, limits }) => draft.length > (limits?.message ?? 4_000) / 4,
  composerError: ({ composerError }) => composerError,
  mode: ({ mode }) => mode,
  isWaiting,
  isOpen,
  isModerator,
  writeRestriction,
  messages: ({ messages }) => messages,
  systemMessages: ({ systemMessages }) => systemMessages,
  members: ({ members }) => members,
  typing: (view) => view.typing.map((uid) => nameOf(view, uid)),
  canLoad: (view) => view.more && isOpen(view),
};

/** A chat whose selectors count how often each of them runs. */
function counted() {
  const it = client();
  const chat = createChat("me", () => it.room);
  it.enter(3);
  const runs: Record<string, number> = {};
  for (const [name, select] of Object.entries(SELECTORS)) {
    const { read, subscribe } = trackReads(chat);
    const run = () => {
      runs[name] = (runs[name] ?? 0) + 1;
      read(select);
    };
    read(select);
    subscribe(run);
  }
  return {
    ...it,
    chat,
    /** What has run during an action, and how often. */
    ranIn(act: () => void) {
      for (const name of Object.keys(runs)) delete runs[name];
      act();
      return { ...runs };
    },
  };
}

test("a keystroke runs the selectors that read the draft, each once, and no other", () => {
  const { chat, ranIn } = counted();
  chat.type("h");
  expect(ranIn(() => chat.type("he"))).toEqual({ draft: 1, mayBeLong: 1 });
});

test("a keystroke that clears an error also runs what shows the error", () => {
  const { chat, ranIn, room } = counted();
  chat.type("x".repeat(5_000));
  chat.send();
  return Promise.resolve().then(() => {
    expect(chat.view.composerError).toBeDefined();
    expect(room.state.pending).toEqual([]);
    expect(ranIn(() => chat.type("x"))).toEqual({ draft: 1, mayBeLong: 1, composerError: 1 });
  });
});

test("a message runs nothing of the composer", () => {
  const { ranIn, socket } = counted();
  const ran = Object.keys(ranIn(() => socket().say(message(4))));
  expect(ran).toContain("messages");
  expect(ran).not.toContain("draft");
  expect(ran).not.toContain("mode");
});

test("a selector that reads another field than before is told of that one, too", () => {
  const { chat } = counted();
  const { read, subscribe } = trackReads(chat);
  let runs = 0;
  const run = () => {
    runs += 1;
    return read((view) => (view.draft === "" ? "" : view.mode));
  };
  run();
  subscribe(run);
  chat.reply(1);
  expect(runs).toBe(1);
  chat.type("now it reads the mode");
  chat.endMode();
  expect(runs).toBe(3);
});
