import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { roomOf } from "../../../src/worker/object/room-stub.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { ACCESS, OPERATOR_AUD, type SigningKey, signingKey, siteToken } from "../../support/site.ts";
import { operate, refusalOf } from "../operator-client.ts";
import { reportNow, runJob } from "../report-now.ts";
import { freshRoom, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: an owner token, a shared secret, two Access applications, DEPLOYMENT_BANS.

const OWN_PAGE = { origin: "https://chat.example" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const operatorToken = (claims: object = {}) => siteToken({ sub: "oprah", name: "Oprah", role: "operator", ...claims });

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey("access", "RS256");
});
beforeEach(() => {
  const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({ keys: [key.jwk] }));
  onTestFinished(() => void fetched.mockRestore());
});

const assertion = async (aud: string) => ({
  "cf-access-jwt-assertion": await key.sign({ iss: `https://${ACCESS.ACCESS_TEAM_DOMAIN}`, aud: [aud], sub: "ada" }),
});

test("P18.3 OWNER_TOKEN, a token of the role operator, and the operators' Access application open the API", async () => {
  expect((await operate("")).body).toMatchObject({
    by: "token",
    directory: true,
    public: false,
    bans: true,
    claims: true,
  });
  const jwt = await operate("/", "GET", undefined, bearer(await operatorToken()));
  expect(jwt.body).toMatchObject({ by: "jwt", name: "Oprah" });
  const access = await operate("/rooms", "GET", undefined, await assertion(OPERATOR_AUD));
  expect(access.status).toBe(200);
});

test("P18.3 nobody else gets in", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  expect(await refusalOf("/rooms", {})).toEqual([401, "token_needed"]);
  expect(await refusalOf("/rooms", bearer(`${OWNER_TOKEN}x`))).toEqual([401, "bad_token"]);
  expect(await refusalOf("/rooms", bearer(String(ada.welcome.token)))).toEqual([403, "not_allowed"]);
  expect(await refusalOf("/rooms", bearer(await siteToken({ role: "owner" })))).toEqual([403, "not_allowed"]);
  expect(await refusalOf("/rooms", bearer(await operatorToken({ exp: 1 })))).toEqual([401, "bad_token"]);
  // A token for one room is not for all of them.
  expect(await refusalOf("/rooms", bearer(await operatorToken({ rooms: [room] })))).toEqual([401, "bad_token"]);
  // The application in front of the rooms lets visitors in.
  expect(await refusalOf("/rooms", await assertion(ACCESS.ACCESS_AUD))).toEqual([401, "bad_token"]);
  expect(await refusalOf("/rooms", { ...bearer(OWNER_TOKEN), origin: "https://one.example" })).toEqual([
    403,
    "forbidden_origin",
  ]);
});

test("P18.3 behind Access, only a page of this origin can change anything", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  const cookie = await assertion(OPERATOR_AUD);
  const lock = { action: "settings", settings: { write: "moderators" } };
  const path = `/rooms/${room}/moderate`;
  expect(await refusalOf(path, cookie, "POST", lock)).toEqual([403, "forbidden_origin"]);
  expect(await refusalOf(path, { ...cookie, origin: "https://evil.example" }, "POST", lock)).toEqual([
    403,
    "forbidden_origin",
  ]);
  expect((await operate(path, "POST", lock, { ...cookie, ...OWN_PAGE })).status).toBe(200);
});

test("P18.3 a token of the role operator is that of an owner in a room", async () => {
  const room = freshRoom();
  const oprah = await V1Socket.hello(room, { token: await operatorToken() });
  expect(oprah.welcome).toMatchObject({ role: "owner", username: "Oprah" });
});

test("P18.2 an operator's act is in the audit log as the operator's, with their name, and outranks owners", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { token: await siteToken({ role: "owner" }) });
  const oprah = bearer(await operatorToken());
  const act = (action: object) => operate(`/rooms/${room}/moderate`, "POST", action, oprah);
  expect((await act({ action: "settings", settings: { title: " The garden ", topic: "Roses" } })).status).toBe(200);
  expect(await ada.takeOnly("room")).toMatchObject({ settings: { title: "The garden", topic: "Roses" } });
  expect((await act({ action: "settings", settings: { title: "x".repeat(65) } })).body.error.code).toBe("bad_action");
  expect((await act({ action: "role", uid: ada.welcome.uid, role: "guest" })).status).toBe(200);
  const { items } = (await operate(`/rooms/${room}/moderation?what=audit`, "GET", undefined, oprah)).body;
  expect(items).toEqual([
    expect.objectContaining({ action: "role", by: "", username: "Oprah" }),
    expect.objectContaining({ action: "settings", by: "", username: "Oprah" }),
  ]);
  expect((await act({ action: "settings", settings: { title: "" } })).status).toBe(200);
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ title: room, topic: "Roses" });
});

test("P18.2 an operator reads what is hidden, erases a person, prunes, exports, and makes bots and invitations", async () => {
  const room = freshRoom();
  const eve = await V1Socket.hello(room, { username: "Eve" });
  const path = `/rooms/${room}`;
  await operate(`${path}/moderate`, "POST", { action: "shadow", uid: eve.welcome.uid, on: true });
  eve.say("only for me", "1");
  await eve.takeOnly("message");
  const { messages } = (await operate(`${path}/messages`)).body;
  expect(messages).toEqual([expect.objectContaining({ message: "only for me", hidden: true })]);
  expect((await operate(`${path}/moderate`, "POST", { action: "invite" })).body.invitation.secret).toBeTypeOf("string");
  expect((await operate(`${path}/bots`, "POST", { name: "Robot", scopes: ["read"] })).status).toBe(201);
  expect((await operate(`${path}/people/${eve.welcome.uid}/erase`, "POST")).status).toBe(200);
  expect((await operate(`${path}/messages?before=2999-01-01`, "DELETE")).status).toBe(200);
  expect((await operate(`${path}/messages`)).body.messages).toEqual([]);
});

test("P18.2 a claim link of the API makes its first user an owner", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const { body, status } = await operate(`/rooms/${room}/claim`, "POST");
  expect(status).toBe(201);
  const link = new URL(body.link);
  expect(link.pathname).toBe(`/r/${room}`);
  ada.send({ type: "claim", id: "claim", secret: link.hash.slice("#claim=".length) });
  await ada.takeOnly("done");
  ada.send({ type: "claim", id: "again", secret: link.hash.slice("#claim=".length) });
  expect(await ada.takeOnly("error")).toMatchObject({ code: "bad_claim" });
});

test("P18.8 a room is deleted a day after its name was typed, with all that it has, and not before", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  await reportNow(room);
  const path = `/rooms/${room}/deletion`;
  expect(await refusalOf(path, bearer(OWNER_TOKEN), "PUT", { name: "garden" })).toEqual([400, "bad_action"]);
  expect(await refusalOf(`/rooms/${freshRoom()}/deletion`, bearer(OWNER_TOKEN), "DELETE")).toEqual([404, "no_room"]);
  const { body } = await operate(path, "PUT", { name: room });
  expect(Math.abs(body.deletesAt - Date.now() - 24 * 60 * 60 * 1_000)).toBeLessThan(60_000);
  expect((await operate(`/rooms/${room}`)).body.deletesAt).toBe(body.deletesAt);
  // A report in between changes nothing.
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body.deletesAt).toBe(body.deletesAt);
  expect((await operate(`/rooms/${room}/messages`)).body.messages).toHaveLength(1);
  await runJob(room, "directory.delete");
  expect((await ada.closed).code).toBe(1012);
  const rows = await runInDurableObject(stubOf(room), (_object, { storage }) => {
    return storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'messages'").toArray();
  });
  expect(rows).toEqual([]);
  expect((await operate(`/rooms/${room}`)).status).toBe(404);
  expect((await operate(`/audit?room=${room}`)).body.entries[0]).toMatchObject({ action: "deleteRoom", by: "" });
  // The name is free again.
  const back = await V1Socket.hello(room, { username: "Ada" });
  expect(back.missed).toEqual([expect.objectContaining({ type: "reset", messages: [] })]);
});

test("P18.8 within the day an operator can undo it", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  await reportNow(room);
  await operate(`/rooms/${room}/deletion`, "PUT", { name: room });
  expect((await operate(`/rooms/${room}/deletion`, "DELETE")).status).toBe(204);
  expect((await operate(`/rooms/${room}`)).body).not.toHaveProperty("deletesAt");
  await runJob(room, "directory.delete");
  expect((await operate(`/rooms/${room}/messages`)).body.messages).toHaveLength(1);
  expect(await refusalOf(`/rooms/${room}/deletion`, bearer(OWNER_TOKEN), "DELETE")).toEqual([404, "not_found"]);
});

test("P18.8 only an operator deletes a room", async () => {
  const room = freshRoom();
  const token = await siteToken({ role: "owner" });
  const ada = await V1Socket.hello(room, { token });
  expect(ada.welcome.role).toBe("owner");
  const put = await refusalOf(`/rooms/${room}/deletion`, bearer(token), "PUT", { name: room });
  expect(put).toEqual([403, "not_allowed"]);
  // Whoever reaches the room's object is asked there too.
  const requester = { type: "signedIn", identity: { uid: String(ada.welcome.uid), role: "owner" } } as const;
  expect(await roomOf(env, room).ask({ type: "directory.delete" }, requester)).toBe("not_allowed");
  expect(await roomOf(env, room).ask({ type: "directory.collect" }, requester)).toBe("not_found");
});

test("P18.2 P18.7 bans across all rooms are an operator's too, and in the audit log", async () => {
  const oprah = bearer(await operatorToken());
  const uid = `m${"a".repeat(24)}`;
  expect((await operate("/bans", "POST", { uid }, oprah)).body.bans).toEqual([expect.objectContaining({ key: uid })]);
  expect((await operate("/bans", "GET", undefined, oprah)).body.bans).toEqual([expect.objectContaining({ key: uid })]);
  expect((await operate(`/bans/${uid}`, "DELETE", undefined, oprah)).body.bans).toEqual([]);
  const { entries } = (await operate("/audit?room=")).body;
  expect(entries).toEqual([
    expect.objectContaining({ room: "", action: "liftFromAll", by: "", username: "Oprah", details: { key: uid } }),
    expect.objectContaining({ room: "", action: "banFromAll", details: { bans: [{ key: uid, kind: "uid" }] } }),
  ]);
});

test("P18.8 a deletion that is interrupted is tried again; a second order changes no date, and claims end with the room", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  // Before its first report.
  const { body } = await operate(`/rooms/${room}/deletion`, "PUT", { name: room });
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body.deletesAt).toBe(body.deletesAt);
  expect((await operate(`/rooms/${room}/deletion`, "PUT", { name: room })).body).toEqual(body);
  expect((await operate(`/rooms/${room}/claim`, "POST", {})).body.until).toBe(body.deletesAt);
  const inDirectory = env.ROOM_DIRECTORY.getByName("directory");
  const restore = await runInDurableObject(inDirectory, (object) => {
    const prototype: object = Object.getPrototypeOf(object);
    const forget = Reflect.get(prototype, "forget");
    const fail = () => {
      throw new Error("a planted failure");
    };
    Reflect.set(prototype, "forget", fail);
    return () => Reflect.set(prototype, "forget", forget);
  });
  await runJob(room, "directory.delete").catch(() => {});
  restore();
  const jobs = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("SELECT kind FROM jobs WHERE kind = 'directory.delete'").toArray(),
  );
  expect(jobs).toHaveLength(1);
  await runJob(room, "directory.delete");
  expect((await operate(`/rooms/${room}`)).status).toBe(404);
});
