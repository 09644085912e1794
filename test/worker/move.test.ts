import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { order, owned } from "./owned-room.ts";
import { failed, send } from "./post-json.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const step = (room: string, body: object, token: unknown = OWNER_TOKEN) => send("POST", `${room}/move`, token, body);

/** Messages that don't fit into one page. */
const LONG_MESSAGES = 200;

/**
 * Moves a room under another name of the same deployment.
 *
 * @returns pages that its messages took
 */
async function move(from: string, to: string): Promise<number> {
  let pages = 0;
  const { schema, tables } = (await step(from, { step: "freeze" })).body as {
    schema: object;
    tables: { name: string; type: string }[];
  };
  expect(await step(to, { step: "begin", schema, tables })).toMatchObject({ status: 200 });
  for (const { name } of tables.filter(({ type }) => type === "table")) {
    let after: unknown;
    do {
      const asked = { step: "read", table: name, ...(after === undefined ? {} : { after }) };
      const { columns, next, rows, table } = (await step(from, asked)).body;
      expect(await step(to, { step: "write", table, columns, rows })).toMatchObject({ status: 200 });
      if (name === "messages") pages += 1;
      after = next;
    } while (after !== undefined);
  }
  expect(await step(to, { step: "end", tables })).toMatchObject({ status: 200 });
  return pages;
}

/** Everything that a room's object stores. */
const contentOf = (room: string) =>
  runInDurableObject(stubOf(room), (_object, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'",
    );
    return new Map(
      tables.toArray().map(({ name }) => [name, JSON.stringify(sql.exec(`SELECT * FROM ${name}`).toArray())]),
    );
  });

test("a room that moved has every row of the old one, and its guests keep their tokens", async () => {
  const { owner, room } = await owned();
  const gus = await V1Socket.hello(room, { username: "Gus" });
  for (let id = 1; id <= LONG_MESSAGES; id += 1) {
    gus.say("Good morning! ".repeat(250), `m${id}`);
    await gus.takeOnly("message");
  }
  await order(owner, { action: "settings", settings: { words: { reject: ["bad"], hide: [] } } });
  await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Robot" });
  const to = freshRoom();
  expect(await move(room, to)).toBeGreaterThan(1);
  // Jobs may run once more, in the new room only.
  const [old, moved] = await Promise.all([contentOf(room), contentOf(to)]);
  for (const [table, rows] of old)
    if (table !== "jobs") expect(moved.get(table === "departing" ? "meta" : table)).toBe(rows);
  expect(await gus.closed).toMatchObject({ code: 1012 });
  const back = await V1Socket.hello(to, { token: gus.welcome.token, since: gus.position(1) });
  expect(back.welcome).toMatchObject({ uid: gus.welcome.uid, epoch: gus.welcome.epoch });
  const olga = await V1Socket.hello(to, { token: owner.welcome.token });
  expect(olga.welcome).toMatchObject({ role: "owner" });
});

test("a room is moved by the deployment's owner alone: it hands out the keys of its tokens", async () => {
  const { owner, room } = await owned();
  expect(await step(room, { step: "freeze" }, owner.welcome.token)).toMatchObject(failed(403, "not_allowed"));
  expect(await send("POST", `${room}/move`, undefined, { step: "freeze" })).toMatchObject({ status: 401 });
  expect(await step(room, { step: "explode" })).toMatchObject(failed(400, "bad_command"));
  expect(await step(room, { step: "read", table: "meta" })).toMatchObject(failed(404, "no_room"));
  expect(await send("GET", `${room}/move/files`, owner.welcome.token)).toMatchObject(failed(403, "not_allowed"));
});

test("nothing but tables and indexes is made of what another server sends, and only of versions that are known", async () => {
  const room = freshRoom();
  const schema = { room: 1, capabilities: {} };
  for (const sql of ["CREATE TRIGGER t AFTER INSERT ON messages BEGIN SELECT 1; END", "DROP TABLE meta"]) {
    const tables = [{ name: "t", type: "table", sql }];
    expect(await step(room, { step: "begin", schema, tables })).toMatchObject(failed(400, "bad_command"));
  }
  const newer = { step: "begin", schema: { room: 1_000, capabilities: {} }, tables: [] };
  expect(await step(room, newer)).toMatchObject(failed(400, "bad_format"));
  const unknown = { step: "begin", schema: { room: 1, capabilities: { telepathy: 1 } }, tables: [] };
  expect(await step(room, unknown)).toMatchObject(failed(400, "bad_format"));
});

test("a room that is half here takes no one in, and gives way to another attempt or to nothing", async () => {
  const { room } = await owned();
  const { schema, tables } = (await step(room, { step: "freeze" })).body;
  const to = freshRoom();
  await step(to, { step: "begin", schema, tables });
  await expect(V1Socket.hello(to, { username: "Gus" })).rejects.toThrow();
  expect(await step(to, { step: "begin", schema, tables })).toMatchObject({ status: 200 });
  expect(await step(to, { step: "drop" })).toMatchObject({ status: 200 });
  await V1Socket.hello(to, { username: "Gus" });
  expect(await step(room, { step: "thaw" })).toMatchObject({ status: 200 });
  await V1Socket.hello(room, { username: "Gus" });
});
