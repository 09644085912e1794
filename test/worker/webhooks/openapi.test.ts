import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CAPABILITIES } from "../../../src/worker/capabilities.ts";
import { createRoutes } from "../../../src/worker/http/routes.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { jpeg } from "../../support/pictures.ts";
import { order, owned } from "../owned-room.ts";
import { reportNow } from "../report-now.ts";
import { request } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";
import { SITE } from "./hook-client.ts";
import { call, called, OPERATIONS } from "./openapi-client.ts";

// vitest.config.ts gives this folder a receiver of webhooks, and bans across all rooms.

/** Addresses of sockets, of pages for people, and of `parley move`, whose steps may change with any version. */
const NOT_FOR_PROGRAMS = [
  /^\/$/,
  /^\/ws\b/,
  /^\/websocket\.php$/,
  /^\/embed\b/,
  /^\/log$/,
  /^\/r\//,
  /^\/api\/challenge/,
  /^\/api\/(?:operator\/)?rooms\/\{room\}\/move/,
];

test("public/openapi.json has every route of the Worker, and no other", () => {
  const routes = createRoutes(CAPABILITIES)
    .routes.filter(({ method }) => method !== "ALL" && method !== "OPTIONS")
    .filter(({ path }) => path !== "/api/operator/*")
    .map(({ method, path }) => ({
      method,
      path: path.replace(/:(\w+)(?:\{[^}]+\})?/g, "{$1}").replace(/(.)\/$/, "$1"),
    }))
    .filter(({ path }) => !NOT_FOR_PROGRAMS.some((pattern) => pattern.test(path)));
  const documented = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(documented)).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)));
});

test("every operation of public/openapi.json is answered as it says", async () => {
  const { owner, room } = await owned();
  const gus = await V1Socket.hello(room, { username: "Gus" });
  const token = String(gus.welcome.token);
  const uid = String(gus.welcome.uid);
  const here = { room };
  await order(owner, { action: "settings", settings: { files: "everyone", words: { reject: ["bad"], hide: [] } } });

  const upload = await call("uploadFile", { with: { ...here, "x-file-name": "photo.jpg" }, body: jpeg(), token });
  const { file } = upload.body as { file: { id: string } };
  await call("readUploadLimits", { with: here });
  await call("readFile", { with: { ...here, id: file.id, name: "photo.jpg" } });

  const message = { message: "Hello **world**", id: "hello", mentions: [{ uid, username: "Gus" }], note: 1 };
  const posted = await call("postMessage", {
    with: here,
    token,
    body: { ...message, files: [{ id: file.id, alt: "A" }] },
  });
  expect(posted.status).toBe(201);
  const again = await call("postMessage", {
    with: here,
    token,
    body: { ...message, files: [{ id: file.id, alt: "A" }] },
  });
  expect(again.status).toBe(200);
  const seq = Number(posted.body.seq);
  const place = { ...here, seq };
  await call("editMessage", { with: place, token, body: { message: "Hello, world" } });
  await call("addReaction", { with: { ...place, emoji: "🚀" }, token });
  await call("readMessages", { with: { ...here, limit: 10 } });
  await call("search", { with: { ...here, q: "hello" } });
  await call("removeReaction", { with: { ...place, emoji: "🚀" }, token });
  await call("readHealth");
  await call("readRoom", { with: here });
  await call("streamEvents", { with: { ...here, since: 0 } });
  const unchanged = await request(`/api/rooms/${room}/messages?limit=10`);
  const tag = unchanged.headers.get("etag") ?? "";
  const kept = await call("readMessages", { with: { ...here, limit: 10, "if-none-match": tag }, token });
  expect(kept.status).toBe(304);

  owner.send({ type: "report", id: "report", target: seq, reason: "spam" });
  await call("moderate", { with: here, body: { action: "invite", uses: 2, id: "invite" } });
  await call("moderate", { with: here, body: { action: "mute", uid, for: 60_000, address: true } });
  for (const what of ["bans", "muted", "reports", "resolved", "audit", "invitations", "words"]) {
    await call("readModerationList", { with: { ...here, what } });
  }
  await call("moderate", { with: here, body: { action: "mute", uid, for: 0 } });
  await call("exportAudit", { with: here });

  const made = await call("createBot", {
    with: here,
    body: { name: "Robot", avatar: "https://example.org/a.png", scopes: ["read", "write"] },
  });
  await call("postMessage", { with: here, token: String(made.body.token), body: { message: "Beep" } });
  await call("listBots", { with: here });
  await call("revokeBot", { with: { ...here, id: String(made.body.id) } });

  const alerts = await call("createHook", { with: here, body: { kind: "incoming", name: "Alerts" } });
  const secret = String(alerts.body.url).split("/").at(-1) ?? "";
  await call("receiveHook", { with: { ...here, secret }, body: { text: "Disk is *full*" } });
  const discord = { ...here, secret, version: "v10", wait: "true" };
  await call("receiveDiscordHook", { with: discord, body: { content: "Disk is **full**", embeds: null } });
  const outgoing = { kind: "outgoing", url: `${SITE}/ok/${room}`, events: ["message"], filter: { text: "build" } };
  const hook = { ...here, id: String((await call("createHook", { with: here, body: outgoing })).body.id) };
  const command = { kind: "command", url: `${SITE}/reply/${room}`, command: "weather", description: "The weather" };
  await call("createHook", { with: here, body: command });
  await call("changeHook", { with: hook, body: { events: ["message", "edit"], filter: {} } });
  const tested = await call("testHook", { with: hook });
  await call("sendDeliveryAgain", { with: { ...hook, number: Number(tested.body.number) } });
  await call("listDeliveries", { with: hook });
  await call("rotateHookSecret", { with: hook });
  await call("listHooks", { with: here });
  await call("listCommands", { with: here });
  await call("runCommand", { with: { ...here, command: "weather" }, body: { text: "Berlin" }, token });
  await call("revokeHook", { with: hook });

  const ban = await call("addBan", { body: { address: "192.0.2.1", for: 60_000, reason: "spam" } });
  const [{ key } = { key: "" }] = ban.body.bans as { key: string }[];
  await call("listBans");
  await call("liftBan", { with: { key } });

  const operatorBan = await call("banFromAll", { body: { address: "192.0.2.2" } });
  const [{ key: other } = { key: "" }] = operatorBan.body.bans as { key: string }[];
  await call("listBansOfAll");
  await call("liftBanFromAll", { with: { key: other } });
  owner.send({ type: "report", id: "report again", target: seq, reason: "spam" });
  await reportNow(room);
  expect((await call("readOperator")).body).toMatchObject({ directory: true });
  for (const sort of ["people", "name"]) await call("listRooms", { with: { sort, limit: 1 } });
  await call("findRoom", { with: here });
  for (const unit of ["hour", "day"]) await call("readSeries", { with: { ...here, unit } });
  await call("readUsage");
  expect((await call("readReports")).body.reports).not.toEqual([]);
  await call("readAuditOfAll", { with: here });
  await call("exportAuditOfAll");
  await call("makeClaimLink", { with: here });
  await call("deleteRoom", { with: here, body: { name: room } });
  await call("keepRoom", { with: here });
  expect((await call("listPublicRooms")).status).toBe(404);
  await call("readFirstRun");

  for (const format of ["jsonl", "csv", "html", "md"]) await call("exportRoom", { with: { ...here, format } });
  await call("exportPerson", { with: { ...here, uid: "me" }, token });
  await call("deleteMessage", { with: place, token });
  await call("deleteMessagesOfPerson", { with: { ...here, uid } });
  await call("erasePerson", { with: { ...here, uid } });
  await call("deleteMessagesBefore", { with: { ...here, before: "2020-01-01" } });
  const old = { id: "1", person: "ada", username: "Ada", message: "Long ago", at: Date.now() - 1_000 };
  const { room: archive } = await owned();
  await call("importMessages", { with: { room: archive }, body: { source: "slack", messages: [old], last: true } });
  const away = await call("readPreviewPicture", { with: { ...here, id: "a".repeat(32) } });
  expect(away.status).toBe(404);

  // This configuration has no previews.
  expect(env.PREVIEWS).toBe("off");
  // The rooms' operations are there for operators once more, by the same code.
  const own = OPERATIONS.filter(({ operation }) => !operation.tags.includes("Operating rooms"));
  expect(OPERATIONS.length).toBeGreaterThan(own.length);
  const left = own.map(({ operation }) => operation.operationId).filter((id) => !called.has(id));
  // `DIRECTORY` is off here.
  expect(left).toEqual(["readPreviewPicture", "listPublicRooms"]);
});

test("errors are answered as public/openapi.json says", async () => {
  const { room } = await owned();
  const here = { room };
  expect(await call("readRoom", { with: { room: "no such room" } })).toMatchObject({ status: 404 });
  expect(await call("search", { with: here })).toMatchObject({ status: 400 });
  expect(await call("listBots", { with: here, token: "none" })).toMatchObject({ status: 401 });
  expect(await call("postMessage", { with: here, token: OWNER_TOKEN, body: { message: "x" } })).toMatchObject({
    status: 403,
  });
  expect(await call("revokeBot", { with: { ...here, id: "bot-none" } })).toMatchObject({ status: 404 });
  const hook = { ...here, secret: "none" };
  expect(await call("receiveHook", { with: hook, body: { text: "x" } })).toMatchObject({ status: 404 });
  const discord = { ...hook, version: "v10" };
  expect(await call("receiveDiscordHook", { with: discord, body: { content: "x" } })).toMatchObject({ status: 404 });
});
