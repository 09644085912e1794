import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { siteToken } from "../../support/site.ts";
import { failed, send } from "../post-json.ts";
import { freshRoom, request, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const post = (room: string, token: unknown, body: object, headers?: Record<string, string>) =>
  send("POST", `${room}/messages`, token, body, headers);

/** A room with one person connected, and the token of a guest who has left it. */
async function roomWithGuest(username = "Ben") {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const ben = await V1Socket.hello(room, { username });
  const { token, uid } = ben.welcome;
  await ada.takeCount(2);
  ben.close(1000);
  await ben.closed;
  await ada.takeCount(1);
  return { room, ada, token, uid };
}

const moderate = (room: string, body: object) => send("POST", `${room}/moderate`, OWNER_TOKEN, body);

describe("posting a message", () => {
  test("P7.6 answers 201 with the event that everyone in the room receives", async () => {
    const { ada, room, token, uid } = await roomWithGuest();
    const posted = await post(room, token, { message: "Deployed.", id: "d1", mentions: [{ uid }], color: "green" });
    expect(posted.status).toBe(201);
    const event = await ada.take();
    expect(event).toMatchObject({ type: "message", seq: 1, id: "d1", uid, message: "Deployed.", color: "green" });
    expect(posted.body).toEqual(event);
    const reply = await post(room, token, { message: "All green.", replyTo: 1 });
    expect(reply.body).toMatchObject({ seq: 2, replyTo: 1, id: expect.stringMatching(/^[a-z0-9]{16}$/) });
  });

  test("P7.7 a repeated id is stored once, also when its first request came by a socket; other content is 409", async () => {
    const { ada, room } = await roomWithGuest();
    ada.say("Once.", "a1");
    await ada.take();
    const again = await post(room, ada.welcome.token, { message: "Once.", id: "a1" });
    expect(again).toMatchObject({ status: 200, body: { seq: 1, message: "Once." } });
    expect(await post(room, ada.welcome.token, { message: "Twice.", id: "a1" })).toMatchObject(
      failed(409, "id_conflict"),
    );
    const first = await post(room, ada.welcome.token, { message: "New.", id: "a2" });
    const second = await post(room, ada.welcome.token, { message: "New.", id: "a2" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect((await send("GET", `${room}`, undefined)).body).toMatchObject({ head: 2 });
  });

  test("P7.7 the id of another command, deleted since, names no message", async () => {
    const { ada, room } = await roomWithGuest();
    ada.say("First.", "a1");
    ada.send({ type: "edit", id: "a2", target: 1, message: "Second." });
    ada.send({ type: "delete", id: "a3", target: 1 });
    for (let seq = 1; seq <= 3; seq += 1) await ada.take();
    expect(await post(room, ada.welcome.token, { message: "Third.", id: "a2" })).toMatchObject(
      failed(409, "id_conflict"),
    );
  });

  test.each<[object, number, string]>([
    [{}, 400, "bad_message"],
    [{ message: " " }, 400, "bad_message"],
    [{ message: "x".repeat(4_001) }, 400, "message_too_long"],
    [{ message: "x", id: "" }, 400, "bad_id"],
    [{ message: "x", replyTo: "1" }, 400, "bad_target"],
    [{ message: "x", replyTo: 7 }, 404, "no_target"],
    [{ message: "x", files: [] }, 400, "bad_command"],
    [{ message: "x", files: [{ id: "f", alt: null }] }, 400, "bad_command"],
    [{ message: "x", data: "x".repeat(1_100) }, 400, "extra_too_large"],
    [{ message: "x", data: "x".repeat(17_000) }, 413, "too_large"],
  ])("P7.10 %j is %d (%s)", async (body, status, code) => {
    const { room, token } = await roomWithGuest();
    expect(await post(room, token, body)).toMatchObject(failed(status, code));
  });

  test("P7.6 needs a bearer, JSON, and a page that may open the room", async () => {
    const { room, token } = await roomWithGuest();
    expect(await post(room, undefined, { message: "x" })).toMatchObject(failed(401, "token_needed"));
    expect(await post(room, `${token}x`, { message: "x" })).toMatchObject(failed(401, "bad_token"));
    const asText = { "content-type": "text/plain" };
    expect(await post(room, token, { message: "x" }, asText)).toMatchObject(failed(415, "not_json"));
    const evil = { origin: "https://evil.example" };
    expect(await post(room, token, { message: "x" }, evil)).toMatchObject(failed(403, "forbidden_origin"));
    expect((await send("GET", room, undefined)).body).toMatchObject({ head: 0 });
  });

  test("P7.6 makes no room, unless the token is a moderator's", async () => {
    const room = freshRoom();
    expect(await post(room, await siteToken(), { message: "x" })).toMatchObject(failed(404, "no_room"));
    expect(await post(room, await siteToken({ role: "moderator" }), { message: "x" })).toMatchObject({ status: 201 });
  });
});

describe("who posts", () => {
  test("P7.9 is named as in the room, or by the last name there, and nobody sees them come or go", async () => {
    const { ada, room, token, uid } = await roomWithGuest("Ben");
    expect((await post(room, ada.welcome.token, { message: "from here" })).body).toMatchObject({ username: "Ada" });
    expect((await post(room, token, { message: "from afar" })).body).toMatchObject({ username: "Ben", uid });
    await ada.take();
    await ada.take();
    const eve = await V1Socket.hello(room, { username: "Eve" });
    expect(eve.welcome).toMatchObject({ count: 2, members: [{ username: "Ada" }, { username: "Eve" }] });
    // Whoever came or went until now would be in it too.
    expect(await ada.takeCount(2)).toMatchObject({ joined: [{ username: "Eve" }], left: [] });
  });

  test("P7.9 a site's token gives the name and the badge, or the name is made as at a hello", async () => {
    const { room } = await roomWithGuest();
    const named = await siteToken({ sub: "1", name: "Status page" });
    expect((await post(room, named, { message: "x" })).body).toMatchObject({ username: "Status page", signedIn: true });
    const unnamed = await post(room, await siteToken({ sub: "2" }), { message: "x" });
    expect(unnamed.body).toMatchObject({ username: expect.stringMatching(/^member-/), signedIn: true });
  });

  test("P7.9 the name of a guest who posted stays theirs, as that of one who wrote and left", async () => {
    const { room, token } = await roomWithGuest("Ben");
    await post(room, token, { message: "x" });
    await expect(V1Socket.hello(room, { username: "Ben" })).rejects.toThrow("name_taken");
  });

  test("P7.9 the deployment is nobody: its token deletes, and says nothing", async () => {
    const { ada, room, token } = await roomWithGuest();
    await post(room, token, { message: "x" });
    await ada.take();
    expect(await post(room, OWNER_TOKEN, { message: "x" })).toMatchObject(failed(403, "not_allowed"));
    expect(await send("PATCH", `${room}/messages/1`, OWNER_TOKEN, { message: "y" })).toMatchObject(
      failed(403, "not_allowed"),
    );
    expect((await send("DELETE", `${room}/messages/1`, OWNER_TOKEN)).status).toBe(204);
    expect(await ada.take()).toMatchObject({ type: "delete", target: 1 });
  });
});

describe("changing a message", () => {
  test("P7.8 PATCH edits one's own message and answers with it; the same id again changes nothing", async () => {
    const { ada, room, token } = await roomWithGuest();
    await post(room, token, { message: "Deploying…" });
    const edited = await send("PATCH", `${room}/messages/1`, token, { message: "Deployed.", id: "e1" });
    expect(edited).toMatchObject({ status: 200, body: { type: "message", seq: 1, message: "Deployed." } });
    expect(edited.body).toHaveProperty("editedAt");
    const again = await send("PATCH", `${room}/messages/1`, token, { message: "Deployed.", id: "e1" });
    expect(again).toMatchObject({ status: 200, body: edited.body });
    const others = await send("PATCH", `${room}/messages/1`, ada.welcome.token, { message: "Broken." });
    expect(others).toMatchObject(failed(403, "not_yours"));
    expect(await send("PATCH", `${room}/messages/9`, token, { message: "x" })).toMatchObject(failed(404, "no_target"));
    expect(await send("PATCH", `${room}/messages/1e0`, token, { message: "x" })).toMatchObject(
      failed(400, "bad_target"),
    );
  });

  test("P7.8 DELETE deletes it, and repeated it is a success without another event", async () => {
    const { ada, room, token } = await roomWithGuest();
    await post(room, token, { message: "Secret." });
    await ada.take();
    expect(await send("DELETE", `${room}/messages/1`, ada.welcome.token)).toMatchObject(failed(403, "not_yours"));
    expect((await send("DELETE", `${room}/messages/1`, token)).status).toBe(204);
    expect(await ada.take()).toMatchObject({ type: "delete", target: 1 });
    expect((await send("DELETE", `${room}/messages/1`, token)).status).toBe(204);
    expect((await send("GET", room, undefined)).body).toMatchObject({ head: 2 });
    expect(await send("PATCH", `${room}/messages/1`, token, { message: "x" })).toMatchObject(
      failed(400, "target_deleted"),
    );
  });

  test("P7.8 PUT and DELETE of a reaction are idempotent; an emoji is percent-encoded", async () => {
    const { ada, room, token, uid } = await roomWithGuest();
    await post(room, ada.welcome.token, { message: "Lunch?" });
    await ada.take();
    const path = `${room}/messages/1/reactions/${encodeURIComponent("🎉")}`;
    expect((await send("PUT", path, token)).status).toBe(204);
    expect(await ada.take()).toMatchObject({ type: "reaction", target: 1, emoji: "🎉", on: true, uid });
    expect((await send("PUT", path, token)).status).toBe(204);
    expect((await send("DELETE", path, token)).status).toBe(204);
    expect(await ada.take()).toMatchObject({ type: "reaction", seq: 3, on: false, uid });
    expect((await send("DELETE", path, token)).status).toBe(204);
    expect((await send("GET", room, undefined)).body).toMatchObject({ head: 3 });
    expect(await send("PUT", `${room}/messages/1/reactions/x`, token)).toMatchObject(failed(400, "bad_emoji"));
  });

  test("P7.3 another method is 405, and says which there are", async () => {
    const other = await send("PUT", "lobby/messages/1", undefined, {});
    expect(other).toMatchObject(failed(405, "method_not_allowed"));
    expect(other.headers.get("allow")).toBe("PATCH, DELETE");
    expect((await send("POST", "lobby/messages/1/reactions/x", undefined, {})).headers.get("allow")).toBe(
      "PUT, DELETE",
    );
    expect((await send("PUT", "lobby/messages", undefined)).headers.get("allow")).toBe("GET, POST, DELETE");
  });
});

describe("the rules of the room", () => {
  test("P7.10 a mute is 403, with the seconds that are left", async () => {
    const { room, token, uid } = await roomWithGuest();
    await post(room, token, { message: "x" });
    await moderate(room, { action: "mute", uid, for: 90_000 });
    const muted = await post(room, token, { message: "x" });
    expect(muted).toMatchObject(failed(403, "muted"));
    expect(Number(muted.headers.get("retry-after"))).toBeGreaterThan(60);
    expect(Object.keys(muted.body.error as object)).toEqual(["code", "message"]);
  });

  test("P7.10 slow mode is 429 and counts messages of both ways", async () => {
    const { ada, room } = await roomWithGuest();
    await moderate(room, { action: "settings", settings: { slowMode: 60 } });
    ada.say("by socket", "a1");
    await ada.takeOnly("message");
    const slowed = await post(room, ada.welcome.token, { message: "over HTTP" });
    expect(slowed).toMatchObject(failed(429, "slow_mode"));
    expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(30);
  });

  test("P7.10 blocked words are 422 or hide, restricted writing and a ban are 403", async () => {
    const { ada, room, token, uid } = await roomWithGuest();
    await moderate(room, { action: "settings", settings: { words: { reject: ["spam"], hide: ["ham"] } } });
    expect(await post(room, token, { message: "Spam!" })).toMatchObject(failed(422, "blocked_word"));
    expect((await post(room, token, { message: "Ham!" })).status).toBe(201);
    expect(await ada.takeOnly("void")).toMatchObject({ seq: 1 });
    await moderate(room, { action: "settings", settings: { write: "members" } });
    expect(await post(room, token, { message: "x" })).toMatchObject(failed(403, "members_write"));
    expect((await post(room, await siteToken(), { message: "x" })).status).toBe(201);
    await moderate(room, { action: "ban", uid });
    expect(await post(room, token, { message: "x" })).toMatchObject(failed(403, "banned"));
  });

  test("P7.10 a person whom the room hides gets their message, and everyone else gets its place in the log", async () => {
    const { ada, room, token, uid } = await roomWithGuest();
    await post(room, token, { message: "x" });
    await ada.take();
    await moderate(room, { action: "shadow", uid, on: true });
    expect(await post(room, token, { message: "y" })).toMatchObject({ status: 201, body: { message: "y", uid } });
    expect(await ada.take()).toMatchObject({ type: "void", seq: 2, uid: "" });
  });

  test("P7.10 an address that is banned or muted posts nothing under another token", async () => {
    const from = (address: string) => ({ "cf-connecting-ip": address });
    const room = freshRoom();
    const eve = await V1Socket.hello(room, { username: "Eve" }, from("203.0.113.7"));
    const other = await V1Socket.hello(room, { username: "Mal" }, from("203.0.113.7"));
    const token = other.welcome.token;
    await post(room, eve.welcome.token, { message: "x" }, from("203.0.113.7"));
    await moderate(room, { action: "mute", uid: eve.welcome.uid, for: 60_000, address: true });
    expect(await post(room, token, { message: "x" }, from("203.0.113.7"))).toMatchObject(failed(403, "muted"));
    await moderate(room, { action: "ban", uid: eve.welcome.uid, address: true });
    expect(await post(room, token, { message: "x" }, from("203.0.113.7"))).toMatchObject(failed(403, "banned"));
  });

  test("P15.5 a bot's address doesn't count: banned or muted, it is no matter to the bot, and a bot's ban bans none", async () => {
    const address = { "cf-connecting-ip": "203.0.113.9" };
    const room = freshRoom();
    const eve = await V1Socket.hello(room, { username: "Eve" }, address);
    const made = await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Robot" });
    const token = String(made.body.token);
    const there = await V1Socket.hello(room, { token }, address);
    await post(room, eve.welcome.token, { message: "x" }, address);
    await moderate(room, { action: "mute", uid: eve.welcome.uid, for: 60_000, address: true });
    expect((await post(room, token, { message: "x" }, address)).status).toBe(201);
    await moderate(room, { action: "ban", uid: eve.welcome.uid, address: true });
    expect(await V1Socket.hello(room, { token }, address)).toMatchObject({ welcome: { uid: made.body.id } });
    there.say("Still here", "1");
    expect((await post(room, token, { message: "x" }, address)).status).toBe(201);

    const elsewhere = { "cf-connecting-ip": "203.0.113.10" };
    const bot = await V1Socket.hello(room, { token }, elsewhere);
    bot.say("Beep", "2");
    await bot.takeOnly("message");
    const banned = await moderate(room, { action: "ban", uid: made.body.id, address: true });
    expect(banned.body).toMatchObject({ type: "done", address: false });
    expect(await V1Socket.hello(room, { username: "Fay" }, elsewhere)).toMatchObject({ welcome: { username: "Fay" } });
  });

  test("P7.10 the address of one who posts without a socket can be banned as well, and costs a row an hour", async () => {
    const { room, token, uid } = await roomWithGuest();
    const address = { "cf-connecting-ip": "203.0.113.8" };
    for (const message of ["one", "two", "three"]) await post(room, token, { message }, address);
    const rows = await runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql.exec("SELECT uid FROM recent_authors").toArray(),
    );
    expect(rows).toEqual([{ uid }]);
    const banned = await moderate(room, { action: "ban", uid, address: true });
    expect(banned.body).toMatchObject({ type: "done", address: true });
  });
});

test("P7.11 a preflight allows every method and header of the API, and pages may read ETag and Retry-After", async () => {
  const origin = "https://one.example";
  const ask = await request(
    "/api/rooms/lobby/messages/1",
    { origin, "access-control-request-method": "PATCH" },
    "OPTIONS",
  );
  expect(ask.status).toBe(204);
  expect(ask.headers.get("access-control-allow-methods")).toBe("GET, POST, PATCH, PUT, DELETE");
  expect(ask.headers.get("access-control-allow-headers")).toBe(
    "authorization, content-type, if-none-match, last-event-id, x-file-name",
  );
  const { room, token } = await roomWithGuest();
  const posted = await post(room, token, { message: "x" }, { origin });
  expect(posted.headers.get("access-control-allow-origin")).toBe(origin);
  expect(posted.headers.get("access-control-expose-headers")).toBe("etag, retry-after");
});
