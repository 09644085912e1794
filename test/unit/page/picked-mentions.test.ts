import { expect, test } from "vitest";
import { MAX_MENTIONS } from "../../../src/client/index.ts";
import { createChat } from "../../../src/page/model/chat.ts";
import { peopleToMention } from "../../../src/page/model/picked-mentions.ts";
import { client, ME, message, ready, reset, welcome } from "../client/harness.ts";

const member = (uid: string, username: string) => ({ uid, username, role: "guest" });

/** A room with Ada and two of the name Ben, of whom `uid-ben` spoke last; Cleo spoke and left. */
function inside(
  members = [member(ME, "me"), member("uid-other", "Ben"), member("uid-ada", "Ada"), member("uid-ben", "Ben")],
) {
  const { room, socket } = client();
  const chat = createChat("me", () => room);
  const said = [message(1, { uid: "uid-cleo" }), message(2, { uid: ME }), message(3, { uid: "uid-ben" })];
  socket()
    .open()
    .say(welcome({ head: 3, members, count: members.length }), reset(said), ready(3));
  const mentions = () => socket().commands.at(-1)?.mentions;
  return { chat, mentions };
}

test("whoever spoke lately comes first, then who else is here; oneself does not", () => {
  expect(peopleToMention(inside().chat.view).map(({ uid }) => uid)).toEqual([
    "uid-ben",
    "uid-cleo",
    "uid-other",
    "uid-ada",
  ]);
});

test("P2.10 a message says whom it means, also where the name was typed in full", () => {
  const { chat, mentions } = inside();
  chat.type("@Ada and @cleo, not @Adam");
  chat.send();
  expect(mentions()).toEqual([
    { uid: "uid-ada", username: "Ada" },
    { uid: "uid-cleo", username: "cleo" },
  ]);
});

test("P2.10 of namesakes, the one who was chosen is meant", () => {
  const { chat, mentions } = inside();
  chat.type("@Ben");
  chat.send();
  expect(mentions()).toEqual([{ uid: "uid-ben", username: "Ben" }]);
  chat.type("@");
  chat.pickMention({ uid: "uid-other", username: "Ben" });
  chat.type("@Ben ");
  chat.send();
  expect(chat.view.pending.at(-1)?.command).toMatchObject({
    extra: { mentions: [{ uid: "uid-other", username: "Ben" }] },
  });
  // It was chosen for that message alone.
  chat.type("@Ben again");
  chat.send();
  expect(chat.view.pending.at(-1)?.command).toMatchObject({
    extra: { mentions: [{ uid: "uid-ben", username: "Ben" }] },
  });
});

test("P2.10 a message that means nobody says nothing of it, and none means more than twenty", () => {
  const { chat, mentions } = inside();
  chat.type("me@example.org");
  chat.send();
  expect(mentions()).toBeUndefined();
  const many = Array.from({ length: 30 }, (_, index) => member(`uid-${index}`, `P${index}`));
  const crowded = inside(many);
  crowded.chat.type(many.map(({ username }) => `@${username}`).join(" "));
  crowded.chat.send();
  expect(crowded.mentions()).toHaveLength(MAX_MENTIONS);
});
