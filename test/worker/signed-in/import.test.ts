import { runDurableObjectAlarm } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { freshRoom, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const post = (room: string, body: unknown, headers: Record<string, string> = {}) =>
  exports.default.fetch(`https://chat.example/api/rooms/${room}/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const get = (path: string) =>
  exports.default.fetch(`https://chat.example/api/rooms/${path}`, {
    headers: { authorization: `Bearer ${OWNER_TOKEN}` },
  });
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; field?: string } };
  return [response.status, error.code, ...(error.field === undefined ? [] : [error.field])];
};
const message = (number: number, fields: object = {}) => ({
  id: `id-${number}`,
  person: "U1",
  username: "Ada",
  message: `message ${number}`,
  at: 1_000_000 + number,
  ...fields,
});
const batch = (messages: readonly object[], fields: object = {}) => ({ source: "slack", messages, ...fields });

test("P17.12 P17.17 an import makes a room, and clients that are there start over", async () => {
  const room = freshRoom();
  const stored = await post(room, batch([message(1), message(2, { replyTo: { person: "U1", id: "id-1" } })]));
  expect([stored.status, await stored.json()]).toEqual([200, { stored: 2, known: 0 }]);
  const ada = await V1Socket.hello(room, { username: "Ada" });
  expect(ada.missed[0]).toMatchObject({ messages: [{ imported: true }, { imported: true, replyTo: 1 }] });
  const again = await post(room, batch([message(2), message(3)], { last: true }));
  expect(await again.json()).toEqual({ stored: 1, known: 1 });
  await runDurableObjectAlarm(stubOf(room));
  expect((await ada.closed).code).toBe(1012);
  const back = await V1Socket.hello(room, { username: "Ada", since: ada.position(2) });
  expect(back.missed[0]).toMatchObject({
    type: "reset",
    reason: "epoch",
    messages: [{}, {}, { message: "message 3" }],
  });
  back.say("live", "1");
  const live = await back.takeOnly("message");
  expect(live).toMatchObject({ seq: 4, username: "Ada" });
  expect(live).not.toHaveProperty("imported");
});

test("P17.12 an import names what is wrong", async () => {
  const room = freshRoom();
  expect(await codeOf(await post(room, "{"))).toEqual([400, "bad_json"]);
  expect(await codeOf(await post(room, batch([message(1), message(2, { at: "now" })])))).toEqual([
    400,
    "bad_import",
    "messages.1.at",
  ]);
  // Microseconds instead of milliseconds.
  for (const time of [{ at: Date.now() * 1_000 }, { editedAt: Date.now() * 1_000 }, { at: 9e15 }]) {
    const [field] = Object.keys(time);
    expect(await codeOf(await post(room, batch([message(1, time)])))).toEqual([
      400,
      "bad_import",
      `messages.0.${field}`,
    ]);
  }
  expect(await codeOf(await post(room, {}))).toEqual([400, "bad_import", "source"]);
  expect(await codeOf(await post(room, batch([]), { "content-type": "text/plain" }))).toEqual([415, "not_json"]);
  expect(await codeOf(await post(room, batch([]), { authorization: "" }))).toEqual([401, "token_needed"]);
  expect(await codeOf(await post(room, " ".repeat(4 * 1024 * 1024 + 1)))).toEqual([413, "too_large"]);
  expect(await codeOf(await post(room, batch([message(2), message(1)])))).toEqual([409, "import_order"]);
  const got = await get(`${room}/import`);
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const authorization = `Bearer ${ben.welcome.token}`;
  expect(await codeOf(await post(room, batch([message(1)]), { authorization }))).toEqual([403, "not_allowed"]);
  expect(await codeOf(await post(freshRoom(), batch([message(1)]), { authorization }))).toEqual([404, "no_room"]);
});

test("P2.13 P8.29 P17.15 no client marks its messages as imported or erased", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("live", "1", { imported: true, erased: true });
  const message = await ada.takeOnly("message");
  expect(message).toMatchObject({ message: "live" });
  expect(message).not.toHaveProperty("imported");
  expect(message).not.toHaveProperty("erased");
});

test("P17.18 an export that is imported elsewhere gives an equal log", async () => {
  const [first, second, third] = [freshRoom(), freshRoom(), freshRoom()];
  const reactions = [{ emoji: "👍", people: Array.from({ length: 25 }, (_, index) => `U${index}`) }];
  const messages = [
    message(1, { reactions, editedAt: 2_000_000 }),
    message(2, { person: "U2", username: "Ben", replyTo: { person: "U1", id: "id-1" }, message: "two\nlines" }),
    message(3, { message: "*bold* 🎉" }),
  ];
  await post(first, batch(messages, { last: true }));
  const lines = async (room: string) =>
    (await (await get(`${room}/export`)).text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  const exported = await lines(first);
  const bySeq = new Map(exported.map((line) => [line.seq, line]));
  const copies = exported.map(({ at, editedAt, id, message, reactions = [], replyTo, uid, username }) => {
    const target = bySeq.get(replyTo);
    return {
      id,
      person: uid,
      username,
      message,
      at,
      ...(editedAt && { editedAt }),
      ...(target && { replyTo: { person: target.uid, id: target.id } }),
      reactions: reactions.map(({ emoji, uids }: { emoji: string; uids: string[] }) => ({ emoji, people: uids })),
    };
  });
  for (const room of [second, third]) {
    expect(await (await post(room, batch(copies, { source: "parley", last: true }))).json()).toEqual({
      stored: 3,
      known: 0,
    });
    expect(await lines(room)).toEqual(exported);
  }
});
