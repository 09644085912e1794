import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plugInSearch } from "../../src/capabilities/search/search.ts";
import { SqlSearchIndex } from "../../src/capabilities/search/sql-search-index.ts";
import type { Message } from "../../src/protocol/events.ts";
import type { SearchPage } from "../../src/protocol/http.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Requester } from "../../src/room/handshake/requester.ts";
import { MODERATOR_VIEWER, PUBLIC_VIEWER, type Viewer } from "../../src/room/log/visibility.ts";
import { Room } from "../../src/room/room.ts";
import { readConfig } from "../../src/worker/config/config.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { SqlNameRegistry } from "../../src/worker/storage/sql-name-registry.ts";
import { fillLog } from "../support/fill-log.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

const WORDS = ["fig", "figs", "plum", "at", "www.pear"] as const;
const PEOPLE = ["ada", "ben"] as const;

const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("message"), by: fc.constantFrom(...PEOPLE), text, hides: fc.boolean() }),
  },
  fc.record({ type: fc.constant("edit"), nth: fc.nat(20), text, hides: fc.boolean() }),
  fc.record({ type: fc.constant("delete"), nth: fc.nat(20) }),
  fc.record({ type: fc.constant("prune"), share: fc.double({ min: 0, max: 0.3, noNaN: true }) }),
  fc.record({ type: fc.constant("forget"), nth: fc.nat(20) }),
  fc.record({ type: fc.constant("search") }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Queries, and their meaning to a person who reads the whole log. */
const QUERIES: Readonly<Record<string, (words: string[], message: Message) => boolean>> = {
  fig: (words) => words.some((word) => word.startsWith("fig")),
  '"fig"': (words) => words.includes("fig"),
  '"plum fig"': (words) =>
    words
      .join(" ")
      .split("plum fig")
      .some((rest, index) => index > 0 && !rest.startsWith("s")),
  "fig -plum": (words) => words.some((word) => word.startsWith("fig")) && !words.includes("plum"),
  "from:ada at": (words, { uid }) => uid === "ada" && words.includes("at"),
  "after:1970-01-01": () => true,
  "after:1970-01-01 -fig": (words) => !words.includes("fig"),
  "has:link -fig": (words) => words.includes("www.pear") && !words.includes("fig"),
};

test("P14.13 after any sequence of messages, edits, deletes, hides and prunes, the index finds what a scan finds", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (steps, atOnce) => {
        for (const { name } of storage.sql
          .exec<{ name: string }>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'search\\_words\\_%' ESCAPE '\\'",
          )
          .toArray())
          storage.sql.exec(`DROP TABLE ${name}`);
        migrate(storage, []);
        checkSteps(storage.sql, steps, atOnce);
      }),
      { numRuns: 100 },
    );
  });
});

function checkSteps(sql: SqlStorage, steps: readonly Step[], atOnce: number): void {
  const log = new SqlEventLog(sql);
  const room = new Room({
    name: "search",
    limits: DEFAULT_LIMITS,
    log,
    moderationStore: new SqlModerationStore(sql),
    nameRegistry: new SqlNameRegistry(sql),
    capabilities: [plugInSearch(new SqlSearchIndex(sql, atOnce), true)],
  });
  const turn = { now: 1, newId: () => "id" };
  const search = (q: string, requester: Requester): SearchPage => {
    const { result } = room.ask(requester, { type: "search.find", q, limit: 50 }, turn);
    if (!result.ok) throw new Error(result.error);
    return result.value as SearchPage;
  };
  for (const one of steps) {
    const seq = log.head() + 1;
    const stamp = { seq, at: seq, id: `id-${seq}` };
    const messages = log.page({ limit: 100 }, MODERATOR_VIEWER);
    const target = "nth" in one ? messages[one.nth % Math.max(1, messages.length)] : undefined;
    if ("by" in one) {
      const event = { type: "message", ...stamp, uid: one.by, username: `the ${one.by}`, message: one.text } as const;
      log.append(event, 1, one.hides ? one.by : undefined);
    } else if ("share" in one) {
      log.prune(log.oldest() + Math.floor((seq - log.oldest()) * one.share));
    } else if (one.type === "search") {
      search("fig", { type: "anonymous" });
    } else if (target !== undefined && !target.deleted && "text" in one) {
      const event = { type: "edit", ...stamp, uid: target.uid, target: target.seq, message: one.text } as const;
      log.append(event, 1, one.hides || target.hidden ? target.uid : undefined);
    } else if (target !== undefined && !target.deleted) {
      log.append({ type: "delete", ...stamp, uid: "moderator", target: target.seq }, 1);
      if (one.type === "forget") log.forget([target.seq]);
    }
    log.flush();
  }
  const people: [Requester, Viewer][] = [
    [{ type: "anonymous" }, PUBLIC_VIEWER],
    [
      { type: "signedIn", identity: { uid: "ada", role: "member", expires: 1e15 } },
      { uid: "ada", isModerator: false },
    ],
    [{ type: "owner" }, MODERATOR_VIEWER],
  ];
  search("fig", { type: "anonymous" });
  for (let slices = 0; search("fig", { type: "anonymous" }).indexed < 1; slices += 1) {
    if (slices > 200) throw new Error("the index never ends");
    room.runJob("search.index", turn);
  }
  for (const [requester, viewer] of people) {
    const all = log.page({ limit: 1_000 }, viewer).filter(({ deleted }) => !deleted);
    for (const [q, isFound] of Object.entries(QUERIES)) {
      const scanned = all.filter((message) => isFound(message.message.split(" "), message)).reverse();
      expect([q, viewer, search(q, requester).hits.map(({ message }) => message)]).toEqual([q, viewer, scanned]);
    }
  }
}

test("P14.13 a search goes on over all blocks of a long log, however few messages have all of its words", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    migrate(storage, []);
    for (const statement of fillLog(70_000)) storage.sql.exec(statement);
    storage.sql.exec("UPDATE messages SET message = 'a rare message' WHERE seq IN (3, 16383, 16384, 69999)");
    const log = new SqlEventLog(storage.sql);
    const index = new SqlSearchIndex(storage.sql, 40_000);
    const room = new Room({
      name: "search",
      limits: DEFAULT_LIMITS,
      log,
      moderationStore: new SqlModerationStore(storage.sql),
      nameRegistry: new SqlNameRegistry(storage.sql),
      capabilities: [plugInSearch(index, true)],
    });
    const range = { from: 1, to: log.head() };
    while (!index.catchUp(range, range.to));
    /** The hits of each turn, until nothing is left. */
    const find = (q: string) => {
      const turns: number[][] = [];
      for (let cursor: { cursor?: number } | undefined = {}; cursor !== undefined; ) {
        const request = { type: "search.find", q, limit: 2, ...cursor };
        const { result } = room.ask({ type: "anonymous" }, request, { now: 1, newId: () => "id" });
        if (!result.ok) throw new Error(result.error);
        const { hits, next } = result.value as SearchPage;
        turns.push(hits.map(({ message }) => message.seq));
        cursor = next === undefined ? undefined : { cursor: next };
      }
      return turns;
    };
    expect(find("rare")).toEqual([
      [69_999, 16_384],
      [16_383, 3],
    ]);
    expect(find("message rare").flat()).toEqual([69_999, 16_384, 16_383, 3]);
    // Each term is in every block, and all of them are in none: a turn looks into some blocks, and the next one goes on.
    expect(find("message from:guest -message")).toEqual([[], [], []]);
  });
});

test("P14.2 with SEARCH off, there is nothing at the address, and no table", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    migrate(storage, []);
    expect(readConfig({ ...env, SEARCH: "off" }).search).toBe(false);
    expect(readConfig({ ...env, SEARCH: "" }).search).toBe(true);
    const room = new Room({
      name: "search",
      limits: DEFAULT_LIMITS,
      log: new SqlEventLog(storage.sql),
      moderationStore: new SqlModerationStore(storage.sql),
      nameRegistry: new SqlNameRegistry(storage.sql),
      capabilities: [plugInSearch(new SqlSearchIndex(storage.sql), false)],
    });
    const request = { type: "search.find", q: "fig", limit: 1 };
    const { result } = room.ask({ type: "owner" }, request, { now: 1, newId: () => "id" });
    expect(result).toEqual({ ok: false, error: "not_found" });
    expect(storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name LIKE 'search%'").toArray()).toEqual([]);
  });
});
