import { runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { order, owned } from "../owned-room.ts";
import { stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";
import { api, dataOf, deliveriesOf, hookOf, log, makeHook, received, retryNow, SITE, typesOf } from "./hook-client.ts";

/** Says something, and waits for its event. */
async function say(socket: V1Socket, text: string, id: string, extra: object = {}): Promise<number> {
  socket.send({ type: "message", id, message: text, ...extra });
  for (;;) {
    const message = await socket.takeOnly("message");
    if (message.id === id) return Number(message.seq);
  }
}

test("P16.2 a hook receives what it asked for, in the order in which it happened", async () => {
  const { owner, room } = await owned();
  await makeHook(room, "ok", ["message", "edit", "delete"]);
  const seq = await say(owner, "Hello", "1");
  owner.send({ type: "reaction", id: "2", target: seq, emoji: "👍", on: true });
  owner.send({ type: "edit", id: "3", target: seq, message: "Hello!" });
  const second = await say(owner, "And bye", "4");
  owner.send({ type: "delete", id: "5", target: second });
  await owner.takeOnly("delete");
  const hooks = await received(room, 3);
  const types = typesOf(await received(room, hooks.length));
  // A message that is deleted before it is delivered is not delivered; its deletion is.
  expect(types.filter((type) => type !== "message").slice(0, 1)).toEqual(["edit"]);
  await expect.poll(async () => typesOf(await log(room)).at(-1)).toBe("delete");
  const [first] = await log(room);
  expect(JSON.parse(first?.body ?? "")).toEqual({
    type: "message",
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    room,
    data: {
      seq,
      at: expect.any(Number),
      uid: owner.welcome.uid,
      id: "1",
      username: "Olga",
      message: expect.any(String),
    },
  });
  const seqs = dataOf(await log(room)).map((data) => Number(data.seq));
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
});

test("P16.2 a hook hears of joins, reports and moderation, which are not in the log", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "ok", ["join", "report", "moderation"]);
  const gus = await V1Socket.hello(room, { username: "Gus" });
  const seq = await say(owner, "Something rude", "1");
  gus.send({ type: "report", id: "r", target: seq, reason: "rude" });
  await gus.takeOnly("done");
  await order(owner, { action: "pin", target: seq, on: true });
  const hooks = await received(room, 4);
  expect(typesOf(hooks)).toEqual(["moderation", "join", "report", "moderation"]);
  expect(dataOf(hooks)).toEqual([
    { uid: "", username: "", action: "addHook", details: { uid: id, username: "hooks.example.org" } },
    { uid: gus.welcome.uid, username: "Gus", role: "guest" },
    { uid: gus.welcome.uid, username: "Gus", target: seq, reason: "rude" },
    { uid: owner.welcome.uid, username: "Olga", action: "pin", details: { target: seq, on: true } },
  ]);
});

test("P16.3 a filter lets through what has its text, or mentions its name", async () => {
  const { owner, room } = await owned();
  await makeHook(room, "ok", ["message"], { filter: { text: "DEPLOY" } });
  const mentions = [{ uid: "u", username: "Build Bot" }];
  await say(owner, "nothing", "1");
  await say(owner, "please deploy it", "2");
  await say(owner, "@Build Bot go", "3", { mentions });
  expect(dataOf(await received(room, 1)).map(({ message }) => message)).toEqual(["please deploy it"]);
  const other = await owned();
  await makeHook(other.room, "ok", ["message"], { filter: { mention: "build bot" } });
  await say(other.owner, "please deploy it", "1");
  await say(other.owner, "@Build Bot go", "2", { mentions });
  expect(dataOf(await received(other.room, 1)).map(({ message }) => message)).toEqual(["@Build Bot go"]);
});

test("P16.5 P16.6 each request is signed, by both secrets for a day after a new one was made", async () => {
  const { owner, room } = await owned();
  const { id, secret } = await makeHook(room, "ok", ["message"]);
  const seq = await say(owner, "Hello", "1");
  const [first] = await received(room, 1);
  // As docs/outgoing-webhooks.md tells receivers.
  const read = (request: typeof first, known: string) =>
    new Webhook(known).verify(request?.body ?? "", request?.headers ?? {});
  expect(first?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": `${id}_${seq}`,
  });
  expect(read(first, secret)).toMatchObject({ type: "message", room, data: { seq, message: "Hello" } });
  const rotated = await api(room, "POST", `hooks/${id}/secret`);
  expect(rotated).toMatchObject({ status: 200, body: { id, secret: expect.stringMatching(/^whsec_/) } });
  await say(owner, "Hello again", "2");
  const [, second] = await received(room, 2);
  for (const known of [String(rotated.body.secret), secret]) {
    expect(read(second, known)).toMatchObject({ data: { message: "Hello again" } });
  }
  expect(() => read(first, String(rotated.body.secret))).toThrow("No matching signature");
});

test("P16.7 a delivery that fails is repeated with the same id, and what follows waits for it", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "flaky", ["message"]);
  await say(owner, "First", "1");
  await say(owner, "Second", "2");
  await received(room, 1);
  await expect.poll(async () => (await hookOf(room, id)).state).toBe("retrying");
  expect(await hookOf(room, id)).toMatchObject({ next: expect.any(Number), failingSince: expect.any(Number) });
  expect(await log(room)).toHaveLength(1);
  await retryNow(room, id);
  const hooks = await received(room, 3);
  expect(dataOf(hooks).map(({ message }) => message)).toEqual(["First", "First", "Second"]);
  expect(hooks[0]?.headers["webhook-id"]).toBe(hooks[1]?.headers["webhook-id"]);
  await expect.poll(async () => (await hookOf(room, id)).state).toBe("on");
});

test("P16.7 a receiver that hangs delays neither messages nor other hooks", async () => {
  const { owner, room } = await owned();
  await makeHook(room, "slow", ["message"]);
  await makeHook(room, "ok", ["message"]);
  for (const id of ["1", "2", "3"]) await say(owner, `Message ${id}`, id);
  await expect.poll(async () => (await log(room)).filter(({ path }) => path.startsWith("/ok")).length).toBe(3);
  expect((await log(room)).filter(({ path }) => path.startsWith("/slow"))).toHaveLength(1);
});

test.each([
  ["redirect", { status: 307, error: "redirect" }],
  ["failing", { status: 500, answer: "broken" }],
  ["busy", { status: 429 }],
])("P16.7 %s is a failure", async (behavior, record) => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, behavior, ["message"]);
  const seq = await say(owner, "Hello", "1");
  await expect.poll(async () => (await hookOf(room, id)).state).toBe("retrying");
  expect(await deliveriesOf(room, id)).toMatchObject([{ number: 1, type: "message", seq, ...record }]);
  expect(await log("elsewhere")).toEqual([]);
});

test("P16.7 a receiver may ask to be left alone for a time", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "busy", ["message"]);
  await say(owner, "Hello", "1");
  await expect.poll(async () => (await hookOf(room, id)).state).toBe("retrying");
  const { failingSince, next } = await hookOf(room, id);
  expect(Number(next) - Number(failingSince)).toBe(120_000);
});

test.each(["huge", "lying"])("P16.9 an answer that is %s is no message, and the delivery is done", async (behavior) => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, behavior, ["message"]);
  await say(owner, "Hello", "1");
  await expect.poll(async () => (await deliveriesOf(room, id)).length).toBe(1);
  const [delivery] = await deliveriesOf(room, id);
  expect(delivery).toMatchObject({ status: 200 });
  expect(String(delivery?.answer).length).toBeLessThanOrEqual(2_000);
  expect((await hookOf(room, id)).state).toBe("on");
});

test("P16.8 a receiver that is gone, or fails for a day, is not asked again until its owner says so", async () => {
  const { owner, room } = await owned();
  const gone = await makeHook(room, "gone", ["message"]);
  const failing = await makeHook(room, "failing", ["message"]);
  await say(owner, "Hello", "1");
  await expect.poll(async () => (await hookOf(room, gone.id)).state).toBe("gone");
  await expect.poll(async () => (await hookOf(room, failing.id)).state).toBe("retrying");
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE webhooks SET failing_since = failing_since - 86400000 WHERE disabled IS NULL");
  });
  await retryNow(room, failing.id);
  await expect.poll(async () => (await hookOf(room, failing.id)).state).toBe("failing");
  const before = (await log(room)).length;
  await say(owner, "Nobody listens", "2");
  await api(room, "PATCH", `hooks/${gone.id}`, { url: `${SITE}/ok/${room}`, enabled: true });
  const later = (await received(room, before + 2)).slice(before);
  expect(dataOf(later).map(({ message }) => message)).toEqual(["Hello", "Nobody listens"]);
});

test("P16.9 the receiver's answer is posted as a reply, and goes to no hook itself", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "reply", ["message"], { name: "Echo" });
  await makeHook(room, "reply", ["message"], { name: "Other" });
  const seq = await say(owner, "Hello", "1");
  const replies = [await owner.takeOnly("message"), await owner.takeOnly("message")];
  expect(replies.find(({ uid }) => uid === id)).toMatchObject({
    username: "Echo",
    message: "You said: Hello",
    replyTo: seq,
  });
  await say(owner, "Enough", "2");
  await owner.takeOnly("message");
  await owner.takeOnly("message");
  expect(dataOf(await log(room)).map(({ username }) => username)).toEqual(Array(4).fill("Olga"));
});

test("P16.10 owners see the last deliveries, send one again, and send a test", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "ok", ["message"]);
  const seq = await say(owner, "Hello", "1");
  await received(room, 1);
  await expect.poll(async () => (await deliveriesOf(room, id)).length).toBe(1);
  expect(await deliveriesOf(room, id)).toMatchObject([
    { number: 1, id: `${id}_${seq}`, type: "message", seq, status: 200, answer: "thanks", body: { message: "Hello" } },
  ]);
  expect(await api(room, "POST", `hooks/${id}/deliveries/1/again`)).toMatchObject({
    status: 200,
    body: { number: 2, status: 200, answer: "thanks" },
  });
  expect(await api(room, "POST", `hooks/${id}/test`)).toMatchObject({
    status: 200,
    body: { type: "test", status: 200 },
  });
  const [first, again, test] = await received(room, 3);
  expect(again?.body).toBe(first?.body);
  expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(JSON.parse(test?.body ?? "")).toMatchObject({ type: "test", data: { hook: id } });
  // What was deleted is not kept in a list of deliveries either.
  owner.send({ type: "delete", id: "d", target: seq });
  await owner.takeOnly("delete");
  expect(JSON.stringify(await deliveriesOf(room, id))).not.toContain("Hello");
});

test("P16.10 of many deliveries the last 50 are kept", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "ok", ["message"]);
  for (let count = 1; count <= 53; count += 1) await say(owner, `Message ${count}`, `${count}`);
  await received(room, 53);
  await expect.poll(async () => (await deliveriesOf(room, id))[0]?.number).toBe(53);
  expect((await deliveriesOf(room, id)).map(({ number }) => number)).toEqual(
    Array.from({ length: 50 }, (_, i) => 53 - i),
  );
});

test("P16.1 only owners make, see and change hooks", async () => {
  const { owner, room } = await owned();
  const { id } = await makeHook(room, "ok", ["message"]);
  const guest = await V1Socket.hello(room, { username: "Gus" });
  const token = String(guest.welcome.token);
  const hook = { kind: "outgoing", url: `${SITE}/ok/${room}`, events: ["message"] };
  for (const [method, path, body] of [
    ["POST", "hooks", hook],
    ["GET", "hooks"],
    ["PATCH", `hooks/${id}`, { enabled: false }],
    ["POST", `hooks/${id}/secret`],
    ["GET", `hooks/${id}/deliveries`],
    ["POST", `hooks/${id}/test`],
    ["POST", `hooks/${id}/deliveries/1/again`],
    ["DELETE", `hooks/${id}`],
  ] as const) {
    const { body: answered } = await api(room, method, path, body, token);
    expect(answered, path).toMatchObject({ error: { code: "not_allowed" } });
  }
  expect(JSON.stringify(await api(room, "GET", "hooks"))).not.toContain("whsec_");
  expect((await api(room, "DELETE", `hooks/${id}`)).status).toBe(204);
  await say(owner, "Hello", "1");
  expect(await log(room)).toEqual([]);
});

test.each([
  [{ url: "ftp://hooks.example.org/" }, "bad_url"],
  [{ url: "http://hooks.example.org/" }, "bad_url"],
  [{ url: "https://127.0.0.1/" }, "bad_url"],
  [{ events: [] }, "bad_hook"],
  [{ events: ["everything"] }, "bad_hook"],
  [{ url: 5 }, "bad_hook"],
  [{ name: "" }, "bad_hook"],
])("P16.1 a hook with %j is refused with %s", async (wrong, code) => {
  const { room } = await owned();
  const hook = { kind: "outgoing", url: `${SITE}/ok/${room}`, events: ["message"], ...wrong };
  expect(await api(room, "POST", "hooks", hook)).toMatchObject({ status: 400, body: { error: { code } } });
});

test("P16.11 what is hidden from the public goes to no hook", async () => {
  const { owner, room } = await owned();
  await makeHook(room, "ok", ["message"]);
  const gus = await V1Socket.hello(room, { username: "Gus" });
  await order(owner, { action: "shadow", uid: gus.welcome.uid, on: true });
  await say(gus, "Nobody should read this", "1");
  await say(owner, "But this", "2");
  expect(dataOf(await received(room, 1)).map(({ message }) => message)).toEqual(["But this"]);
});
