import { describe, expect, test } from "vitest";
import { freshRoom, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

describe("joining and leaving", () => {
  test("P2.1 a socket that joins is announced to every socket, including itself, as guest-xxxx", async () => {
    const room = freshRoom();
    const ada = await TestSocket.open(room);
    const own = await ada.take();
    expect(own).toEqual({ type: "system", message: expect.stringMatching(/^guest-[0-9a-z]{4} connected$/) });

    const ben = await TestSocket.open(room);
    const announced = await ben.take();
    expect(announced).not.toEqual(own);
    expect(await ada.take()).toEqual(announced);
  });

  test.each([
    { how: "with code 1000", code: [1000] as const, answer: 1000 },
    { how: "with no code", code: [] as const, answer: 1000 },
    { how: "with a code of its own", code: [4321] as const, answer: 4321 },
  ])(
    "P2.1 a socket that closes $how is announced once to the others, under its latest name",
    async ({ code, answer }) => {
      const room = freshRoom();
      const ada = await TestSocket.join(room);
      const ben = await TestSocket.join(room);
      await ada.take();
      ben.say("hello", { username: "Ben" });
      await ada.take();

      ben.close(...code);
      expect((await ben.closed).code).toBe(answer);
      expect(await ada.take()).toEqual({ type: "system", message: "Ben disconnected" });
      ada.say("next");
      expect(await ada.take()).toMatchObject({ message: "next" });
    },
  );

  test("P2.1 with SYSTEM_NAMES = name no frame contains an address", async () => {
    const room = freshRoom();
    const socket = await TestSocket.open(room, "", { "cf-connecting-ip": "203.0.113.7" });
    const joined = await socket.takeText();
    socket.say("hello");
    expect(joined + (await socket.takeText())).not.toContain("203.0.113.7");
  });
});

describe("messages", () => {
  test("P2.2 a message is sent to every socket, including its sender's, with seq, at, uid and id", async () => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    const before = Date.now();
    ada.say("hello", { username: "Ada" });

    const echoed = await ada.take();
    expect(echoed).toEqual({
      type: "message",
      seq: 1,
      at: expect.any(Number),
      uid: expect.stringMatching(/./),
      id: expect.stringMatching(/./),
      username: "Ada",
      message: "hello",
    });
    expect(echoed.at).toBeGreaterThanOrEqual(before);
    expect(await ben.take()).toEqual(echoed);
  });

  test("P2.2 unknown fields are passed on unchanged", async () => {
    const socket = await TestSocket.join(freshRoom());
    const extra = { color: "#ff0000", nested: { list: [1, null, "two"] } };
    socket.say("hello", extra);
    expect(await socket.take()).toMatchObject(extra);
  });

  test("P2.2 seq, at and uid come from the room, whatever the client sent", async () => {
    const socket = await TestSocket.join(freshRoom());
    socket.say("hello", { seq: 99, at: 1, uid: "admin" });
    const { seq, at, uid } = await socket.take();
    expect(seq).toBe(1);
    expect(at).toBeGreaterThan(1);
    expect(uid).not.toBe("admin");
  });

  test("P2.2 a message without a name carries the socket's current name", async () => {
    const socket = await TestSocket.open(freshRoom());
    const { message: joined } = await socket.take();
    socket.say("first");
    const { username } = await socket.take();
    expect(joined).toBe(`${username} connected`);
    socket.say("second", { username: "Ada" });
    await socket.take();
    socket.say("third");
    expect(await socket.take()).toMatchObject({ username: "Ada" });
  });

  test("P2.3 any other object is broadcast unchanged and not stored", async () => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    const drawing = { type: "draw", points: [[1, 2.5]], seq: 7 };
    ada.send(drawing);
    expect(await ben.take()).toEqual(drawing);
    expect(await ada.take()).toEqual(drawing);
    ada.send({ no: "type" });
    expect(await ben.take()).toEqual({ no: "type" });

    ada.say("the first event");
    expect(await ben.take()).toMatchObject({ seq: 1 });
  });

  test("P2.11 an object without a type that has a text is stored and sent as a message, under its rules", async () => {
    const room = freshRoom();
    await V1Socket.hello(room, { username: "Grace" });
    const ada = await TestSocket.join(room);
    ada.send({ username: "Ada", message: "hello", color: "teal" });
    expect(await ada.take()).toMatchObject({
      type: "message",
      seq: 1,
      username: "Ada",
      message: "hello",
      color: "teal",
    });
    ada.send({ username: "Gr\u0430ce", message: "send me money" });
    expect(await ada.take()).toMatchObject({ type: "error", code: "name_taken" });
    ada.send({ type: "poke", username: "Grace" });
    expect(await ada.take()).toMatchObject({ type: "error", code: "name_taken" });
  });

  test("P2.6, P4.3 a repeated id is acknowledged only to its sender, and stored once", async () => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    ada.say("hello", { id: "one" });
    ada.say("hello", { id: "one" });
    ada.say("other words", { id: "one" });
    expect(await ada.take()).toMatchObject({ type: "message", seq: 1, id: "one" });
    expect(await ada.take()).toEqual({ type: "ack", id: "one", seq: 1, dup: true });
    expect(await ada.take()).toMatchObject({ type: "error", code: "id_conflict", id: "one" });

    ben.say("hello", { id: "one" });
    expect(await ada.take()).toMatchObject({ type: "message", seq: 2, id: "one" });
    expect(await ben.take()).toMatchObject({ seq: 1 });
    expect(await ben.take()).toMatchObject({ seq: 2 });
  });

  test("P4.2 seq is 1, 2, 3 … without gaps, in the same order for everyone", async () => {
    const room = freshRoom();
    const sockets = [await TestSocket.join(room), await TestSocket.join(room), await TestSocket.join(room)];
    await sockets[0]?.take();
    await sockets[0]?.take();
    await sockets[1]?.take();
    for (let round = 0; round < 10; round += 1) {
      for (const socket of sockets) socket.say(`round ${round}`);
    }
    const seen: unknown[][] = [];
    for (const socket of sockets) {
      const log: unknown[] = [];
      for (let count = 0; count < 30; count += 1) log.push(await socket.take());
      seen.push(log);
    }
    expect(seen[0]).toMatchObject(Array.from({ length: 30 }, (_, index) => ({ seq: index + 1 })));
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});

describe("history", () => {
  test("P2.5 ?history=N sends the last N messages unchanged, oldest first, before the socket's own connected", async () => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const sent: unknown[] = [];
    for (const message of ["one", "two", "three"]) {
      ada.say(message, { username: "Ada", color: "red" });
      sent.push(await ada.take());
    }
    const ben = await TestSocket.open(room, "?history=2");
    expect([await ben.take(), await ben.take()]).toEqual(sent.slice(1));
    expect(await ben.take()).toMatchObject({ type: "system" });
  });

  test("P2.5 more than 100 sends 100; without it, none are sent", async () => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    for (let count = 0; count < 105; count += 1) ada.say(`message ${count}`);
    for (let count = 0; count < 105; count += 1) await ada.take();

    const ben = await TestSocket.open(room, "?history=1000");
    for (let count = 5; count < 105; count += 1)
      expect(await ben.take()).toMatchObject({ message: `message ${count}` });
    expect(await ben.take()).toMatchObject({ type: "system" });
    const cyd = await TestSocket.open(room);
    expect(await cyd.take()).toMatchObject({ type: "system" });
  });
});
