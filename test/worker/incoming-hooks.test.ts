import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { owned } from "./owned-room.ts";
import { send } from "./post-json.ts";
import { CLOUDFLARE } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** A room with its owner connected, and a webhook. */
async function roomWithHook(fields: object = {}) {
  const { owner, room } = await owned();
  const { body } = await send("POST", `${room}/hooks`, OWNER_TOKEN, { kind: "incoming", name: "Robot", ...fields });
  return { owner, room, url: String(body.url), id: String(body.id), secret: String(body.url).split("/").at(-1) ?? "" };
}

interface Sent {
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

/** Posts to a webhook. */
async function post(
  url: string,
  body: string | object | FormData,
  { headers = {}, type = "application/json" }: Sent = {},
) {
  const isForm = body instanceof FormData;
  const response = await exports.default.fetch(url, {
    method: "POST",
    headers: { ...(isForm ? {} : { "content-type": type }), ...headers },
    body: isForm || typeof body === "string" ? body : JSON.stringify(body),
    cf: CLOUDFLARE,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test("P15.21 P15.22 a payload of Slack becomes a message of the webhook, and the answer is ok", async () => {
  const { id, owner, room, url } = await roomWithHook({ avatar: "https://a.example/robot.png" });
  expect(await post(url, { text: "*Hello* <https://a.example|there>" })).toMatchObject({ status: 200, text: "ok" });
  expect(await owner.takeOnly("message")).toMatchObject({
    uid: id,
    username: "Robot",
    message: "**Hello** [there](https://a.example)",
    bot: true,
    avatar: "https://a.example/robot.png",
  });
  // As curl sends it.
  expect(await post(url, '{"text": "By curl"}', { type: "application/x-www-form-urlencoded" })).toMatchObject({
    text: "ok",
  });
  expect(await owner.takeOnly("message")).toMatchObject({ message: "By curl" });
  const form = `payload=${encodeURIComponent('{"text": "By form", "username": "Jenkins", "icon_url": "http://a.example/"}')}`;
  expect(await post(url, form, { type: "application/x-www-form-urlencoded" })).toMatchObject({ text: "ok" });
  const event = await owner.takeOnly("message");
  expect(event).toMatchObject({
    message: "By form",
    username: "Jenkins",
    bot: true,
    avatar: "https://a.example/robot.png",
  });
  const { body } = await send("GET", `${room}/messages`, undefined);
  expect(body).toMatchObject({ messages: [{}, {}, event] });
});

test("P15.22 a payload of Discord is answered as Discord does, on either path", async () => {
  const { id, owner, room, secret, url } = await roomWithHook();
  expect(await post(url, { content: "One" })).toMatchObject({ status: 204, text: "" });
  expect(await owner.takeOnly("message")).toMatchObject({ message: "One" });
  const path = `https://chat.example/hooks/v10/webhooks/${room}/${secret}`;
  expect(await post(path, { content: "Two" })).toMatchObject({ status: 204, text: "" });
  await owner.takeOnly("message");
  const waited = await post(`${path}?wait=true`, { content: "Three", username: "Captain Hook" });
  expect(waited.status).toBe(200);
  expect(JSON.parse(waited.text)).toMatchObject({
    id: "3",
    content: "Three",
    webhook_id: id,
    author: { id, username: "Captain Hook", bot: true },
    mentions: [],
  });
  const form = new FormData();
  form.set("payload_json", '{"content": "Four"}');
  form.set("files[0]", new Blob(["x"]), "x.txt");
  expect(await post(path, form)).toMatchObject({ status: 204 });
  await owner.takeOnly("message");
  expect(await owner.takeOnly("message")).toMatchObject({ message: "Four" });
});

test("P15.22 errors are those that the sender knows", async () => {
  const { id, owner, room, secret, url } = await roomWithHook();
  const discord = `https://chat.example/hooks/v10/webhooks/${room}/${secret}`;
  expect(await post(url, "no json")).toMatchObject({ status: 400, text: "invalid_payload" });
  expect(await post(url, { other: 1 })).toMatchObject({ status: 400, text: "invalid_payload" });
  expect(await post(url, { text: " " })).toMatchObject({ status: 400, text: "no_text" });
  const empty = await post(discord, { content: "" });
  expect({ status: empty.status, ...JSON.parse(empty.text) }).toMatchObject({ status: 400, code: 50006 });
  expect(await post(url, { text: "x".repeat(1024 * 1024) })).toMatchObject({ status: 413, text: "too_large" });
  const got = await exports.default.fetch(url, { cf: CLOUDFLARE });
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);

  const wrong = url.slice(0, -1) + (url.endsWith("A") ? "B" : "A");
  expect(await post(wrong, { text: "x" })).toMatchObject({ status: 404, text: "no_service" });
  const nowhere = await post(`https://chat.example/hooks/v10/webhooks/nowhere-${room}/${secret}`, { content: "x" });
  expect({ status: nowhere.status, ...JSON.parse(nowhere.text) }).toMatchObject({ status: 404, code: 10015 });
  await send("DELETE", `${room}/hooks/${id}`, owner.welcome.token);
  expect(await post(url, { text: "x" })).toMatchObject({ status: 404, text: "no_service" });
});

test("P15.5 a webhook that posts too fast is told when to go on", async () => {
  const { room, secret, url } = await roomWithHook();
  let refused = await post(url, { text: "0" });
  for (let index = 1; index < 40 && refused.status === 200; index += 1)
    refused = await post(url, { text: String(index) });
  expect(refused).toMatchObject({ status: 429, text: "rate_limited" });
  expect(refused.headers.get("retry-after")).toBe("1");
  const limited = await post(`https://chat.example/hooks/v10/webhooks/${room}/${secret}`, { content: "x" });
  expect(JSON.parse(limited.text)).toMatchObject({ retry_after: expect.any(Number), global: false });
});

test("P15.25 P15.29 an event of GitHub is posted once, however often it is delivered", async () => {
  const { owner, url } = await roomWithHook();
  const headers = { "x-github-event": "ping", "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
  const ping = { zen: "Keep it logically awesome.", sender: { login: "octocat" } };
  expect(await post(url, ping, { headers })).toMatchObject({ status: 200, text: "ok" });
  expect(await owner.takeOnly("message")).toMatchObject({
    seq: 1,
    message: "**octocat** connected this room to GitHub",
  });
  expect(await post(url, ping, { headers })).toMatchObject({ status: 200, text: "ok" });
  const renamed = { ...ping, sender: { login: "hubot" } };
  expect(await post(url, renamed, { headers })).toMatchObject({ status: 200, text: "ok" });
  const label = { action: "labeled", pull_request: {} };
  expect(await post(url, label, { headers: { "x-github-event": "pull_request" } })).toMatchObject({ text: "ok" });
  expect(await post(url, { text: "next" })).toMatchObject({ text: "ok" });
  expect(await owner.takeOnly("message")).toMatchObject({ seq: 2, message: "next" });
});

test("P15.27 nothing that a program sends is lost for its form, and nobody is mentioned", async () => {
  const { owner, url } = await roomWithHook();
  const { uid } = owner.welcome;
  const mentions = [{ uid, username: "Olga" }];
  await post(url, { text: "@Olga \u001b[31mred\u202e \ud800", username: "\u202e", icon_url: "javascript:1", mentions });
  const event = await owner.takeOnly("message");
  expect(event).toMatchObject({ message: "@Olga [31mred \ufffd", username: "Robot" });
  expect(event).not.toHaveProperty("mentions");
  expect(event).not.toHaveProperty("avatar");
  await post(url, { text: `${"long ".repeat(1_000)}` });
  const { message } = await owner.takeOnly("message");
  expect(String(message)).toHaveLength(4_000);
  expect(String(message)).toMatch(/long…?$|…$/);
});

test("P15.28 a payload's name that is another's or reserved gives way to the webhook's own", async () => {
  const { owner, room, url } = await roomWithHook();
  await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Weather" });
  await V1Socket.hello(room, { username: "Ada" });
  for (const username of [owner.welcome.username, "Weather", "\u0410da", "AD-A", "admin", "guest-1234"]) {
    await post(url, { text: "Hello", username });
    expect(await owner.takeOnly("message"), String(username)).toMatchObject({ username: "Robot" });
  }
  for (const username of ["Jenkins", "Robot", "Adam"]) {
    await post(url, { text: "Hello", username });
    expect(await owner.takeOnly("message")).toMatchObject({ username });
  }
});

test("P15.28 P8.30 nor does it bring the name of an owner who is away and never wrote", async () => {
  const { owner, room, url } = await roomWithHook();
  owner.close(1000);
  await owner.closed;
  await post(url, { text: "Hello", username: "Olga" });
  const { body } = await send("GET", `${room}/messages`, undefined);
  expect(body).toMatchObject({ messages: [{ message: "Hello", username: "Robot" }] });
});

test("P15.4 the secret of a webhook is no bearer, and a bot's token no secret of a webhook", async () => {
  const { room, secret } = await roomWithHook();
  const bot = await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Bot" });
  for (const token of [secret, `hook_${secret}`, `bot_${secret}`]) {
    expect((await send("POST", `${room}/messages`, token, { message: "x" })).status).toBe(401);
  }
  for (const token of [String(bot.body.token), String(bot.body.token).slice(4)]) {
    expect((await post(`https://chat.example/hooks/${room}/${token}`, { text: "x" })).status).toBe(404);
  }
});
