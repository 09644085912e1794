import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { siteToken } from "../../support/site.ts";
import { freshRoom, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

/** A device of a person whom the site signed in. */
const deviceOf = async (room: string, sub: string) => V1Socket.hello(room, { token: await siteToken({ sub }) });

/** A room with three messages of a guest. */
async function roomWithMessages(): Promise<string> {
  const room = freshRoom();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  for (const id of ["1", "2", "3"]) {
    ben.say(`message ${id}`, id);
    await ben.takeOnly("message");
  }
  return room;
}

/** What the room stores about how far people have read. */
const stored = (room: string) =>
  runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("SELECT seq FROM read_positions").toArray(),
  );

test("P3.42 a signed-in person's next welcome says how far they have read, also after the room slept", async () => {
  const room = await roomWithMessages();
  const phone = await deviceOf(room, "ada");
  expect(phone.welcome.read).toBe(0);
  phone.send({ type: "ack", seq: 3, read: 2 });
  // The page sends it right before it closes.
  phone.close(1000);
  expect((await deviceOf(room, "ada")).welcome.read).toBe(2);
  await evictDurableObject(stubOf(room));
  expect((await deviceOf(room, "ada")).welcome.read).toBe(2);
  expect((await deviceOf(room, "eve")).welcome.read).toBe(0);
});

test("P3.42 the person's other sockets hear of it at once, and nobody else does", async () => {
  const room = await roomWithMessages();
  const [phone, laptop, eve] = [await deviceOf(room, "ada"), await deviceOf(room, "ada"), await deviceOf(room, "eve")];
  phone.send({ type: "ack", seq: 3, read: 2 });
  expect(await laptop.takeOnly("self")).toEqual({ type: "self", role: "member", read: 2 });
  // Neither what is read already, nor more than there is.
  phone.send({ type: "ack", seq: 3, read: 1 });
  phone.send({ type: "ack", seq: 3, read: 999 });
  expect(await laptop.takeOnly("self")).toEqual({ type: "self", role: "member", read: 3 });
  expect(await stored(room)).toEqual([{ seq: 3 }]);
  phone.say("done", "d");
  for (const socket of [phone, eve]) {
    // Nothing else comes before the message.
    expect((await socket.take()).type).toBe("message");
  }
});

test("P3.42 nothing is stored of guests, and an erasure leaves nothing", async () => {
  const room = await roomWithMessages();
  const guest = await V1Socket.hello(room, { username: "Gus" });
  expect(guest.welcome.read).toBeUndefined();
  guest.send({ type: "ack", seq: 3, read: 3 });
  guest.say("read all", "r");
  await guest.takeOnly("message");
  expect(await stored(room)).toEqual([]);
  const ada = await deviceOf(room, "ada");
  ada.send({ type: "ack", seq: 3, read: 3 });
  ada.say("me too", "m");
  await ada.takeOnly("message");
  expect(await stored(room)).toEqual([{ seq: 3 }]);
  const call = (what: string, method: string) =>
    exports.default.fetch(`https://chat.example/api/rooms/${room}/people/me/${what}`, {
      method,
      headers: { authorization: `Bearer ${ada.welcome.token}` },
    });
  expect(await (await call("export", "GET")).text()).toContain('{"kind":"read","seq":3}');
  await call("erase", "POST");
  expect(await stored(room)).toEqual([]);
});
