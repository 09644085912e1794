import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { freshRoom } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const get = (path: string, token: unknown = OWNER_TOKEN, method = "GET") =>
  exports.default.fetch(`https://chat.example/api/rooms/${path}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
};
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("P17.6 P17.11 an export streams all that everyone may see, in parts of the log, and goes on after a cursor", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await ada.takeOnly("done");
  const ben = await V1Socket.hello(room, { username: "Ben" });
  for (let count = 1; count <= 1_005; count += 1) ada.say(`message ${count}`, String(count));
  for (let count = 1; count <= 1_005; count += 1) await ben.takeOnly("message");
  ada.send({ type: "delete", id: "d", target: 2 });
  await ben.takeOnly("delete");
  ada.send({ type: "moderate", id: "s", action: "shadow", uid: ben.welcome.uid, on: true });
  await ada.takeOnly("done");
  ben.say("nobody sees this", "hidden");
  await ben.takeOnly("message");
  const response = await get(`${room}/export`, ada.welcome.token);
  expect(response.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${room}.jsonl"`);
  const lines = linesOf(await response.text());
  expect(lines.map(({ message }) => message)).toEqual(
    Array.from({ length: 1_005 }, (_, index) => `message ${index + 1}`).filter((text) => text !== "message 2"),
  );
  const rest = linesOf(await (await get(`${room}/export?cursor=1000`)).text());
  expect(rest).toEqual(lines.slice(-5));
});

test("P17.6 reactions name all who reacted", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("vote", "1");
  const people = await Promise.all(Array.from({ length: 23 }, () => V1Socket.hello(room)));
  for (const [index, person] of people.entries()) {
    person.send({ type: "reaction", id: `r${index}`, target: 1, emoji: "👍", on: true });
    await person.takeOnly("reaction");
  }
  const [{ reactions }] = linesOf(await (await get(`${room}/export`)).text());
  expect(reactions).toEqual([{ emoji: "👍", count: 23, uids: expect.arrayContaining([people[22]?.welcome.uid]) }]);
  expect(new Set(reactions[0].uids).size).toBe(23);
});

test("P17.6 an export takes a range of time, and is for owners alone", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("today", "1");
  await ada.takeOnly("message");
  expect(await (await get(`${room}/export?to=2020-01-01`)).text()).toBe("");
  expect(await (await get(`${room}/export?from=2999-01-01`)).text()).toBe("");
  expect(linesOf(await (await get(`${room}/export?from=2020-01-01&to=2999-01-01`)).text())).toHaveLength(1);
  expect(await codeOf(await get(`${room}/export`, ada.welcome.token))).toEqual([403, "not_allowed"]);
  expect(await codeOf(await get(`${room}/export`, null))).toEqual([401, "token_needed"]);
  expect(await codeOf(await get(`${room}/export?format=pdf`))).toEqual([400, "bad_format"]);
  expect(await codeOf(await get(`${room}/export?from=today`))).toEqual([400, "bad_time"]);
  expect(await codeOf(await get(`${room}/export?cursor=-1`))).toEqual([400, "bad_range"]);
  expect((await get(`${room}/export`, OWNER_TOKEN, "POST")).status).toBe(405);
  // A room without tables has no messages.
  expect(await (await get(`${freshRoom()}/export`)).text()).toBe("");
  expect(await codeOf(await get(`${freshRoom()}/export`, ada.welcome.token))).toEqual([403, "not_allowed"]);
});

test.each([
  ["csv", "text/csv; charset=utf-8; header=present", '"hello"'],
  ["html", "text/html; charset=utf-8", "<p>hello</p>"],
  ["md", "text/markdown; charset=utf-8", "> hello"],
])("P17.6 an export as %s is a file of that type", async (format, type, text) => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  const response = await get(`${room}/export?format=${format}`);
  expect(response.headers.get("content-type")).toBe(type);
  expect(await response.text()).toContain(text);
});
