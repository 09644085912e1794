import { runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Session } from "../../src/room/model/session.ts";
import type { Room } from "../../src/room/room.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { countedRoom } from "./counted-room.ts";
import { evict } from "./evict.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const HOUR_MS = 60 * 60 * 1_000;

test("P9.13 an author who leaves costs a row for the address and three for the name, and a reader none", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    const { room, rowsOf, stores } = countedRoom(uncounted.storage);
    const visit = (id: string, says: boolean, now: number) => {
      let session: Session | undefined;
      const turn = { now, newId: () => id };
      const keep = (effects: ReturnType<Room["receive"]>) => {
        for (const effect of effects) if (effect.type === "persist-session") session = effect.session;
      };
      room.joinNew({ id, dialect: "v1", state: "new", since: now, from: "home" });
      keep(room.receive(id, { type: "hello", username: id }, turn));
      if (says) keep(room.receive(id, { type: "message", id: "m", message: "hello", extra: {} }, turn));
      stores.log.flush();
      return rowsOf(() => {
        if (session !== undefined) room.leave(session);
        room.rememberDeparted(now);
      }).written;
    };
    expect(visit("reader", false, 1_000)).toBe(0);
    expect(visit("author", true, 1_000)).toBe(4);
    // A day later the old row is deleted, which is a row too.
    expect(visit("another", true, 1_000 + 24 * HOUR_MS)).toBe(5);
  });
});

test("P8.18, P8.19 a new token works after an eviction, and tokens from before do not", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  await ada.takeOnly("done");
  const tokens = [ada.welcome.token];
  for (const command of [
    { type: "signOut", id: "s" },
    { type: "moderate", id: "r", action: "rotateKey" },
  ]) {
    ada.send(command);
    const { token } = await ada.takeOnly("self");
    tokens.push(String(token));
    await ada.takeOnly("done");
  }
  const newest = tokens.pop();
  await evict(room, 1);
  for (const token of tokens) {
    const thief = await V1Socket.open(room);
    thief.send({ type: "hello", v: 1, token });
    expect(await thief.take()).toMatchObject({ code: "bad_token" });
    thief.close(1000);
  }
  const again = await V1Socket.hello(room, { username: "Ada", token: String(newest) });
  expect(again.welcome).toMatchObject({ uid: ada.welcome.uid, role: "owner" });
});

test("P9.14 over HTTP the owner token demotes and bans the last owner", async () => {
  const room = freshRoom();
  const mallory = await V1Socket.hello(room, { username: "Mallory" });
  mallory.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  await mallory.takeOnly("done");
  const { token, uid } = mallory.welcome;
  const moderate = async (action: object, bearer: string) => {
    const response = await exports.default.fetch(`https://chat.example/api/rooms/${room}/moderate`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify(action),
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await moderate({ action: "role", uid, role: "guest" }, String(token))).toMatchObject({ status: 403 });
  expect(await moderate({ action: "role", uid, role: "guest" }, OWNER_TOKEN)).toMatchObject({
    status: 200,
    body: { type: "done" },
  });
  expect(await mallory.takeOnly("self")).toMatchObject({ role: "guest" });
  expect(await moderate({ action: "ban", uid, address: true }, OWNER_TOKEN)).toMatchObject({
    status: 200,
    // Test sockets have no address.
    body: { type: "done", address: false },
  });
  expect(await mallory.closed).toMatchObject({ code: 4403 });
});
