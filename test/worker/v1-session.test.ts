import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { SIGNALS_WINDOW_MS } from "../../src/worker/object/scheduler.ts";
import { DEADLINE_MS, freshRoom, request, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Deletes the job that looks whether a new room was used (P1.7), which shares the alarm. */
function forgetExpiry(room: string): Promise<void> {
  return runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec("DELETE FROM jobs"));
}

describe("hello", () => {
  test("P1.3 a list of subprotocols with parley.v1 selects the v1 dialect, and the response confirms it", async () => {
    const headers = { upgrade: "websocket", "sec-websocket-protocol": "chat, parley.v1" };
    const response = await request(`/ws/${freshRoom()}`, headers);
    expect(response.status).toBe(101);
    expect(response.headers.get("sec-websocket-protocol")).toBe("parley.v1");
  });

  test("P3.4 the reply to hello is welcome, reset: new in a room's first session, and ready", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    expect(ada.welcome).toEqual({
      type: "welcome",
      room,
      epoch: expect.stringMatching(/^[a-z0-9]{16}$/),
      head: 0,
      oldest: 1,
      uid: expect.stringMatching(/^[a-z0-9]{16}$/),
      username: "Ada",
      role: "guest",
      settings: { read: "everyone", write: "everyone", slowMode: 0 },
      pinned: [],
      token: expect.stringMatching(/./),
      members: [{ uid: ada.welcome.uid, username: "Ada", role: "guest" }],
      count: 1,
      limits: expect.objectContaining({ message: 4_000, frame: 16_384 }),
    });
    expect(ada.missed).toEqual([{ type: "reset", reason: "new", messages: [] }]);
  });

  test("P3.11 in a new room, a message sent right after hello is processed without waiting", async () => {
    const socket = await V1Socket.open(freshRoom());
    socket.send({ type: "hello", v: 1, username: "Ada" });
    socket.say("first", "1");
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await socket.take());
    expect(answers).toMatchObject([
      { type: "welcome", head: 0 },
      { type: "reset", reason: "new" },
      { type: "ready", seq: 0 },
      { type: "message", seq: 1, id: "1", username: "Ada", message: "first" },
    ]);
  });

  test("P3.11 commands sent right after a hello with a bad token are not stored", async () => {
    const room = freshRoom();
    const socket = await V1Socket.open(room);
    socket.send({ type: "hello", v: 1, token: "abc.123.def" });
    socket.say("never", "1");
    expect((await socket.closed).code).toBe(4401);
    expect((await V1Socket.hello(room)).welcome.head).toBe(0);
  });

  test("P3.1 the default name is guest-xxxx", async () => {
    const { welcome } = await V1Socket.hello(freshRoom());
    expect(welcome.username).toMatch(/^guest-[0-9a-z]{4}$/);
  });

  test.each([
    ["a message", { type: "message", id: "1", message: "hello" }],
    ["typing", { type: "typing" }],
    ["a hello of another version", { type: "hello", v: 2 }],
    ["a hello without a version", { type: "hello" }],
    ["a plain chat message", { type: "message", username: "Ada", message: "hello" }],
    ["not JSON", "{"],
    ["an array", "[]"],
    ["a binary frame", new Uint8Array([1]).buffer],
    ["an unknown type", { type: "open" }],
  ])("P3.1 a first frame that is %s is an error, and closes with 4400", async (_what, frame) => {
    const room = freshRoom();
    const socket = await V1Socket.open(room);
    socket.send(frame);
    expect(await socket.take()).toMatchObject({ type: "error" });
    expect((await socket.closed).code).toBe(4400);
  });

  test.each([
    ["a name of 33 characters", { username: "x".repeat(33) }, "bad_username"],
    ["a name of spaces", { username: "  " }, "bad_username"],
    ["a negative since", { since: { epoch: "e", seq: -1 } }, "bad_since"],
    ["a fractional since", { since: { epoch: "e", seq: 1.5 } }, "bad_since"],
    ["a since without epoch", { since: { seq: 1 } }, "bad_since"],
  ])("P3.1 hello with %s is an error, and the client may send another", async (_what, fields, code) => {
    const socket = await V1Socket.open(freshRoom());
    socket.send({ type: "hello", v: 1, ...fields });
    expect(await socket.take()).toMatchObject({ type: "error", code });
    await socket.hello({ username: "Ada" });
  });

  test("P3.1 a second hello is an error, and changes nothing", async () => {
    const ada = await V1Socket.hello(freshRoom(), { username: "Ada" });
    ada.send({ type: "hello", v: 1, username: "Eve" });
    expect(await ada.take()).toMatchObject({ type: "error", code: "hello_again" });
    ada.say("hello", "1");
    expect(await ada.take()).toMatchObject({ username: "Ada" });
  });

  test("P3.1 a socket that sends no hello within 10 s is closed with 4001, and one that did is not", async () => {
    const room = freshRoom();
    const silent = await V1Socket.open(room);
    const ada = await V1Socket.hello(room);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 10_001);
    try {
      expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    } finally {
      vi.restoreAllMocks();
    }
    expect((await silent.closed).code).toBe(4001);
    ada.say("still here", "1");
    expect(await ada.take()).toMatchObject({ message: "still here" });
  });

  test("P3.1 a socket that sent no hello receives nothing and is not in presence", async () => {
    const room = freshRoom();
    const silent = await V1Socket.open(room);
    const ada = await V1Socket.hello(room);
    expect(ada.welcome.count).toBe(1);
    ada.say("hello", "1");
    await ada.take();
    await silent.hello();
    expect(silent.missed).toMatchObject([{ type: "reset", messages: [{ message: "hello" }] }]);
  });
});

describe("the token", () => {
  test("P3.4 it identifies the same uid in several tabs at once, as one member", async () => {
    const room = freshRoom();
    const first = await V1Socket.hello(room, { username: "Ada" });
    const second = await V1Socket.hello(room, { token: first.welcome.token, username: "Ada" });
    expect(second.welcome.uid).toBe(first.welcome.uid);
    expect(second.welcome.count).toBe(1);
    first.say("mine", "1");
    await second.take();
    second.send({ type: "edit", id: "2", target: 1, message: "mine, from another tab" });
    expect(await second.take()).toMatchObject({ type: "edit", message: "mine, from another tab" });
  });

  test("P3.1 a user who is connected in another tab keeps the name", async () => {
    const room = freshRoom();
    const first = await V1Socket.hello(room, { username: "Ada" });
    const second = await V1Socket.hello(room, { token: first.welcome.token, username: "Eve" });
    expect(second.welcome).toMatchObject({ username: "Ada", members: [{ username: "Ada" }] });
    first.close(1000);
    second.close(1000);
    await first.closed;
    await second.closed;
    const later = await V1Socket.hello(room, { token: first.welcome.token, username: "Eve" });
    expect(later.welcome.username).toBe("Eve");
  });

  test("P3.4 a token with any byte changed is rejected", async () => {
    const room = freshRoom();
    const { welcome } = await V1Socket.hello(room);
    const token = String(welcome.token);
    for (let index = 0; index < token.length; index += 1) {
      const altered = token.slice(0, index) + (token[index] === "1" ? "2" : "1") + token.slice(index + 1);
      const socket = await V1Socket.open(room);
      socket.send({ type: "hello", v: 1, token: altered });
      expect(await socket.take()).toMatchObject({ type: "error", code: "bad_token" });
    }
  });

  test("P8.20 with a token of another room, pipelined commands are rejected, and a hello without it follows", async () => {
    const { token } = (await V1Socket.hello(freshRoom())).welcome;
    const socket = await V1Socket.open(freshRoom());
    socket.send({ type: "hello", v: 1, token });
    socket.say("too early", "1");
    expect(await socket.take()).toMatchObject({ type: "error", code: "bad_token" });
    expect(await socket.take()).toMatchObject({ type: "error", code: "hello_expected", id: "1" });
    await socket.hello({ username: "Ada" });
    expect(socket.welcome).toMatchObject({ username: "Ada", head: 0 });
  });

  test.each(["abc.123.def", ""])("P8.20 a token that is no room's closes with 4401: %j", async (token) => {
    const socket = await V1Socket.open(freshRoom());
    socket.send({ type: "hello", v: 1, token });
    expect(await socket.take()).toMatchObject({ type: "error", code: "bad_token" });
    expect((await socket.closed).code).toBe(4401);
  });
});

describe("presence", () => {
  test("P3.6 joins and leaves are announced to the others, including plain sockets", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    expect(await ada.takeOnly("presence")).toMatchObject({ count: 1, left: [] });
    const ben = await V1Socket.hello(room, { username: "Ben" });
    const { uid } = ben.welcome;
    const member = { uid, username: "Ben", role: "guest" };
    expect(await ada.takeOnly("presence")).toEqual({ type: "presence", joined: [member], left: [], count: 2 });
    const plain = await TestSocket.open(room);
    expect(await ada.takeOnly("presence")).toMatchObject({ count: 3 });
    ben.close(1000);
    expect(await ada.takeOnly("presence")).toEqual({ type: "presence", joined: [], left: [uid], count: 2 });
    expect(await plain.take()).toMatchObject({ type: "system" });
    expect(await plain.take()).toEqual({ type: "system", message: "Ben disconnected" });
  });

  test("P3.6 joins and leaves within a short time are one signal, and a user who did both is in neither list", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    await ada.takeOnly("presence");
    const inRoom = <T>(run: (sockets: number) => T) =>
      runInDurableObject(stubOf(room), (_object, ctx) => run(ctx.getWebSockets().length));
    // The window of signals ends when the test says so, however long the handshakes take.
    const held: (() => void)[] = [];
    const { setTimeout: start } = globalThis;
    const timers = vi.spyOn(globalThis, "setTimeout");
    timers.mockImplementation((run: () => void, ms?: number) =>
      ms === SIGNALS_WINDOW_MS ? held.push(run) : start(run, ms),
    );
    onTestFinished(() => timers.mockRestore());
    const ben = await V1Socket.hello(room, { username: "Ben" });
    const cyd = await V1Socket.hello(room, { username: "Cyd" });
    ben.close(1000);
    await ben.closed;
    while ((await inRoom((sockets) => sockets)) !== 2);
    await inRoom(() => {
      for (const run of held) run();
    });
    expect(await ada.takeOnly("presence")).toEqual({
      type: "presence",
      joined: [{ uid: cyd.welcome.uid, username: "Cyd", role: "guest" }],
      left: [],
      count: 2,
    });
  });

  test("P4.5 a peer that stops pinging is gone within 90 s, with 4002; one that pings stays", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const silent = await TestSocket.join(room);
    silent.send("ping");
    await silent.takeText();
    expect(await ada.takeOnly("presence")).toMatchObject({ count: 2 });
    const dueIn = async () => {
      const due = await runInDurableObject(stubOf(room), (_object, { storage }) => storage.getAlarm());
      return Number(due) - Date.now();
    };
    expect(await dueIn()).toBeLessThan(90_000);
    const before = Date.now();
    const clock = vi.spyOn(Date, "now");
    try {
      // The last check before the peer's silence is long enough, and the check after it.
      clock.mockReturnValue(before + 70_000);
      expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
      const next = await dueIn();
      expect(70_000 + next).toBeLessThan(90_000);
      clock.mockReturnValue(before + 70_000 + next);
      expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    } finally {
      vi.restoreAllMocks();
    }
    expect((await silent.closed).code).toBe(4002);
    expect(await ada.takeOnly("presence")).toMatchObject({ count: 1 });
  });

  test("P4.6 for a single user the alarm is an hour away, and a newcomer sees no dead one in presence", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    await forgetExpiry(room);
    await runDurableObjectAlarm(stubOf(room));
    ada.send("ping");
    await vi.waitFor(async () => {
      const pinged = await runInDurableObject(stubOf(room), (_object, state) => {
        return state.getWebSockets().some((socket) => state.getWebSocketAutoResponseTimestamp(socket) !== null);
      });
      expect(pinged).toBe(true);
    }, DEADLINE_MS);
    const due = await runInDurableObject(stubOf(room), (_object, { storage }) => storage.getAlarm());
    expect(Number(due) - Date.now()).toBeGreaterThan(30 * 60_000);
    const count = async () => (await (await request(`/api/rooms/${room}`)).json<{ count: number }>()).count;
    expect(await count()).toBe(1);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 80_000);
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await count()).toBe(0);
    expect((await ada.closed).code).toBe(4002);
  });

  test("P4.5 there is one alarm while a user is connected, and none in an empty room", async () => {
    const room = freshRoom();
    const alarm = () => runInDurableObject(stubOf(room), (_object, { storage }) => storage.getAlarm());
    const ada = await V1Socket.hello(room);
    const ben = await V1Socket.hello(room);
    expect(await alarm()).not.toBeNull();
    ada.say("hello", "1");
    await ada.takeOnly("message");
    await forgetExpiry(room);
    ben.close(1000);
    await ben.closed;
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    expect(await alarm()).not.toBeNull();
    ada.close(1000);
    await ada.closed;
    expect(await alarm()).toBeNull();
  });
});

test("P3.30 read is told to nobody and stored nowhere", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  ada.say("hello", "1");
  for (const socket of [ada, ben]) expect(await socket.take()).toMatchObject({ seq: 1 });
  ben.send({ type: "read", seq: 1 });
  await ben.delivered();
  ada.say("did you see it?", "2");
  for (const socket of [ada, ben]) expect(await socket.take()).toMatchObject({ type: "message", seq: 2 });
});

test("P3.32 a frame of more than 64 KiB closes with 1009, and closes every socket that it is sent on again", async () => {
  const room = freshRoom();
  const oversized = JSON.stringify({ type: "message", id: "1", message: "x".repeat(64 * 1024) });
  const { token } = (await V1Socket.hello(room)).welcome;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const ada = await V1Socket.hello(room, { token });
    ada.send(oversized);
    expect((await ada.closed).code).toBe(1009);
  }
  expect((await V1Socket.hello(room, { token })).welcome).toMatchObject({ head: 0 });
});
