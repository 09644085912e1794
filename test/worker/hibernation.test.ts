import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { evict } from "./evict.ts";
import { freshRoom, type Received, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Records what two users see of a conversation, with an action between any two of its steps. */
async function conversation(between: (room: string, sockets: number) => Promise<void>): Promise<Received[][]> {
  const room = freshRoom();
  const ada = await TestSocket.open(room);
  const seenByAda = [await ada.take()];
  await between(room, 1);
  const ben = await TestSocket.open(room);
  const seenByBen = [await ben.take()];
  seenByAda.push(await ada.take());
  await between(room, 2);

  const steps = [
    () => ada.say("one", { username: "Ada", id: "a1", color: "red" }),
    () => ben.say("two", { username: "Ben", id: "b1" }),
    () => ada.send({ type: "wave" }),
    () => ada.say("three, under the name so far", { id: "a2" }),
  ];
  for (const step of steps) {
    step();
    seenByAda.push(await ada.take());
    seenByBen.push(await ben.take());
    await between(room, 2);
  }
  ada.say("one", { id: "a1" });
  seenByAda.push(await ada.take());
  await between(room, 2);
  ada.send("no json");
  seenByAda.push(await ada.take());
  await between(room, 2);
  ada.close(1000);
  await ada.closed;
  seenByBen.push(await ben.take());
  await between(room, 1);
  ben.say("last");
  seenByBen.push(await ben.take());
  return [seenByAda, seenByBen];
}

/** The same for two v1 users, one of whom disconnects and returns. */
async function conversationInV1(between: (room: string, sockets: number) => Promise<void>): Promise<Received[][]> {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await between(room, 1);
  let ben = await V1Socket.hello(room, { username: "Ben" });
  await between(room, 2);
  const seenByAda = [ada.welcome, ...ada.missed];
  const seenByBen = [ben.welcome, ...ben.missed];
  const toBoth: object[] = [
    { type: "message", id: "1", message: "one" },
    { type: "message", id: "2", message: "two", replyTo: 1 },
    { type: "edit", id: "3", target: 1, message: "one, edited" },
    { type: "reaction", id: "4", target: 2, emoji: "👍", on: true },
    { type: "rename", id: "5", username: "Ada L." },
    { type: "typing" },
    { type: "cast", data: { type: "wave" } },
    { type: "delete", id: "6", target: 2 },
  ];
  for (const command of toBoth) {
    ada.send(command);
    seenByAda.push(await ada.take());
    seenByBen.push(await ben.take());
    await between(room, 2);
  }
  const toAda: object[] = [
    { type: "message", id: "1", message: "one" },
    { type: "message", id: "1", message: "another" },
    { type: "edit", id: "7", target: 2, message: "too late" },
    { type: "hello", v: 1 },
    { type: "nonsense" },
  ];
  for (const command of toAda) {
    ada.send(command);
    seenByAda.push(await ada.take());
    await between(room, 2);
  }
  ben.close(1000);
  await ben.closed;
  await between(room, 1);
  ada.say("while Ben was away", "8");
  seenByAda.push(await ada.take());
  await between(room, 1);
  const since = ben.position(6);
  ben = await V1Socket.hello(room, { username: "Ben", token: ben.welcome.token, since });
  seenByBen.push(ben.welcome, ...ben.missed);
  await between(room, 2);
  ben.say("back", "9");
  seenByBen.push(await ben.take());
  return [seenByAda, seenByBen];
}

/** Replaces values that differ per run by design: the clock, and random names and ids by order of appearance. */
function comparable(seen: Received[][]): string {
  const names = new Map<unknown, string>();
  const text = JSON.stringify(seen, (key, value) => {
    if (key === "at" || key === "editedAt") return 0;
    const random = ["uid", "epoch", "token", "room"].includes(key) || (key === "id" && String(value).length > 2);
    if (!random) return value;
    // Each welcome has a new token, because a token contains its expiry.
    if (key === "token") return "token";
    if (!names.has(value)) names.set(value, `${key}-${names.size}`);
    return names.get(value);
  });
  return text.replace(/guest-[0-9a-z]{4}/g, "guest");
}

test.each([
  ["plain", conversation],
  ["v1", conversationInV1],
])("P4.4 an eviction between any two frames is invisible to a client of the %s dialect", async (_dialect, talk) => {
  const undisturbed = await talk(async () => {});
  const evicted = await talk(evict);
  expect(comparable(evicted)).toBe(comparable(undisturbed));
});

test("P2.1 a socket that left during hibernation is announced once, and not again after more evictions", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await TestSocket.join(room);
  await ada.take();
  await evict(room, 2);
  ben.close(1000);
  await ben.closed;
  expect(await ada.take()).toMatchObject({ message: expect.stringMatching(/disconnected$/) });
  await evict(room, 1);
  await evict(room, 1);
  ada.say("hello");
  expect(await ada.take()).toMatchObject({ message: "hello", seq: 1 });
});

test("P1.4 a ping does not wake an evicted room", async () => {
  const room = freshRoom();
  const socket = await TestSocket.join(room);
  await evict(room, 1);
  socket.send("ping");
  expect(await socket.takeText()).toBe("pong");
  // Eviction rejects an object that is not running: if the ping had woken it, this would succeed.
  await expect(evictDurableObject(stubOf(room))).rejects.toThrow();
});
