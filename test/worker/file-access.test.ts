// Copies of files at the edge, and who may read them.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { files } from "../../src/capabilities/files/capability.ts";
import { plugInFiles } from "../../src/capabilities/files/files.ts";
import { filesOf } from "../../src/capabilities/files/files-stub.ts";
import { SqlFileRegistry } from "../../src/capabilities/files/sql-file-registry.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import type { CapabilityRoom } from "../../src/room/capability/capability.ts";
import { readConfig } from "../../src/worker/config/config.ts";
import type { JobContext } from "../../src/worker/object/capability.ts";
import { roomOf } from "../../src/worker/object/room-stub.ts";
import { png } from "../support/pictures.ts";
import {
  codeOf,
  jobsDone,
  moderate,
  openRoom,
  pathOf,
  post,
  rowsOfFiles,
  send,
  statusOf,
  upload,
} from "./file-room.ts";
import { request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

test("P12.6 the edge answers odd ranges as the object does", async () => {
  const { owner, room } = await openRoom();
  const file = await upload(room, owner);
  const { size } = file;
  const path = pathOf(room, file);
  // From now on, the edge has a copy.
  const whole = await request(path);
  const all = new Uint8Array(await whole.arrayBuffer());
  const etag = String(whole.headers.get("etag"));
  const part = (start: number, end: number) => [206, `bytes ${start}-${end - 1}/${size}`, all.slice(start, end)];
  const answers: readonly (readonly [Record<string, string>, readonly unknown[]])[] = [
    [{ range: "bytes=2-5" }, part(2, 6)],
    [{ range: "Bytes= 2-5 " }, part(2, 6)],
    [{ range: "bytes=-4" }, part(size - 4, size)],
    [{ range: `bytes=5-${"9".repeat(25)}` }, part(5, size)],
    [{ range: `bytes=-${"9".repeat(25)}` }, part(0, size)],
    [{ range: "bytes=0-1,3-4" }, [200, null, all]],
    [{ range: "bytes=5-2" }, [200, null, all]],
    [{ range: "bytes=-" }, [200, null, all]],
    [{ range: "lines=2-5" }, [200, null, all]],
    [{ range: "bytes=-0" }, [416, `bytes */${size}`, new Uint8Array()]],
    [{ range: "bytes=2-5", "if-range": etag }, part(2, 6)],
    [{ range: "bytes=2-5", "if-range": '"other"' }, [200, null, all]],
    [{ range: "bytes=2-5", "if-range": `W/${etag}` }, [200, null, all]],
    [{ range: "bytes=2-5", "if-range": new Date().toUTCString() }, [200, null, all]],
    [{ "if-range": '"other"' }, [200, null, all]],
    [{ range: "bytes=2-5", "if-none-match": `"other", W/${etag}` }, [304, null, new Uint8Array()]],
  ];
  for (const [headers, expected] of answers) {
    for (const query of ["", "?pass=none"]) {
      const response = await request(path + query, headers);
      const found = [
        response.status,
        response.headers.get("content-range"),
        new Uint8Array(await response.arrayBuffer()),
      ];
      expect(found, `${JSON.stringify(headers)} ${query}`).toEqual(expected);
    }
  }
});

test("P12.17 a file that was uploaded while the room was closed doesn't open the room's files again", async () => {
  const { owner, room } = await openRoom();
  const stub = roomOf(env, room);
  const requester = { type: "guest", token: String(owner.welcome.token) } as const;
  const file = { id: newFileId(), name: "a.txt", type: "text/plain", size: 1, hash: "h" };
  expect(await stub.ask({ type: "files.begin", id: file.id, size: 1 }, requester)).toEqual({ isOpen: true });
  await moderate(owner, { action: "settings", settings: { read: "members" } });
  await jobsDone(room);
  // The upload had asked before, and tells the object after the room has.
  await filesOf({ env, room }).publish(file, "object", true);
  expect(await stub.ask({ type: "files.end", file, isOpen: true }, requester)).toEqual({ file });
  await jobsDone(room);
  const access = await runInDurableObject(env.ROOM_FILES.getByName(room), (_object, { storage }) =>
    storage.sql.exec("SELECT open FROM access").toArray(),
  );
  expect(access).toEqual([{ open: 0 }]);
});

/** The edge's cache, by a clock that the test moves. */
class FakeEdge {
  now = 0;
  puts = 0;
  // Bytes, because a response belongs to the request that it was made in.
  readonly #kept = new Map<string, { body: ArrayBuffer; headers: [string, string][]; until: number }>();

  async match({ url }: Request): Promise<Response | undefined> {
    const kept = this.#kept.get(url);
    return kept !== undefined && this.now < kept.until ? new Response(kept.body, { headers: kept.headers }) : undefined;
  }

  async put(url: string, response: Response): Promise<void> {
    const seconds = /max-age=(\d+)/.exec(response.headers.get("cache-control") ?? "")?.[1];
    const body = await response.arrayBuffer();
    this.#kept.set(url, { body, headers: [...response.headers], until: this.now + Number(seconds) * 1_000 });
    this.puts += 1;
  }
}

test("P12.8 nobody is served a copy a minute after the deletion", async () => {
  const edge = new FakeEdge();
  vi.stubGlobal("caches", { default: edge });
  try {
    const { owner, room } = await openRoom();
    const file = await upload(room, owner);
    const { seq } = await send(owner, "1", [{ id: file.id }]);
    const path = pathOf(room, file);
    const first = await request(path);
    // No other cache may keep it for longer.
    expect(first.headers.get("cache-control")).toContain("s-maxage=50");
    await first.body?.cancel();
    await expect.poll(() => edge.puts).toBe(1);
    owner.send({ type: "delete", id: "d", target: seq });
    await owner.takeOnly("delete");
    await jobsDone(room);
    edge.now = 49_000;
    expect(await statusOf(path)).toBe(200);
    // That a copy was served keeps it no longer.
    expect(edge.puts).toBe(1);
    edge.now = 60_000;
    expect(await statusOf(path)).toBe(404);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("P12.13 an address has a quota for a day, whoever sends from it", async () => {
  const { room } = await openRoom();
  const [ada, bob] = [await V1Socket.hello(room), await V1Socket.hello(room)];
  const from = (address: string) => ({ "cf-connecting-ip": address });
  const one = await post(room, ada.welcome.token, png(), from("192.0.2.1"));
  expect(one.status).toBe(201);
  const counts = await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE file_quotas SET bytes = ? WHERE who LIKE '~%'", 300 * 1024 * 1024);
    return storage.sql.exec("SELECT who FROM file_quotas WHERE who LIKE '~%'").toArray();
  });
  expect(counts).toHaveLength(1);
  expect(JSON.stringify(counts)).not.toContain("192.0.2");
  expect(await codeOf(await post(room, bob.welcome.token, png(50), from("192.0.2.1")))).toEqual([429, "quota"]);
  expect((await post(room, bob.welcome.token, png(50), from("198.51.100.7"))).status).toBe(201);
  // The next day counts anew.
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE file_quotas SET day = day - 1 WHERE who LIKE '~%'");
  });
  expect((await post(room, bob.welcome.token, png(60), from("192.0.2.1"))).status).toBe(201);
});

/** What a room gives the jobs of its files. */
const jobContext = (room: string, sql: SqlStorage): JobContext => ({
  env,
  room,
  sql,
  config: readConfig(env),
  ask: () => ({}),
  waitUntil: () => {},
  schedule: () => {},
  deleteRoom: () => {},
  now: Date.now,
});

test("P12.8 the files of messages that are pruned, as by KEEP_DAYS, go with them", async () => {
  const { owner, room } = await openRoom();
  const [old, kept] = [await upload(room, owner), await upload(room, owner, png())];
  const { seq } = await send(owner, "1", [{ id: old.id }]);
  await send(owner, "2", [{ id: kept.id }]);
  const due: string[] = [];
  const states = await runInDurableObject(stubOf(room), (_object, { storage }) => {
    // The part of a room that pruning asks for; P11.5 has a test of its own that a room prunes.
    const partOfRoom = {
      jobs: {
        schedule: (kind: string) => void due.push(kind),
        isScheduled: () => true,
        dueAt: () => undefined,
        cancel: () => {},
      },
      settings: () => ({ read: "everyone" }),
      isHeld: () => false,
    } as unknown as CapabilityRoom;
    plugInFiles(new SqlFileRegistry(storage.sql), readConfig(env).files)(partOfRoom).pruned?.(Number(seq) + 1);
    return Object.fromEntries(storage.sql.exec<{ id: string; state: string }>("SELECT id, state FROM files").raw());
  });
  expect(states).toEqual({ [old.id]: "gone", [kept.id]: "ready" });
  // The job that deletes the bytes.
  expect(due).toEqual(["files.push"]);
  await runInDurableObject(stubOf(room), (_object, { storage }) =>
    files.jobs?.["files.push"]?.(jobContext(room, storage.sql), { isOpen: true }),
  );
  expect(await rowsOfFiles(room)).toEqual([1, 1, 1]);
});

test("P1.7 the files of a room that expires are deleted, whatever names them", async () => {
  const { owner, room } = await openRoom();
  await send(owner, "1", [{ id: (await upload(room, owner)).id }]);
  await upload(room, owner, png());
  expect(await rowsOfFiles(room)).toEqual([2, 2, 2]);
  await runInDurableObject(stubOf(room), (_object, { storage }) => files.roomExpired?.(jobContext(room, storage.sql)));
  expect(await rowsOfFiles(room)).toEqual([]);
});
