import { expect, test } from "vitest";
import { distantMessages, followDistant, loadedMessage } from "../../../src/page/lazy/model/distant-messages.ts";
import { change, client, messages, ready, reset, welcome } from "../client/harness.ts";

/** A room of 1,500 events, with the last 50 messages in the log. */
function inside() {
  const it = client();
  it.socket()
    .open()
    .say(welcome({ head: 1_500 }), reset(messages(1_451, 1_500)), ready(1_500));
  distantMessages.set(messages(5, 7).map((one) => ({ ...one, type: "message", extra: {} })));
  followDistant(it.room);
  return it;
}

test("a distant message is found beside those of the log, as the last change left it", () => {
  const { room, socket } = inside();
  expect(loadedMessage(room.state, 6)).toMatchObject({ seq: 6 });
  expect(loadedMessage(room.state, 1_460)).toMatchObject({ seq: 1_460 });
  expect(loadedMessage(room.state, 8)).toBeUndefined();
  socket().say(change(1_501, "edit", 6, { message: "edited" }));
  expect(loadedMessage(room.state, 6)).toMatchObject({ message: "edited" });
});

test("a room that starts over leaves no distant message", () => {
  const { comeBack, room, socket } = inside();
  socket().drop();
  comeBack(3_000, reset(messages(2_951, 3_000)));
  expect(loadedMessage(room.state, 6)).toBeUndefined();
});
