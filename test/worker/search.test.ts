import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import page from "../../docs/search.md?raw";
import { SqlSearchIndex } from "../../src/capabilities/search/sql-search-index.ts";
import type { SearchPage } from "../../src/protocol/http.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { fillLog } from "../support/fill-log.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { countRows } from "./count-rows.ts";
import { evict } from "./evict.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Searches a room, for the holder of a token. */
async function search(room: string, parameters: Record<string, string>, token?: unknown): Promise<SearchPage> {
  const query = new URLSearchParams(parameters);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await request(`/api/rooms/${room}/search?${query}`, headers);
  expect(response.status).toBe(200);
  return response.json();
}

const seqsOf = ({ hits }: SearchPage) => hits.map(({ message }) => message.seq);
const tablesOf = (room: string) =>
  runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'search%'").toArray(),
  );

test("P14.1 search finds the messages with all the words, newest first, with snippets, marks and a cursor", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const texts = ["The deployment begins", "coffee?", "We DEPLOY at noon: begin!", "deployment deployment begin"];
  for (const [index, text] of texts.entries()) ada.say(text, String(index));
  for (const _ of texts) await ada.takeOnly("message");
  const found = await search(room, { q: "deploy begin" });
  expect(found).toMatchObject({
    hits: [
      {
        message: { seq: 4 },
        marks: [
          [0, 10],
          [11, 21],
          [22, 27],
        ],
      },
      {
        message: { seq: 3, username: "Ada" },
        snippet: texts[2],
        marks: [
          [3, 9],
          [19, 24],
        ],
      },
      { message: { seq: 1 } },
    ],
    indexed: 1,
  });
  expect(found).not.toHaveProperty("next");
  const first = await search(room, { q: "deploy", limit: "2" });
  expect([seqsOf(first), first.next]).toEqual([[4, 3], 3]);
  const second = await search(room, { q: "deploy", limit: "2", cursor: String(first.next) });
  expect([seqsOf(second), second.next]).toEqual([[1], undefined]);
});

test("P14.2 a room that nobody searched has no table for it", async () => {
  const room = freshRoom();
  expect(await search(room, { q: "hello" })).toEqual({ hits: [], indexed: 1 });
  const ada = await V1Socket.hello(room);
  ada.say("hello", "1");
  await ada.takeOnly("message");
  ada.send({ type: "delete", id: "d", target: 1 });
  await ada.takeOnly("delete");
  expect(await tablesOf(room)).toEqual([]);
  await search(room, { q: "hello" });
  expect(await tablesOf(room)).not.toEqual([]);
});

test("P14.3, P14.14 a long log is indexed from its newest messages on, in slices, and the answer tells how far", async () => {
  const room = freshRoom();
  await V1Socket.hello(room);
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    for (const statement of fillLog(4_999)) storage.sql.exec(statement);
    storage.sql.exec("UPDATE messages SET message = 'a needle' WHERE seq IN (1, 2499, 4899)");
  });
  await evict(room, 1);
  const first = await search(room, { q: "needle" });
  expect([seqsOf(first), first.indexed]).toEqual([[4_899], 250 / 4_999]);
  await vi.waitFor(async () => {
    await runJobs(room);
    expect(await jobsOf(room)).toEqual([]);
  }, 20_000);
  const last = await search(room, { q: "needle" });
  expect([seqsOf(last), last.indexed]).toEqual([[4_899, 2_499, 1], 1]);
  // Nothing is left to do, and no message since then brings it back.
  expect(await jobsOf(room)).toEqual([]);
});

test("P14.4 what is deleted, edited, erased or pruned is gone from the index in the same turn", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  for (const [index, text] of ["apple one", "apple two", "apple three"].entries()) ada.say(text, String(index));
  for (let seq = 1; seq <= 3; seq += 1) await ada.takeOnly("message");
  ben.say("apple four", "4");
  await ada.takeOnly("message");
  expect(seqsOf(await search(room, { q: "apple" }))).toEqual([4, 3, 2, 1]);
  ada.send({ type: "delete", id: "d", target: 1 });
  await ada.takeOnly("delete");
  ada.send({ type: "edit", id: "e", target: 2, message: "a pear" });
  await ada.takeOnly("edit");
  expect(await indexedWords(room, "0000apple")).toEqual([3, 4]);
  expect(seqsOf(await search(room, { q: "apple" }))).toEqual([4, 3]);
  expect(seqsOf(await search(room, { q: "pear" }))).toEqual([2]);
  const erased = await request(
    `/api/rooms/${room}/people/me/erase`,
    { authorization: `Bearer ${ben.welcome.token}` },
    "POST",
  );
  expect(erased.status).toBe(200);
  expect(await indexedWords(room, "0000apple")).toEqual([3]);
  await runInDurableObject(stubOf(room), (_object, { storage }) => new SqlEventLog(storage.sql).prune(4));
  expect(await indexedWords(room, "0000apple OR 0000pear")).toEqual([]);
});

test("P14.16 words of a deleted message, and of the earlier text of an edited one, leave the file as well", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  for (const [index, text] of ["zebra one", "giraffe two", "okapi three"].entries()) ada.say(text, String(index));
  for (let seq = 1; seq <= 3; seq += 1) await ada.takeOnly("message");
  await search(room, { q: "zebra" });
  expect([await jobsOf(room), await storedWords(room)]).toEqual([[], ["giraffe", "okapi", "zebra"]]);
  ada.send({ type: "delete", id: "d", target: 1 });
  await ada.takeOnly("delete");
  ada.send({ type: "edit", id: "e", target: 2, message: "two" });
  await ada.takeOnly("edit");
  expect([await jobsOf(room), await storedWords(room)]).toEqual([["search.erase"], ["giraffe", "okapi", "zebra"]]);
  await vi.waitFor(async () => {
    await runJobs(room);
    expect(await jobsOf(room)).toEqual([]);
  });
  expect(await storedWords(room)).toEqual(["okapi"]);
  expect(seqsOf(await search(room, { q: "okapi" }))).toEqual([3]);
});

test("P14.10 a room that is not for everyone is searched with the token of a person who may read it", async () => {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Ada" });
  owner.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  owner.say("a secret", "1");
  await owner.takeOnly("message");
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const statusFor = async (token?: unknown) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await request(`/api/rooms/${room}/search?q=secret`, headers)).status;
  };
  expect([await statusFor(), await statusFor(ben.welcome.token)]).toEqual([200, 200]);
  owner.send({ type: "moderate", id: "m", action: "ban", uid: ben.welcome.uid });
  await owner.takeOnly("done");
  expect(await statusFor(ben.welcome.token)).toBe(403);
  owner.send({ type: "moderate", id: "s", action: "settings", settings: { read: "members" } });
  await owner.takeOnly("done");
  expect([await statusFor(), await statusFor("no token")]).toEqual([401, 401]);
  expect(await statusFor(owner.welcome.token)).toBe(200);
  expect(await statusFor(OWNER_TOKEN)).toBe(200);
});

test("P14.11 hidden messages are found by their author and moderators alone", async () => {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Ada" });
  owner.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  const eve = await V1Socket.hello(room, { username: "Eve" });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  eve.say("spam before", "0");
  await eve.takeOnly("message");
  owner.send({ type: "moderate", id: "m", action: "shadow", uid: eve.welcome.uid, on: true });
  await owner.takeOnly("done");
  eve.say("spam after", "1");
  await eve.takeOnly("message");
  eve.send({ type: "edit", id: "e", target: 1, message: "eggs before" });
  await eve.takeOnly("edit");
  const found = async (q: string, token?: unknown) => seqsOf(await search(room, { q }, token));
  for (const token of [undefined, ben.welcome.token]) {
    expect([await found("spam", token), await found("eggs", token)]).toEqual([[1], []]);
    expect(await found("before -eggs", token)).toEqual([1]);
  }
  for (const token of [eve.welcome.token, owner.welcome.token]) {
    expect([await found("spam", token), await found("eggs", token)]).toEqual([[2], [1]]);
    expect(await found("before -eggs", token)).toEqual([]);
  }
  expect((await search(room, { q: "spam" }, owner.welcome.token)).hits[0]?.message).toMatchObject({ hidden: true });
});

test("P14.18 a day alone finds its messages, newest first and page by page", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  for (const text of ["One", "Two", "Three"]) {
    ada.say(text, text);
    await ada.takeOnly("message");
  }
  const find = async (query: string) => (await request(`/api/rooms/${room}/search?${query}`)).json<SearchPage>();
  const texts = ({ hits }: SearchPage) => hits.map(({ message }) => message.message);
  const first = await find("q=after:2001-01-01&limit=2");
  expect(texts(first)).toEqual(["Three", "Two"]);
  const second = await find(`q=after:2001-01-01&limit=2&cursor=${first.next}`);
  expect(texts(second)).toEqual(["One"]);
  expect(second.next).toBeUndefined();
  expect(texts(await find("after=2001-01-01&q=-two"))).toEqual(["Three", "One"]);
  expect(await find("q=before:2001-01-01")).toMatchObject({ hits: [] });
});

test("P14.12 a query that cannot be read is 400, and none is 500", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  ada.say('AND (OR) NOT "NEAR" col:x* ^a + -b', "1");
  await ada.takeOnly("message");
  const statusOf = async (query: string) => {
    const response = await request(`/api/rooms/${room}/search?${query}`);
    const body = await response.json<{ error?: { code: string } }>();
    return [response.status, body.error?.code];
  };
  for (const q of [
    "",
    " ",
    "-only -minus",
    '""',
    "-",
    "!!! ++",
    "has:dog",
    "a from:",
    "a before:2026-02-31",
    "before:yesterday",
    "after:2026-13-01 a",
    "-before:2026-01-01 a",
  ]) {
    expect([q, ...(await statusOf(`q=${encodeURIComponent(q)}`))]).toEqual([q, 400, "bad_query"]);
  }
  const wrong = await request(`/api/rooms/${room}/search?q=hello&before=yesterday`);
  expect(await wrong.json()).toMatchObject({ error: { code: "bad_query", field: "before" } });
  for (const q of ["x".repeat(1_000_000), "word ".repeat(10_000)]) {
    expect(await statusOf(`q=${encodeURIComponent(q)}`)).toEqual([400, "bad_query"]);
  }
  for (const query of ["q=a&limit=0", "q=a&limit=x", "q=a&cursor=-1", "q=a&cursor=", "q=a&cursor=1e9"]) {
    expect(await statusOf(query)).toEqual([400, "bad_range"]);
  }
  const wicked = [
    "AND",
    "OR",
    "NOT a",
    "NEAR(a b)",
    "col:x",
    "message:a",
    "a*",
    "^a",
    "a + b",
    "{a b}: c",
    '"a',
    'a" b "',
    "a\u0000b",
    "\u0007 a",
    "a'b; DROP TABLE search_words",
    "ﷺ",
    "\ud800",
    "%00",
    "((((",
    "*",
  ];
  for (const q of wicked)
    expect([200, 400]).toContain((await statusOf(`q=${encodeURIComponent(q.toWellFormed())}`))[0]);
  expect(seqsOf(await search(room, { q: 'AND (OR) "NEAR' }))).toEqual([1]);
  expect((await request(`/api/rooms/${room}/search?q=a`, {}, "POST")).status).toBe(405);
});

/** The messages that the index itself still has a word of, whatever a search shows of them. */
function indexedWords(room: string, expression: string): Promise<number[]> {
  return runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql
      .exec<{ rowid: number }>("SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rowid", expression)
      .toArray()
      .map(({ rowid }) => rowid),
  );
}

/** The words that the pages of the index contain, found or not. SQLite leaves out letters that the word before has as well. */
function storedWords(room: string): Promise<string[]> {
  return runInDurableObject(stubOf(room), (_object, { storage }) =>
    ["giraffe", "okapi", "zebra"].filter((word) => {
      const query = "SELECT 1 FROM search_words_data WHERE instr(block, CAST(? AS BLOB)) > 0";
      return storage.sql.exec(query, word.slice(1)).toArray().length > 0;
    }),
  );
}

function jobsOf(room: string): Promise<string[]> {
  return runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql
      .exec<{ kind: string }>("SELECT kind FROM jobs WHERE kind LIKE 'search%'")
      .toArray()
      .map(({ kind }) => kind),
  );
}

/** Runs the jobs of a room now. */
async function runJobs(room: string): Promise<void> {
  await runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec("UPDATE jobs SET due = 0"));
  await runDurableObjectAlarm(stubOf(room));
}

test("P14.2 indexing writes about a row a message, a search reads a few rows a hit, and a new message costs what it did", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    for (const statement of fillLog(250)) uncounted.storage.sql.exec(statement);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const log = new SqlEventLog(storage.sql);
    const index = new SqlSearchIndex(storage.sql);
    const range = { from: 1, to: 250 };
    const opening = rowsOf(() => index.open());
    const indexing = rowsOf(() => index.catchUp(range, range.to));
    // Of the 250 events, 225 are messages. The other rows are how far the index is, and its merging.
    expect([opening.written, indexing.written]).toEqual([1, 225 * COUNTED.rowsWrittenAnIndexedMessage + 2]);
    expect(rowsOf(() => index.catchUp(range, range.to))).toEqual({ read: 2, written: 0 });
    expect(rowsOf(() => index.find('message : "0000message"', range, 50)).read).toBeLessThanOrEqual(50);
    const cost = rowsOf(() => {
      const event = {
        type: "message",
        seq: 251,
        at: 1,
        uid: "ada",
        id: "new",
        username: "Ada",
        message: "hello",
      } as const;
      log.append(event, 1);
      log.flush();
    });
    expect(cost).toEqual({ read: COUNTED.rowsReadAMessage, written: COUNTED.rowsWrittenAMessage });
  });
});

test("P14.1, P14.2 the commands of docs/search.md are answered", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("We deploy at https://example.com", "1");
  await ada.takeOnly("message");
  const commands = page.match(/^curl .*$/gm) ?? [];
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    const [, address = ""] = /"https:\/\/chat\.example\.org([^"]*)"/.exec(command) ?? [];
    const fields = Array.from(command.matchAll(/ -d (\S+)/g), ([, field]) => field);
    const path = address.replace("/garden/", `/${room}/`) + (fields.length > 0 ? `?${fields.join("&")}` : "");
    const response = await request(path, command.includes("Bearer") ? { authorization: `Bearer ${OWNER_TOKEN}` } : {});
    expect([command, response.status]).toEqual([command, 200]);
    const { hits } = await response.json<SearchPage>();
    expect([command, hits.length]).toEqual([command, 1]);
  }
});
