import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { KEYS_URL, type SigningKey, signingKey } from "../../support/site.ts";
import { DEADLINE_MS, freshRoom, stubOf, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: the site publishes its keys at a URL.

/** Milliseconds between two tests on their clock, so that keys cached by one are stale for the next. */
const APART_MS = 2 * 60 * 60 * 1_000;

const realNow = Date.now;
let offset = 0;
let key: SigningKey;

beforeAll(async () => {
  key = await signingKey("one");
});
beforeEach(() => {
  offset += APART_MS;
  vi.spyOn(Date, "now").mockImplementation(() => realNow() + offset);
  onTestFinished(() => void vi.restoreAllMocks());
});

/** Seconds: a year. */
const VALID_FOR_S = 365 * 24 * 60 * 60;

/** Milliseconds between two polls: a promise in one object cannot wake code in another. */
const LOOK_EVERY_MS = 2;

/** The key set URL, which responds when the test says so. */
function keysAddress() {
  let make: (() => Response) | undefined;
  const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async (url) => {
    expect(url).toBe(KEYS_URL);
    while (make === undefined) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    return make();
  });
  return {
    /** Resolves once the keys were requested. */
    asked: () =>
      vi.waitFor(() => expect(fetched).toHaveBeenCalled(), { interval: LOOK_EVERY_MS, timeout: DEADLINE_MS }),
    fetches: () => fetched.mock.calls.length,
    answer: () => {
      make = () => Response.json({ keys: [key.jwk] });
    },
    fail: () => {
      make = () => new Response(null, { status: 503 });
    },
  };
}

/** A token that is still valid on the shifted clock of these tests. */
const token = (claims: object = {}) => key.sign({ exp: Math.floor(Date.now() / 1_000) + VALID_FOR_S, ...claims });

/** A socket whose hello is being verified, and the key set URL that it waits for. */
async function waiting(room: string, claims: object = {}, fields: object = {}) {
  const address = keysAddress();
  const socket = await V1Socket.open(room);
  socket.send({ type: "hello", v: 1, token: await token(claims), ...fields });
  await address.asked();
  return { address, socket };
}

describe("while a token is being verified", () => {
  test("P8.4 frames sent meanwhile wait and run after the hello, in order; other sockets do not wait", async () => {
    const room = freshRoom();
    const ben = await V1Socket.hello(room, { username: "Ben" });
    const { address, socket } = await waiting(room, { name: "Ada" });
    socket.say("one", "1");
    socket.send({ type: "edit", id: "2", target: 2, message: "one, edited" });
    socket.send("no json");
    socket.say("two", "3");
    await socket.delivered();
    ben.say("meanwhile", "1");
    expect(await ben.take()).toMatchObject({ seq: 1, message: "meanwhile" });

    address.answer();
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push(await socket.take());
    // A rejection is sent when the turn ends.
    const refused = answers.filter(({ type }) => type === "error");
    expect(refused).toMatchObject([{ code: "bad_json" }]);
    expect(answers.filter((answer) => !refused.includes(answer))).toMatchObject([
      { type: "welcome", username: "Ada", head: 1 },
      { type: "reset", messages: [{ message: "meanwhile" }] },
      { type: "ready", seq: 1 },
      { type: "message", id: "1", message: "one", signedIn: true },
      { type: "edit", id: "2" },
      { type: "message", id: "3", message: "two" },
    ]);
    expect(await ben.take()).toMatchObject({ seq: 2, message: "one" });
  });

  test("P8.4 several users share one fetch, and a rejected token also discards the frames after it", async () => {
    const room = freshRoom();
    const { address, socket } = await waiting(room);
    const refused = await V1Socket.open(room);
    refused.send({ type: "hello", v: 1, token: await token({ rooms: [] }) });
    refused.say("never", "1");
    const other = await V1Socket.open(room);
    other.send({ type: "hello", v: 1, token: await token({ sub: "ben" }) });
    address.answer();
    expect(await socket.take()).toMatchObject({ type: "welcome" });
    expect(await other.take()).toMatchObject({ type: "welcome", head: 0 });
    expect(await refused.take()).toMatchObject({ type: "error", code: "bad_token" });
    expect((await refused.closed).code).toBe(4401);
    expect(address.fetches()).toBe(1);
  });

  test("P8.4 64 frames wait; one more closes the socket with 4029, and none of them runs", async () => {
    const room = freshRoom();
    const { address, socket } = await waiting(room);
    for (let count = 0; count < 64; count += 1) socket.say("x", String(count));
    const enough = await waiting(room, { sub: "ben" });
    for (let count = 0; count < 65; count += 1) enough.socket.say("x", String(count));
    expect((await enough.socket.closed).code).toBe(4029);
    address.answer();
    expect(await socket.takeOnly("message")).toMatchObject({ id: "0" });
    for (let count = 1; count < 64; count += 1) expect(await socket.take()).toMatchObject({ id: String(count) });
    expect((await V1Socket.hello(room)).welcome).toMatchObject({ head: 64, count: 2 });
  });

  test("P8.4 64 Ki characters wait; more close the socket with 4029", async () => {
    const { socket } = await waiting(freshRoom());
    for (let count = 0; count < 17; count += 1) socket.say("x".repeat(4_000), String(count));
    expect((await socket.closed).code).toBe(4029);
  });

  test("P8.4 a socket that leaves meanwhile never joins", async () => {
    const room = freshRoom();
    const { address, socket } = await waiting(room);
    socket.say("never", "1");
    socket.close(1000);
    await socket.closed;
    address.answer();
    const ben = await V1Socket.hello(room, { token: await token({ sub: "ben" }) });
    expect(ben.welcome).toMatchObject({ head: 0, count: 1 });
  });

  test("P8.4 a socket that waits does not time out for a late hello", async () => {
    const room = freshRoom();
    await TestSocket.join(room);
    const { address, socket } = await waiting(room);
    offset += 10_001;
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    address.answer();
    expect(await socket.take()).toMatchObject({ type: "welcome" });
  });

  test("P8.4 P3.23 a signed-in user who must send another hello has ten seconds for it", async () => {
    const room = freshRoom();
    await V1Socket.hello(room, { username: "Ben" });
    const { address, socket } = await waiting(room, {}, { username: "Ben" });
    offset += 10_001;
    address.answer();
    expect(await socket.take()).toMatchObject({ type: "error", code: "name_taken" });
    offset += 9_000;
    await runDurableObjectAlarm(stubOf(room));
    socket.send({ type: "hello", v: 1, username: "Ben" });
    expect(await socket.take()).toMatchObject({ type: "error", code: "name_taken" });
    offset += 10_001;
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    expect((await socket.closed).code).toBe(4001);
  });
});

describe("when the keys are unavailable", () => {
  test("P8.5 the error is identity_unavailable with retryAfter and the close code 4003, after which clients reconnect", async () => {
    const room = freshRoom();
    const { address, socket } = await waiting(room);
    socket.say("never", "1");
    address.fail();
    expect(await socket.take()).toMatchObject({
      type: "error",
      code: "identity_unavailable",
      retryAfter: expect.any(Number),
    });
    expect((await socket.closed).code).toBe(4003);
    const guest = await V1Socket.hello(room);
    expect(guest.welcome).toMatchObject({ head: 0, count: 1 });
  });
});
