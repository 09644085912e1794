import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { freshRoom, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const call = (path: string, token?: unknown, method = "GET") =>
  exports.default.fetch(`https://chat.example/api/rooms/${path}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
const linesOf = async (response: Response) =>
  (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("P11.1 a person's export streams everything as JSON lines, and needs their token", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  for (let count = 0; count < 205; count += 1) ada.say(`message ${count}`, String(count));
  for (let count = 0; count < 205; count += 1) await ada.takeOnly("message");
  expect((await call(`${room}/people/me/export`)).status).toBe(401);
  const response = await call(`${room}/people/me/export`, ada.welcome.token);
  expect(response.headers.get("content-type")).toContain("application/jsonl");
  const lines = await linesOf(response);
  expect(lines.filter(({ kind }) => kind === "event")).toHaveLength(205);
  expect(lines).toContainEqual({ kind: "connected", username: "Ada" });
  expect((await call(`${freshRoom()}/people/me/export`, ada.welcome.token)).status).toBe(404);
  expect((await call(`${room}/people/me/export`, ada.welcome.token, "POST")).status).toBe(405);
});

test("P11.3 an erasure leaves no word of the person in any table, and disconnects them", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Adelheid" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  for (let count = 0; count < 205; count += 1) ada.say(`Adelheid's secret ${count}`, `by Adelheid ${count}`);
  for (let count = 0; count < 205; count += 1) await ben.takeOnly("message");
  ada.send({ type: "rename", id: "rename by Adelheid", username: "Adelheid the second" });
  ben.send({ type: "report", id: "r", target: 1, reason: "rude" });
  await ben.takeOnly("done");
  // Resolved, its evidence goes with the erasure.
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE reports SET resolved = 1");
  });
  const response = await call(`${room}/people/me/erase`, ada.welcome.token, "POST");
  expect(await response.json()).toEqual({ uid: ada.welcome.uid, erased: false });
  expect((await ben.takeOnly("delete")).type).toBe("delete");
  await runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec("UPDATE jobs SET due = 0"));
  await runDurableObjectAlarm(stubOf(room));
  const stored = await runInDurableObject(stubOf(room), (_object, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    return tables.toArray().map(({ name }) => JSON.stringify(sql.exec(`SELECT * FROM ${name}`).toArray()));
  });
  expect(stored.join("\n")).not.toMatch(/Adelheid|secret/);
});

test("P9.30 owners export the whole audit log, and nobody else does", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  await ada.takeOnly("done");
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec(`INSERT INTO audit (at, "by", username, action, details)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
      SELECT i, 'x', 'X', 'clear', '{}' FROM n`);
  });
  const lines = await linesOf(await call(`${room}/audit`, OWNER_TOKEN));
  expect(lines).toHaveLength(1_000);
  expect(lines.map(({ entry }) => entry)).toEqual(Array.from({ length: 1_000 }, (_, index) => 1_000 - index));
  expect(lines.at(-1)).toMatchObject({ action: "claim", username: "Ada" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  expect((await call(`${room}/audit`, ben.welcome.token)).status).toBe(403);
  expect((await call(`${room}/audit`)).status).toBe(401);
  // A room without tables has no entries, and no other owner than the deployment's.
  expect(await (await call(`${freshRoom()}/audit`, OWNER_TOKEN)).text()).toBe("");
  expect((await call(`${freshRoom()}/audit`, ben.welcome.token)).status).toBe(403);
});
