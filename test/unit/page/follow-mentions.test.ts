import { expect, test } from "vitest";
import { followMentions } from "../../../src/page/lazy/notifications/follow-mentions.ts";
import { createChat } from "../../../src/page/model/chat.ts";
import { client, ME, message } from "../client/harness.ts";

/** A message that means the reader. */
const meant = (seq: number, uid = "uid-ada") =>
  message(seq, { uid, message: `@me, ${seq}`, mentions: [{ uid: ME, username: "me" }] });

test("P2.10 who is meant is told of it as it comes, of several at once the newest, and not of their own words or of old ones", () => {
  const it = client();
  const chat = createChat("me", () => it.room);
  const told: string[] = [];
  followMentions(chat, ({ message }) => told.push(message));
  it.enter(5);
  it.socket().say(meant(6), message(7));
  expect(told).toEqual(["@me, 6"]);
  it.socket().say(meant(8), meant(9));
  it.socket().say(meant(10, ME), message(11));
  expect(told).toEqual(["@me, 6", "@me, 9"]);
});
