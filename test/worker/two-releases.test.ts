import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Requester } from "../../src/room/handshake/requester.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { createRoutes } from "../../src/worker/http/routes.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlJobStore } from "../../src/worker/storage/sql-job-store.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const COME_BACK = { status: 503, retryAfter: "5", body: { error: { code: "internal" } } };

async function answerOf(response: Response) {
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
}

test("P1.11 a socket whose state another release wrote is closed with 1012 when the room wakes, and the others stay", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  await runInDurableObject(stubOf(room), (_object, state) => {
    const sockets = state.getWebSockets();
    const adas = sockets.find((socket) => JSON.stringify(socket.deserializeAttachment()).includes('"Ada"'));
    adas?.serializeAttachment({ id: "s", dialect: "v2", state: "live" });
  });
  await evictDurableObject(stubOf(room));
  ben.send({ type: "message", id: "b1", message: "Good morning!" });
  expect(await ada.closed).toMatchObject({ code: 1012 });
  expect(await ben.takeOnly("message")).toMatchObject({ id: "b1" });
});

test("P1.11 an upgrade by a Worker that knows more gets a socket, and one that means nothing here 503", async () => {
  const stub = stubOf(freshRoom());
  const upgrade = (query: string) =>
    stub.fetch(`https://room.internal/?history=0&mayMake=yes&${query}`, { headers: { upgrade: "websocket" } });
  const known = await upgrade("dialect=v1&planet=mars");
  expect(known.status).toBe(101);
  known.webSocket?.accept();
  known.webSocket?.close(1000);
  expect(await answerOf(await upgrade("dialect=v9"))).toMatchObject(COME_BACK);
});

test("P1.11 a request that the room's object has no method for is answered with 503", async () => {
  // An object of another class stands for one that runs the release before.
  const before = { ...env, CHAT_ROOM: { getByName: () => env.DEPLOYMENT.getByName("deployment") } };
  const response = await createRoutes([]).request("https://chat.example/api/rooms/garden", {}, before);
  expect(await answerOf(response)).toMatchObject(COME_BACK);
});

test("P1.11 a requester of a kind that the room does not know is answered with internal, and not as someone else", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  // What the Worker of a later release may send.
  const requester = { type: "robot", token: "t" } as unknown as Requester;
  expect(await stubOf(room).summary(requester)).toBe("internal");
});

test("P4.4 storage that a newer release migrated stays as that release left it, and opens", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  const read = () =>
    runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql.exec("SELECT key, value FROM meta WHERE key IN ('schema', 'capabilities') ORDER BY key").toArray(),
    );
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE meta SET value = value + 1 WHERE key = 'schema'");
    storage.sql.exec("UPDATE meta SET value = json_set(value, '$.robots', 3) WHERE key = 'capabilities'");
    // As if one capability of this release were new to the room as well.
    storage.sql.exec("UPDATE meta SET value = json_remove(value, '$.deletion') WHERE key = 'capabilities'");
    storage.sql.exec("DROP TABLE deletions");
  });
  const before = await read();
  await runInDurableObject(stubOf(room), (_object, { storage }) => migrate(storage, CAPABILITIES));
  const after = await read();
  expect(after[1]).toEqual(before[1]);
  expect(JSON.parse(String(after[0]?.value))).toMatchObject({ robots: 3, deletion: 1 });
  await evictDurableObject(stubOf(room));
  expect((await request(`/api/rooms/${room}`)).status).toBe(200);
});

test("P4.4 a directory that a newer release migrated keeps its number, and opens", async () => {
  const directory = env.ROOM_DIRECTORY.getByName("newer-directory");
  const version = () =>
    runInDurableObject(directory, (_object, { storage }) =>
      storage.sql.exec<{ version: number }>("SELECT version FROM schema").one(),
    );
  const { version: own } = await version();
  await runInDurableObject(directory, (_object, { storage }) => {
    storage.sql.exec("UPDATE schema SET version = version + 1");
  });
  await evictDurableObject(directory);
  expect(await version()).toEqual({ version: own + 1 });
  expect(await directory.isClaimed()).toBe(false);
});

test("P4.4 a job of a capability that this release lacks stays, and one of a capability that is off is dropped", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  const kinds = await runInDurableObject(stubOf(room), async (object, { storage }) => {
    const jobs = new SqlJobStore(storage.sql);
    jobs.put({ kind: "robots.walk", due: 1, payload: { far: true }, attempts: 2 });
    jobs.put({ kind: "search.gone", due: 1, payload: {}, attempts: 0 });
    await object.alarm();
    return storage.sql
      .exec("SELECT kind, payload, attempts FROM jobs WHERE kind IN ('robots.walk', 'search.gone')")
      .toArray();
  });
  expect(kinds).toEqual([{ kind: "robots.walk", payload: '{"far":true}', attempts: -1 }]);
});
