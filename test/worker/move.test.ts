import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { order, owned } from "./owned-room.ts";
import { failed, send } from "./post-json.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const MOVE = "a-move-of-this-test";

/** A step of {@link MOVE}, or of the move that it names. */
const step = (room: string, body: object, token: unknown = OWNER_TOKEN) =>
  send("POST", `${room}/move`, token, { move: MOVE, ...body });

const freeze = (room: string, move = MOVE) => step(room, { step: "freeze", move, to: "https://new.example" });

/** Messages that don't fit into one page. */
const LONG_MESSAGES = 200;

/**
 * Copies a room under another name of the same deployment, up to the step that makes it whole.
 *
 * @returns that step, and pages that its messages took
 */
async function copy(
  from: string,
  to: string,
): Promise<{ end: { step: "end"; rows: object; position: object }; pages: number }> {
  let pages = 0;
  const {
    position,
    rows: counts,
    schema,
    tables,
  } = (await freeze(from)).body as {
    schema: object;
    position: object;
    rows: object;
    tables: { name: string; type: string }[];
  };
  expect(await step(to, { step: "begin", schema, tables })).toMatchObject({ status: 200 });
  for (const name of ["meta", ...tables.filter(({ type }) => type === "table").map((one) => one.name)]) {
    let after: unknown;
    do {
      const asked = { step: "read", table: name, ...(after === undefined ? {} : { after }) };
      const { columns, next, rows, table } = (await step(from, asked)).body;
      expect(await step(to, { step: "write", table, columns, rows })).toMatchObject({ status: 200 });
      if (name === "messages") pages += 1;
      after = next;
    } while (after !== undefined);
  }
  return { end: { step: "end", position, rows: counts }, pages };
}

/** Moves a room; see {@link copy}. */
async function move(from: string, to: string): Promise<number> {
  const { end, pages } = await copy(from, to);
  expect(await step(to, end)).toMatchObject({ status: 200, body: end.position });
  return pages;
}

const isMeta = (name: string) => name === "meta" || name === "departing";
/** What moves of it: the records of moves stay where they are. */
const OWN = "WHERE key NOT IN ('departure', 'arrival')";

/** Everything that a room's object stores. */
const contentOf = (room: string) =>
  runInDurableObject(stubOf(room), (_object, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'",
    );
    return new Map(
      tables
        .toArray()
        .map(({ name }) => [
          name,
          JSON.stringify(sql.exec(`SELECT * FROM ${name} ${isMeta(name) ? OWN : ""}`).toArray()),
        ]),
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
  const asked = { step: "freeze", to: "https://new.example" };
  expect(await step(room, asked, owner.welcome.token)).toMatchObject(failed(403, "not_allowed"));
  expect(await send("POST", `${room}/move`, undefined, { move: MOVE, ...asked })).toMatchObject({ status: 401 });
  expect(await step(room, { step: "explode" })).toMatchObject(failed(400, "bad_command"));
  expect(await step(room, { step: "read", table: "meta" })).toMatchObject(failed(404, "no_room"));
  expect(await send("GET", `${room}/move/files`, owner.welcome.token)).toMatchObject(failed(403, "not_allowed"));
});

test("nothing but tables and indexes is made of what another server sends, and only of versions that are known", async () => {
  const room = freshRoom();
  const schema = { room: 1, capabilities: {} };
  for (const sql of [
    "CREATE TRIGGER t AFTER INSERT ON messages BEGIN SELECT 1; END",
    "DROP TABLE meta",
    "CREATE TABLE t AS SELECT * FROM messages",
    "CREATE TABLE t (a); DROP TABLE messages",
    "CREATE TABLE t (a) -- )",
    "CREATE TABLE other (a)",
    "CREATE TABLE t (a DEFAULT ')'); DROP TABLE messages; --')",
    "CREATE TABLE t (a)) AS SELECT (1)",
  ]) {
    const tables = [{ name: "t", type: "table", sql }];
    expect(await step(room, { step: "begin", schema, tables }), sql).toMatchObject(failed(400, "bad_command"));
  }
  const index = { name: "i", type: "index", sql: "CREATE INDEX i ON messages (seq); DROP TABLE messages" };
  expect(await step(room, { step: "begin", schema, tables: [index] })).toMatchObject(failed(400, "bad_command"));
  const newer = { step: "begin", schema: { room: 1_000, capabilities: {} }, tables: [] };
  expect(await step(room, newer)).toMatchObject(failed(400, "bad_format"));
  const unknown = { step: "begin", schema: { room: 1, capabilities: { telepathy: 1 } }, tables: [] };
  expect(await step(room, unknown)).toMatchObject(failed(400, "bad_format"));
});

test("a room that is half here takes no one in, and gives way to another attempt or to nothing", async () => {
  const { room } = await owned();
  const { schema, tables } = (await freeze(room)).body;
  const to = freshRoom();
  await step(to, { step: "begin", schema, tables });
  await expect(V1Socket.hello(to, { username: "Gus" })).rejects.toThrow();
  expect(await step(to, { step: "begin", schema, tables })).toMatchObject({ status: 200 });
  expect(await step(to, { step: "drop" })).toMatchObject({ status: 200, body: { isDropped: true } });
  await V1Socket.hello(to, { username: "Gus" });
  expect(await step(room, { step: "thaw" })).toMatchObject({ status: 200 });
  await V1Socket.hello(room, { username: "Gus" });
});

test("a step of another move changes nothing, before the move is done and after it", async () => {
  const { room } = await owned();
  const to = freshRoom();
  const other = "another-move-of-it";
  const { end } = await copy(room, to);
  expect(await freeze(room, other)).toMatchObject(failed(503, "room_moving"));
  for (const asked of ["thaw", "done"])
    expect(await step(room, { step: asked, move: other })).toMatchObject(failed(503, "room_moving"));
  for (const asked of [
    { step: "drop" },
    { ...end },
    { step: "begin", schema: { room: 1, capabilities: {} }, tables: [] },
  ])
    expect(await step(to, { ...asked, move: other })).toMatchObject(failed(503, "room_moving"));
  expect(await step(to, end)).toMatchObject({ status: 200 });
  expect(await step(room, { step: "done" })).toMatchObject({ status: 200 });
  for (const move of [MOVE, other]) expect(await freeze(room, move)).toMatchObject(failed(503, "room_moved"));
  expect(await step(room, { step: "thaw", move: other })).toMatchObject(failed(503, "room_moved"));
  expect((await step(room, { step: "state" })).body).toMatchObject({
    moving: "departing",
    departure: { move: MOVE, to: "https://new.example", isDone: true },
  });
  expect(await step(to, { step: "drop", move: other })).toMatchObject({ status: 200, body: { isDropped: false } });
});

test("a room is whole only if every row came, and the answer to that can be asked for again", async () => {
  const { owner, room } = await owned();
  owner.say("Good morning!", "m1");
  await owner.takeOnly("message");
  const to = freshRoom();
  const { end } = await copy(room, to);
  for (const [table, sql] of [
    ["messages", "DELETE FROM messages"],
    ["standings", "DELETE FROM standings"],
    ["arriving", "DELETE FROM arriving WHERE key = 'epoch'"],
    ["arriving", "UPDATE arriving SET value = x'00' WHERE key = 'key'"],
  ] as const) {
    await copy(room, to);
    await runInDurableObject(stubOf(to), (_object, { storage }) => void storage.sql.exec(sql));
    expect(await step(to, end), table + sql).toMatchObject(failed(400, "bad_import"));
  }
  await copy(room, to);
  const answers = [await step(to, end), await step(to, end)];
  expect(answers.map(({ body, status }) => [status, body])).toEqual([
    [200, end.position],
    [200, end.position],
  ]);
});

test("a room that came is deleted by its own move alone, and not if people have written since", async () => {
  const { room } = await owned();
  const to = freshRoom();
  await move(room, to);
  expect(await step(to, { step: "drop" })).toMatchObject({ status: 200, body: { isDropped: true } });
  expect((await step(to, { step: "state" })).body).toEqual({ moving: null, isHere: false });
  await move(room, to);
  const gus = await V1Socket.hello(to, { username: "Gus" });
  gus.say("Good morning!", "m1");
  await gus.takeOnly("message");
  expect(await step(to, { step: "drop" })).toMatchObject(failed(409, "import_order"));
  expect(await step(to, { step: "drop", isForced: true })).toMatchObject({ body: { isDropped: true } });
  expect(await gus.closed).toMatchObject({ code: 1012 });
});

test("P7.18 requests about a room that moves or has moved are 503, each with a code of its own", async () => {
  const { room } = await owned();
  const codes = async () => {
    const [read, posted] = await Promise.all([
      send("GET", `${room}/messages`, OWNER_TOKEN),
      send("POST", `${room}/messages`, OWNER_TOKEN, { message: "Is anyone here?" }),
    ]);
    return [read, posted].map(({ body, headers, status }) => [
      status,
      headers.get("retry-after"),
      (body.error as { code: string }).code,
    ]);
  };
  await freeze(room);
  expect(await codes()).toEqual(Array.from({ length: 2 }, () => [503, "5", "room_moving"]));
  await step(room, { step: "done" });
  expect(await codes()).toEqual(Array.from({ length: 2 }, () => [503, "60", "room_moved"]));
});
