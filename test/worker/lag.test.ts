import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** UTF-16 units of all frames if each carries one of these objects. */
const lengthOf = (objects: object[]) => objects.reduce((sum, object) => sum + JSON.stringify([object]).length, 0);

/** Messages in flight at a time. */
const BURST = 400;

/** A room with one writer that acknowledges, so that only the others can lag. */
async function talkative(room: string) {
  const talker = await V1Socket.hello(room);
  let seq = 0;
  const say = async (message: string, times: number) => {
    for (let left = times; left > 0; left -= BURST) {
      const burst = Math.min(BURST, left);
      for (let count = 0; count < burst; count += 1) {
        seq += 1;
        talker.say(message, String(seq));
      }
      for (let count = 0; count < burst; count += 1) await talker.take();
      talker.send({ type: "ack", seq });
    }
  };
  return { say, seq: () => seq };
}

/** Fills the log as if this much had been said while the object was not awake. */
async function fill(room: string, from: number, to: number): Promise<void> {
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE n(seq) AS (SELECT ?1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?2)
       INSERT INTO messages (seq, at, uid, id, digest, username, message)
         SELECT seq, 1700000000000, 'ada', 'id-' || seq, seq, 'Ada', 'x' FROM n`,
      from,
      to,
    );
  });
  await evictDurableObject(stubOf(room));
}

test("P3.17 events unacknowledged before an eviction still count after it; beyond 32,000 the next one closes with 4008", async () => {
  const room = freshRoom();
  const { say } = await talkative(room);
  const reader = await V1Socket.hello(room);
  await say("first", 1);
  expect(await reader.take()).toMatchObject({ seq: 1, message: "first" });
  await fill(room, 2, 31_999);
  const talker = await V1Socket.hello(room);
  talker.say("tolerated", "1");
  expect(await reader.take()).toMatchObject({ seq: 32_000 });
  talker.say("too many", "2");
  expect((await reader.closed).code).toBe(4008);
  const back = await V1Socket.hello(room, { token: reader.welcome.token, since: reader.position(31_901) });
  expect(back.missed).toHaveLength(100);
});

test("P3.17 a reader that acknowledges every 16,000 events is never closed, even across an eviction", async () => {
  const room = freshRoom();
  const { say } = await talkative(room);
  const reader = await V1Socket.hello(room);
  await say("first", 1);
  await reader.take();
  for (let round = 0; round < 3; round += 1) {
    const head = 1 + round * 16_000;
    await fill(room, head + 1, head + 16_000);
    reader.send({ type: "ack", seq: head + 16_000 });
  }
  const talker = await V1Socket.hello(room);
  talker.say("last", "2");
  expect(await reader.take()).toMatchObject({ seq: 48_002, message: "last" });
});

test("P3.17 8 MiB of unacknowledged signals closes with 4008; a client that reports what it received stays", async () => {
  const room = freshRoom();
  const talker = await V1Socket.hello(room);
  const stalled = await V1Socket.hello(room);
  const reader = await V1Socket.hello(room);
  const data = { pad: "x".repeat(16_000) };
  const received = { talker: 0, reader: 0 };
  // Welcome and presence frames count too, and a client that ignores them only seems a little slower.
  for (let count = 0; count < 530; count += 1) {
    talker.send({ type: "cast", data });
    received.talker += lengthOf([await talker.take()]);
    received.reader += lengthOf([await reader.take()]);
    talker.send({ type: "ack", seq: 0, received: received.talker });
    reader.send({ type: "ack", seq: 0, received: received.reader });
  }
  expect((await stalled.closed).code).toBe(4008);
  talker.send({ type: "cast", data: { last: true } });
  expect(await reader.take()).toMatchObject({ data: { last: true } });
});

test("P3.8 a client that claims to have received more than was sent is not believed", async () => {
  const room = freshRoom();
  const talker = await V1Socket.hello(room);
  const liar = await V1Socket.hello(room);
  const data = { pad: "x".repeat(16_000) };
  let received = 0;
  for (let count = 0; count < 530; count += 1) {
    talker.send({ type: "cast", data });
    received += lengthOf([await talker.take()]);
    talker.send({ type: "ack", seq: 0, received });
    if (count < 500) liar.send({ type: "ack", seq: 0, received: Number.MAX_SAFE_INTEGER });
  }
  expect((await liar.closed).code).toBe(4008);
});

test("P3.3 read acknowledges events only: what the socket was sent goes on counting", async () => {
  const room = freshRoom();
  const talker = await V1Socket.hello(room);
  const reader = await V1Socket.hello(room);
  const data = { pad: "x".repeat(16_000) };
  let received = 0;
  for (let count = 0; count < 530; count += 1) {
    talker.send({ type: "cast", data });
    received += lengthOf([await talker.take()]);
    talker.send({ type: "ack", seq: 0, received });
    if (count < 500) reader.send({ type: "read", seq: 0 });
  }
  expect((await reader.closed).code).toBe(4008);
});

test("P2.9 a plain socket that receives 4 MiB and sends nothing is closed with 4008; one that pings or writes is not", async () => {
  const room = freshRoom();
  const talker = await TestSocket.join(room);
  const silent = await TestSocket.join(room);
  const listener = await TestSocket.join(room);
  await talker.take();
  await talker.take();
  const data = { pad: "x".repeat(16_000) };
  const seen: unknown[] = [];
  for (let count = 1; count <= 300; count += 1) {
    talker.send(data);
    seen.push((await talker.take()).type);
    if (count === 200) {
      listener.send("ping");
      while ((await listener.takeText()) !== "pong") {
        // Sent before by the writer.
      }
    }
  }
  expect((await silent.closed).code).toBe(4008);
  expect(seen.filter((type) => type === "system")).toHaveLength(1);
  talker.say("still here");
  await talker.take();
  expect(await talker.take()).toMatchObject({ message: "still here" });
});
