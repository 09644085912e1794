import { runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { order, owned } from "./owned-room.ts";
import { failed, send } from "./post-json.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const AVATAR = "https://www.example.org/robot.png";

/** Makes a bot by the deployment's token. */
async function makeBot(room: string, fields: object = {}) {
  const made = await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Robot", ...fields });
  expect(made.status).toBe(201);
  return { id: String(made.body.id), token: String(made.body.token), body: made.body };
}

const post = (room: string, token: unknown, body: object) => send("POST", `${room}/messages`, token, body);

/** Rows that a room's object stores in a table. */
const rowsOf = (room: string, query: string) =>
  runInDurableObject(stubOf(room), (_object, { storage }) => storage.sql.exec(query).toArray());

test("P15.1 owners make bots, list them without their tokens, and revoke them", async () => {
  const { owner, room } = await owned();
  const asked = await send("POST", `${room}/bots`, owner.welcome.token, { name: " Robot ", avatar: AVATAR });
  expect(asked).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^bot-[a-z0-9]{16}$/),
      token: expect.stringMatching(/^bot_[\w-]{43}$/),
      name: "Robot",
      avatar: AVATAR,
      scopes: ["read", "write"],
      by: owner.welcome.uid,
    },
  });
  const { token, ...listed } = asked.body;
  expect((await send("GET", `${room}/bots`, OWNER_TOKEN)).body).toEqual({ bots: [listed] });
  const [stored] = await rowsOf(room, "SELECT * FROM bots");
  expect(JSON.stringify(stored)).not.toContain(token);

  expect(await send("DELETE", `${room}/bots/${listed.id}`, owner.welcome.token)).toMatchObject({ status: 204 });
  expect((await send("GET", `${room}/bots`, OWNER_TOKEN)).body).toEqual({ bots: [] });
  expect(await post(room, token, { message: "Still here?" })).toMatchObject(failed(401, "bad_token"));
  expect(await send("DELETE", `${room}/bots/${listed.id}`, OWNER_TOKEN)).toMatchObject(failed(404, "not_found"));
  const audit = await send("GET", `${room}/moderation?what=audit`, OWNER_TOKEN);
  expect(audit.body).toMatchObject({
    items: [
      { action: "removeBot", details: { uid: listed.id, username: "Robot" } },
      { action: "addBot" },
      { action: "claim" },
    ],
  });
});

test("P15.1 nobody but owners makes, lists or revokes bots, and a bot is no owner", async () => {
  const { room } = await owned();
  const { id, token } = await makeBot(room, { scopes: ["read", "write", "moderate"] });
  const guest = await V1Socket.hello(room);
  for (const bearer of [token, guest.welcome.token]) {
    expect(await send("POST", `${room}/bots`, bearer, { name: "Twin" })).toMatchObject(failed(403, "not_allowed"));
    expect(await send("GET", `${room}/bots`, bearer)).toMatchObject(failed(403, "not_allowed"));
    expect(await send("DELETE", `${room}/bots/${id}`, bearer)).toMatchObject(failed(403, "not_allowed"));
  }
  expect(await send("POST", `${room}/bots`, undefined, { name: "Twin" })).toMatchObject(failed(401, "token_needed"));
});

test("P15.1 a bot with an unusable field is rejected, as is one more than the room may have", async () => {
  const room = freshRoom();
  const create = (body: object) => send("POST", `${room}/bots`, OWNER_TOKEN, body);
  expect(await create({ name: "a\u202eb" })).toMatchObject(failed(400, "bad_username"));
  for (const wrong of [{ scopes: [] }, { scopes: ["own"] }, { avatar: "http://a.example/" }, { avatar: "/a.png" }]) {
    expect(await create({ name: "Robot", ...wrong }), JSON.stringify(wrong)).toMatchObject(failed(400, "bad_command"));
  }
  for (let index = 0; index < 50; index += 1) await makeBot(room, { name: `Robot no. ${index}` });
  expect(await create({ name: "Robot" })).toMatchObject(failed(400, "too_many"));
});

test("P15.2 a bot's messages say that it is one, in every form, and no person's do", async () => {
  const { owner, room } = await owned();
  const { id, token } = await makeBot(room, { avatar: AVATAR });
  const posted = await post(room, token, { message: "Beep.", username: "Olga", signedIn: true });
  const marks = { uid: id, username: "Robot", bot: true, avatar: AVATAR };
  expect(posted).toMatchObject({ status: 201, body: marks });
  expect(posted.body).not.toHaveProperty("signedIn");
  expect(await owner.takeOnly("message")).toEqual(posted.body);

  owner.say("I am a robot.", "o1", { bot: true, avatar: AVATAR });
  const own = await owner.takeOnly("message");
  expect(own).not.toHaveProperty("bot");
  expect(own).not.toHaveProperty("avatar");
  const fake = await post(room, owner.welcome.token, { message: "Me too.", bot: true, avatar: AVATAR });
  expect(fake.body).not.toHaveProperty("bot");

  const page = await request(`/api/rooms/${room}/messages`);
  expect(await page.json()).toMatchObject({ messages: [marks, own, fake.body] });
  const late = await V1Socket.hello(room, { compact: true });
  expect(JSON.stringify(late.missed)).toContain('"bot":true');
  const stream = await request(`/api/rooms/${room}/events?since=0`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("Me too.")) text += (await reader?.read())?.value ?? "";
  await reader?.cancel();
  expect(text.match(/"bot":true/g)).toHaveLength(1);
});

test("P15.2 a `bot` that a person sent to an earlier version is not read as a mark", async () => {
  const { owner, room } = await owned();
  owner.say("I am a robot.", "o1", { color: "red" });
  await owner.takeOnly("message");
  await rowsOf(room, `UPDATE messages SET extra = '{"color":"red","bot":true}'`);
  const page: { messages: object[] } = await (await request(`/api/rooms/${room}/messages`)).json();
  expect(page.messages).toMatchObject([{ color: "red" }]);
  expect(page.messages[0]).not.toHaveProperty("bot");
});

test("P15.3 nobody else has a name like a bot's while it exists", async () => {
  const { owner, room } = await owned();
  const taken = await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "0lga" });
  expect(taken).toMatchObject(failed(409, "name_taken"));
  const { id } = await makeBot(room);
  const ben = await V1Socket.open(room);
  ben.send({ type: "hello", v: 1, username: "R0bot" });
  expect(await ben.take()).toMatchObject({ type: "error", code: "name_taken" });
  await send("DELETE", `${room}/bots/${id}`, owner.welcome.token);
  await ben.hello({ username: "R0bot" });
  expect(ben.welcome).toMatchObject({ username: "R0bot" });
});

test("P15.4 a bot's token is a bearer and a hello; it is a member, and keeps its name", async () => {
  const { owner, room } = await owned();
  const { id, token } = await makeBot(room, { avatar: AVATAR });
  const bot = await V1Socket.hello(room, { token, username: "Somebody" });
  expect(bot.welcome).toMatchObject({ uid: id, username: "Robot", role: "member", token });
  let presence = await owner.takeOnly("presence");
  while (!JSON.stringify(presence).includes("Robot")) presence = await owner.takeOnly("presence");
  expect(presence).toMatchObject({
    joined: expect.arrayContaining([{ uid: id, username: "Robot", role: "member", bot: true, avatar: AVATAR }]),
  });
  bot.say("Hello.", "b1");
  expect(await owner.takeOnly("message")).toMatchObject({ uid: id, bot: true });
  bot.send({ type: "rename", id: "b2", username: "Olga" });
  expect(await bot.takeOnly("error")).toMatchObject({ code: "name_given" });

  await send("DELETE", `${room}/bots/${id}`, OWNER_TOKEN);
  expect(await bot.takeOnly("error")).toMatchObject({ code: "bad_token" });
  expect(await bot.closed).toMatchObject({ code: 4401 });
  const again = await V1Socket.open(room);
  again.send({ type: "hello", v: 1, token });
  expect(await again.take()).toMatchObject({ code: "bad_token" });
});

test("P15.4 a bot can do what its scopes say", async () => {
  const { owner, room } = await owned();
  owner.say("First.", "o1");
  await owner.takeOnly("message");
  const writer = await makeBot(room, { name: "Writer", scopes: ["write"] });
  const reader = await makeBot(room, { name: "Reader", scopes: ["read"] });
  const janitor = await makeBot(room, { name: "Janitor", scopes: ["moderate"] });
  const clear = { action: "clear", uid: writer.id };
  const read = ["", "/messages", "/search?q=first", "/events"].map((path) => room + path);
  const statusOf = async (path: string, token: string) => {
    const response = await request(`/api/rooms/${path}`, { authorization: `Bearer ${token}` });
    await response.body?.cancel();
    return response.status;
  };

  expect((await post(room, writer.token, { message: "Written." })).status).toBe(201);
  for (const path of read) expect(await statusOf(path, writer.token), path).toBe(403);
  expect(await send("POST", `${room}/moderate`, writer.token, clear)).toMatchObject(failed(403, "not_allowed"));
  const socket = await V1Socket.open(room);
  socket.send({ type: "hello", v: 1, token: writer.token });
  expect(await socket.take()).toMatchObject({ code: "not_allowed" });

  expect(await post(room, reader.token, { message: "No." })).toMatchObject(failed(403, "not_allowed"));
  for (const path of read) expect(await statusOf(path, reader.token), path).toBe(200);

  expect(await post(room, janitor.token, { message: "No." })).toMatchObject(failed(403, "not_allowed"));
  for (const path of read) expect(await statusOf(path, janitor.token), path).toBe(200);
  expect(await send("POST", `${room}/moderate`, janitor.token, clear)).toMatchObject({ status: 200 });
});

test("P15.5 a bot has a limit of its own: thirty at once, and slow mode is for people", async () => {
  const { owner, room } = await owned();
  owner.send({ type: "moderate", id: "s", action: "settings", settings: { slowMode: 60 } });
  await owner.takeOnly("done");
  const { token } = await makeBot(room);
  let taken = 0;
  let answer = await post(room, token, { message: "Line 0" });
  // A slow machine earns a line a second meanwhile.
  for (; answer.status === 201 && taken < 300; taken += 1)
    answer = await post(room, token, { message: `Line ${taken + 1}` });
  expect(taken).toBeGreaterThanOrEqual(30);
  expect(answer).toMatchObject(failed(429, "rate_limited"));
  expect(answer.headers.get("retry-after")).toBe("1");
});

test("P15.6 a moderator can mute a bot, and ban it", async () => {
  const { owner, room } = await owned();
  const { id, token } = await makeBot(room);
  expect((await post(room, token, { message: "Beep." })).status).toBe(201);
  owner.send({ type: "moderate", id: "m", action: "mute", uid: id, for: 60_000 });
  await owner.takeOnly("done");
  expect(await post(room, token, { message: "Beep." })).toMatchObject(failed(403, "muted"));
  owner.send({ type: "moderate", id: "b", action: "ban", uid: id });
  await owner.takeOnly("done");
  expect(await post(room, token, { message: "Beep." })).toMatchObject(failed(403, "banned"));
});

test("P15.6 a bot that has not posted yet can be muted, and has each scope once", async () => {
  const { owner, room } = await owned();
  const { body, id, token } = await makeBot(room, { scopes: ["read", "write", "read"] });
  expect(body.scopes).toEqual(["read", "write"]);
  await order(owner, { action: "mute", uid: id, for: 60_000 });
  expect(await post(room, token, { message: "Beep." })).toMatchObject(failed(403, "muted"));
});

test("P7.3 a body that is not JSON is called a body", async () => {
  const response = await exports.default.fetch(`https://chat.example/api/rooms/${freshRoom()}/bots`, {
    method: "POST",
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" },
    body: "{",
  });
  expect(await response.json()).toEqual({ error: { code: "bad_json", message: "The body isn't valid JSON." } });
});

test("P15.30 a bot and a webhook are let into a room for the invited, and stay when it becomes one", async () => {
  const { owner, room } = await owned();
  const { token } = await makeBot(room);
  const { token: blind } = await makeBot(room, { name: "Bell", scopes: ["write"] });
  const { body } = await send("POST", `${room}/hooks`, OWNER_TOKEN, { kind: "incoming", name: "Deployments" });
  const here = await V1Socket.hello(room, { token });
  await order(owner, { action: "settings", settings: { read: "invited" } });

  expect((await post(room, token, { message: "One." })).status).toBe(201);
  expect(await here.takeOnly("message")).toMatchObject({ message: "One." });
  expect((await V1Socket.hello(room, { token })).welcome).toMatchObject({ username: "Robot" });
  expect((await post(room, blind, { message: "Two." })).status).toBe(201);
  const hooked = await exports.default.fetch(String(body.url), { method: "POST", body: '{"text": "Three."}' });
  expect(hooked.status).toBe(200);
  expect(await send("GET", `${room}/messages`, token)).toMatchObject({
    status: 200,
    body: { messages: [{ message: "One." }, { message: "Two." }, { message: "Three." }] },
  });
  // Its scopes still say what it may do, and nobody else is let in.
  expect(await send("GET", `${room}/messages`, blind)).toMatchObject(failed(403, "not_allowed"));
  expect(await send("GET", `${room}/messages`, undefined)).toMatchObject({ status: 401 });
});

test("P15.7 the last use of a token is known to the hour, and costs a row an hour at most", async () => {
  const room = freshRoom();
  const { token } = await makeBot(room);
  const before = Date.now();
  await post(room, token, { message: "One." });
  const { body } = await send("GET", `${room}/bots`, OWNER_TOKEN);
  const [{ usedAt } = { usedAt: 0 }] = body.bots as { usedAt: number }[];
  expect(usedAt).toBeGreaterThanOrEqual(before);
  await rowsOf(room, `UPDATE bots SET used_at = used_at - ${59 * 60_000}`);
  await post(room, token, { message: "Three." });
  expect(await rowsOf(room, "SELECT used_at FROM bots")).toEqual([{ used_at: usedAt - 59 * 60_000 }]);
  await rowsOf(room, `UPDATE bots SET used_at = used_at - ${2 * 60_000}`);
  await post(room, token, { message: "Four." });
  const [later] = await rowsOf(room, "SELECT used_at FROM bots");
  expect(Number(later?.used_at)).toBeGreaterThanOrEqual(usedAt);
});

test("P15.8 a room without bots and webhooks has no table for them", async () => {
  const { owner, room } = await owned();
  owner.say("Hello.", "o1");
  await owner.takeOnly("message");
  expect((await send("GET", `${room}/bots`, OWNER_TOKEN)).body).toEqual({ bots: [] });
  const unknown = `bot_${"x".repeat(43)}`;
  expect(await post(room, unknown, { message: "Hello?" })).toMatchObject(failed(401, "bad_token"));
  const tables = "SELECT name FROM sqlite_master WHERE name LIKE '%bots%' OR name LIKE '%hooks%'";
  expect(await rowsOf(room, tables)).toEqual([]);
});
