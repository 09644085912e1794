import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { freshRoom, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const remove = (path: string, token: unknown = OWNER_TOKEN, method = "DELETE") =>
  exports.default.fetch(`https://chat.example/api/rooms/${path}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
};

test("P17.1 DELETE of a person's messages answers with the person, and names what is wrong", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("one", "1");
  await ada.takeOnly("message");
  const { token, uid } = ada.welcome;
  expect(await codeOf(await remove(`${room}/people/${uid}/messages`, token))).toEqual([403, "not_allowed"]);
  expect(await codeOf(await remove(`${room}/people/nobody/messages`))).toEqual([404, "no_person"]);
  expect(await codeOf(await remove(`${room}/people/${uid}/messages`, null))).toEqual([401, "token_needed"]);
  const got = await remove(`${room}/people/${uid}/messages`, OWNER_TOKEN, "GET");
  expect([got.status, got.headers.get("allow")]).toEqual([405, "DELETE"]);
  const response = await remove(`${room}/people/${uid}/messages`);
  expect([response.status, await response.json()]).toEqual([200, { uid, done: true }]);
  expect(await ada.takeOnly("delete")).toMatchObject({ target: 1, uid: "" });
});

test("P17.2 P17.3 P4.12 DELETE before a time needs that time, empties the tables, and gives the log another epoch", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  ada.say("an old secret", "1");
  await ada.takeOnly("message");
  for (const query of ["", "?before=", "?before=yesterday", "?before=1", "?before=2026-02-30T10:00"]) {
    expect(await codeOf(await remove(`${room}/messages${query}`))).toEqual([400, "bad_time"]);
  }
  expect(await codeOf(await remove(`${freshRoom()}/messages?before=2026-01-01`))).toEqual([404, "no_room"]);
  const response = await remove(`${room}/messages?before=2999-01-01`);
  expect([response.status, await response.json()]).toEqual([200, { before: Date.parse("2999-01-01"), done: true }]);
  expect([await ada.closed, await ben.closed]).toEqual(Array(2).fill({ code: 1012, reason: "2" }));
  const back = await V1Socket.hello(room, { username: "Ada", since: ada.position(1) });
  expect(back.missed[0]).toMatchObject({ type: "reset", reason: "epoch", messages: [] });
  back.say("a new one", "2");
  expect(await back.takeOnly("message")).toMatchObject({ seq: 2 });
});

test("P17.4 slices go on by the room's jobs until nothing is left", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  for (let count = 0; count < 205; count += 1) ada.say(`secret ${count}`, String(count));
  for (let count = 0; count < 205; count += 1) await ada.takeOnly("message");
  const response = await remove(`${room}/people/${ada.welcome.uid}/messages`);
  expect(await response.json()).toEqual({ uid: ada.welcome.uid, done: false });
  // The ids of deleted messages come last in their order, so they are looked at once more.
  for (let slice = 0; slice < 2; slice += 1) {
    await runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec("UPDATE jobs SET due = 0"));
    await runDurableObjectAlarm(stubOf(room));
  }
  const stored = await runInDurableObject(stubOf(room), (_object, { storage: { sql } }) =>
    ["messages", "changes", "deletions"].map((table) => JSON.stringify(sql.exec(`SELECT * FROM ${table}`).toArray())),
  );
  expect(stored.join("\n")).not.toContain("secret");
  expect(stored[2]).toBe("[]");
});
