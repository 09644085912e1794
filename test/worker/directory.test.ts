import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { DirectoryRpc } from "../../src/capabilities/directory/directory-object.ts";
import { directoryOf } from "../../src/capabilities/directory/directory-stub.ts";
import { hourOf, NOTHING, type RoomReport } from "../../src/capabilities/directory/room-report.ts";
import type { AuditEntry } from "../../src/protocol/lists.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { evict } from "./evict.ts";
import { operate } from "./operator-client.ts";
import { order, owned } from "./owned-room.ts";
import { reportDue, reportNow } from "./report-now.ts";
import { CLOUDFLARE, freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** Says something, and waits until it is stored. */
async function say(socket: V1Socket, id: string): Promise<void> {
  socket.say(`hello ${id}`, id);
  await socket.takeOnly("message");
}

/** Asks for an export as the operator; its answer is text. */
async function exportBy(method: "GET" | "HEAD", path: string): Promise<{ status: number; text: string }> {
  const response = await exports.default.fetch(`https://chat.example/api/operator${path}`, {
    method,
    headers: { authorization: `Bearer ${OWNER_TOKEN}` },
    cf: CLOUDFLARE,
  });
  return { status: response.status, text: await response.text() };
}

const sumOf = (points: readonly Record<string, number>[], key: string) =>
  points.reduce((sum, point) => sum + (point[key] ?? 0), 0);

test("P18.1 a room reports itself soon after its first event, with people, messages, size, title and settings", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { title: "The garden", topic: "Roses", slowMode: 5 } });
  await say(owner, "1");
  const due = Number(await reportDue(room));
  expect(due).toBeLessThan(Date.now() + 20_000);
  expect((await operate(`/rooms/${room}`)).status).toBe(404);
  await reportNow(room);
  const { body } = await operate(`/rooms/${room}`);
  expect(body).toMatchObject({
    room,
    title: "The garden",
    topic: "Roses",
    people: 1,
    messagesToday: 1,
    openReports: 0,
    rules: { read: "everyone", write: "everyone", slowMode: 5 },
  });
  expect(body.rules).not.toHaveProperty("title");
  expect(body.bytes).toBeGreaterThan(4_096);
  expect(Math.abs(body.lastMessageAt - Date.now())).toBeLessThan(60_000);
  expect(await reportDue(room)).toBeUndefined();
});

test("P18.1 a room that is used reports at most once an hour, and one that falls quiet reports no more", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await say(ada, "1");
  await reportNow(room);
  await say(ada, "2");
  const due = Number(await reportDue(room));
  expect(due).toBeGreaterThan(Date.now() + HOUR_MS - 60_000);
  await say(ada, "3");
  ada.close(1000);
  expect(await reportDue(room)).toBe(due);
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ people: 0, messagesToday: 3 });
  expect(await reportDue(room)).toBeUndefined();
});

test("P18.1 P18.6 a moderator's action and a report of a message are told soon, whenever the last report was", async () => {
  const { owner, room } = await owned();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await say(ada, "1");
  await reportNow(room);
  owner.send({ type: "report", id: "report", target: 1, reason: "spam" });
  await owner.takeOnly("done");
  expect(Number(await reportDue(room))).toBeLessThan(Date.now() + 20_000);
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ openReports: 1 });
  const queue = (await operate("/reports")).body;
  expect(queue.reports).toContainEqual({ room, title: room, report: expect.objectContaining({ target: 1 }) });
  expect(queue.unreachable).toEqual([]);
  await order(owner, { action: "resolve", report: 1 });
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ openReports: 0 });
  expect((await operate("/reports")).body.reports).not.toContainEqual(expect.objectContaining({ room }));
});

test("P18.1 a report that is sent twice counts once, and none is lost with the object", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  for (let n = 1; n <= 5; n += 1) await say(ada, String(n));
  await evict(room, 1);
  await reportNow(room);
  const before = (await operate("/series")).body.points;
  // As after a crash between the report and the note that it arrived.
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("DELETE FROM directory_reported");
    storage.sql.exec("INSERT INTO jobs (kind, due, payload, attempts) VALUES ('directory.report', 1, '{}', 0)");
  });
  await reportNow(room);
  expect((await operate("/series")).body.points).toEqual(before);
  const { points } = (await operate(`/series?room=${room}`)).body;
  expect([sumOf(points, "messages"), sumOf(points, "joins"), points.at(-1).people]).toEqual([5, 1, 1]);
  expect((await operate(`/rooms/${room}`)).body.messagesToday).toBe(5);
});

test("P18.5 series have a point for each hour or day, with the size that was; refused frames count too", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await say(ada, "1");
  ada.send({ type: "message", id: "2", message: "" });
  await ada.takeOnly("error");
  ada.send("no JSON");
  await ada.takeOnly("error");
  await reportNow(room);
  const { points, unit } = (await operate(`/series?room=${room}&count=48`)).body;
  expect([unit, points.length]).toEqual(["hour", 48]);
  expect(points[47].at - points[46].at).toBe(HOUR_MS);
  expect([sumOf(points, "messages"), sumOf(points, "refused")]).toEqual([1, 2]);
  expect(points[0]).toMatchObject({ bytes: 0, people: 0 });
  expect(points.at(-1).bytes).toBeGreaterThan(4_096);
  const days = (await operate(`/series?room=${room}&unit=day`)).body;
  expect(days.points).toHaveLength(30);
  expect(sumOf(days.points, "messages")).toBe(1);
  const all = (await operate("/series?unit=day&count=1")).body.points;
  expect(all[0].bytes).toBeGreaterThanOrEqual(points.at(-1).bytes);
});

test("P18.4 rooms are listed in the order and by the words that are asked for, page by page", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const rooms = [`${mark}-a`, `${mark}-b`, `${mark}-c`];
  for (const [index, room] of rooms.entries()) {
    const ada = await V1Socket.hello(room, { username: "Ada" });
    for (let n = 0; n <= index; n += 1) await say(ada, String(n));
    await reportNow(room);
  }
  const namesOf = async (query: string) => {
    const { body } = await operate(`/rooms?q=${mark}&${query}`);
    return body.rooms.map(({ room }: { room: string }) => room);
  };
  expect(await namesOf("sort=name")).toEqual(rooms);
  expect(await namesOf("sort=messages")).toEqual(rooms.toReversed());
  expect(await namesOf("sort=messages&order=asc")).toEqual(rooms);
  expect(await namesOf("sort=last")).toEqual(rooms.toReversed());
  const first = (await operate(`/rooms?q=${mark.toUpperCase()}&sort=name&limit=2`)).body;
  expect(first).toMatchObject({ total: 3, next: 2, sums: { people: 3, messagesToday: 6, openReports: 0 } });
  expect(first.rooms.map(({ room }: { room: string }) => room)).toEqual(rooms.slice(0, 2));
  const last = (await operate(`/rooms?q=${mark}&sort=name&limit=2&offset=2`)).body;
  expect(last.rooms).toHaveLength(1);
  expect(last).not.toHaveProperty("next");
  expect((await operate("/rooms?sort=colour")).status).toBe(400);
  // A percent sign is no wildcard.
  expect((await operate("/rooms?q=%25")).body.total).toBe(0);
});

/** The queries of all objects meanwhile. */
async function queriesOf(run: () => Promise<void>): Promise<string[]> {
  const queries: string[] = [];
  const directory = env.ROOM_DIRECTORY.getByName("directory");
  const restore = await runInDurableObject(directory, (_object, { storage }) => {
    const sql: SqlStorage = Object.getPrototypeOf(storage.sql);
    const { exec } = sql;
    sql.exec = function (this: SqlStorage, ...query: Parameters<typeof exec>) {
      queries.push(query[0]);
      return exec.apply(this, query);
    } as typeof exec;
    return () => Object.assign(sql, { exec });
  });
  try {
    await run();
  } finally {
    restore();
  }
  return queries;
}

test("P18.4 asking about rooms wakes none of them", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await say(ada, "1");
  await reportNow(room);
  await evict(room, 1);
  const queries = await queriesOf(async () => {
    for (const path of [
      "/rooms",
      `/rooms/${room}`,
      "/series",
      `/series?room=${room}`,
      "/usage",
      "/audit",
      "/",
      "/reports",
    ]) {
      expect((await operate(path)).status).toBe(200);
    }
  });
  expect(queries.length).toBeGreaterThan(7);
  // A room that wakes asks for its tables first.
  const isWakeUp = (query: string) => query.includes("sqlite_master");
  expect(queries.filter(isWakeUp)).toEqual([]);
  expect((await queriesOf(async () => void (await operate(`/rooms/${room}/messages`)))).some(isWakeUp)).toBe(true);
});

test("P18.7 what moderators do in any room is in one audit log, page by page and as JSON lines", async () => {
  const { owner, room } = await owned();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await order(owner, { action: "mute", uid: ada.welcome.uid, for: 60_000 });
  await reportNow(room);
  const { entries } = (await operate(`/audit?room=${room}`)).body;
  expect(entries).toEqual([
    expect.objectContaining({ room, action: "mute", username: "Olga", by: owner.welcome.uid }),
    expect.objectContaining({ room, action: "claim" }),
  ]);
  // The same once more is counted in the same entry (P9.34).
  await order(owner, { action: "mute", uid: ada.welcome.uid, for: 60_000 });
  await reportNow(room);
  const page = (await operate(`/audit?room=${room}&limit=1`)).body;
  expect(page.entries).toEqual([expect.objectContaining({ action: "mute", count: 2 })]);
  expect((await operate(`/audit?room=${room}&limit=1&before=${page.next}`)).body.entries).toEqual([
    expect.objectContaining({ action: "claim" }),
  ]);
});

test("P18.12 a room tells how it is when the operator asks for it, and still reports when its report is due", async () => {
  const { owner, room } = await owned();
  expect((await operate(`/rooms/${room}`)).status).toBe(404);
  await order(owner, { action: "settings", settings: { slowMode: 5 } });
  await say(owner, "1");
  const due = await reportDue(room);
  const fresh = (await operate(`/rooms/${room}?fresh=true`)).body;
  expect(fresh).toMatchObject({ people: 1, messagesToday: 1, rules: { slowMode: 5 } });
  await say(owner, "2");
  expect((await operate(`/rooms/${room}`)).body).toEqual(fresh);
  expect((await operate(`/rooms/${room}?fresh=true`)).body).toMatchObject({ messagesToday: 2 });
  expect(await reportDue(room)).toBe(due);
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ messagesToday: 2 });
  expect((await operate(`/rooms/${freshRoom()}?fresh=true`)).status).toBe(404);
});

test("P18.12 an operator's act is in the directory once it is answered, and the one that came last is the first", async () => {
  const { owner, room } = await owned();
  const act = (settings: object) => operate(`/rooms/${room}/moderate`, "POST", { action: "settings", settings });
  expect((await act({ write: "moderators" })).status).toBe(200);
  expect((await operate(`/rooms/${room}`)).body.rules).toMatchObject({ write: "moderators" });
  await act({ slowMode: 5 });
  await order(owner, { action: "settings", settings: { slowMode: 30 } });
  await operate(`/rooms/${room}/claim`, "POST");
  await operate(`/rooms/${room}/claim`, "POST");
  expect((await operate(`/rooms/${room}/messages`)).status).toBe(200);
  const { entries } = (await operate(`/audit?room=${room}`)).body;
  expect(entries.slice(0, 4)).toMatchObject([
    { action: "ownerLink", by: "", count: 2 },
    { action: "settings", by: owner.welcome.uid, details: { slowMode: 30 } },
    { action: "settings", by: "", details: { slowMode: 5 } },
    { action: "settings", by: "", details: { write: "moderators" } },
  ]);
});

test("P18.12 an owner link of a room that nobody has entered, and an operator's export, leave a trace", async () => {
  const unmade = freshRoom();
  await operate(`/rooms/${unmade}/claim`, "POST");
  expect((await operate("/audit?limit=1")).body.entries).toMatchObject([
    { room: "", action: "ownerLink", by: "", details: { room: unmade } },
  ]);
  const { room } = await owned();
  await exportBy("GET", `/rooms/${room}/export?format=jsonl`);
  expect((await operate("/audit?limit=1")).body.entries).toMatchObject([
    { room, action: "export", by: "", details: { format: "jsonl" } },
  ]);
});

test("P18.12 an operator's export is in the audit log whatever its cursor, and the headers alone are none", async () => {
  for (const cursor of ["0", "1"]) {
    const { room } = await owned();
    const path = `/rooms/${room}/export?cursor=${cursor}`;
    const newest = async () => (await operate(`/audit?room=${room}&limit=1`)).body.entries;
    await reportNow(room);
    expect((await exportBy("HEAD", path)).status).toBe(200);
    expect(await newest()).toMatchObject([{ action: "claim" }]);
    expect((await exportBy("GET", path)).status).toBe(200);
    expect(await newest()).toMatchObject([{ action: "export", by: "" }]);
    // What continues it shares its entry.
    await exportBy("GET", path);
    expect(await newest()).toMatchObject([{ action: "export", count: 2 }]);
  }
});

test("P18.14 an export of the audit log of all rooms has no parameters, and the headers alone are none", async () => {
  const newest = async () => (await operate("/audit?room=&limit=1")).body;
  const before = await newest();
  for (const query of ["?cursor=0", "?cursor", "?cursor=junk", "?format=csv"]) {
    const refused = await exportBy("GET", `/audit/export${query}`);
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([400, "bad_range"]);
  }
  expect((await exportBy("HEAD", "/audit/export")).status).toBe(200);
  expect(await newest()).toEqual(before);
});

test("P18.14 an export of the audit log of all rooms is in it, once", async () => {
  const { room } = await owned();
  await reportNow(room);
  const { text } = await exportBy("GET", "/audit/export");
  expect(text).not.toContain("exportAudit");
  const { entries } = (await operate("/audit")).body;
  expect(entries.filter(({ action }: { action: string }) => action === "exportAudit")).toMatchObject([
    { room: "", by: "", username: "", details: {} },
  ]);
});

test("P11.3 a person's name goes from the audit log of all rooms too when they are erased", async () => {
  const { owner, room } = await owned();
  const mallory = await V1Socket.hello(room, { username: "Mallory" });
  await say(mallory, "1");
  const { uid } = mallory.welcome;
  await order(owner, { action: "mute", uid, for: 60_000 });
  await order(owner, { action: "ban", uid, reason: "Mallory again" });
  await reportNow(room);
  expect(JSON.stringify((await operate(`/audit?room=${room}`)).body)).toContain("Mallory");
  expect((await operate(`/rooms/${room}/people/${uid}/erase`, "POST")).status).toBe(200);
  await reportNow(room);
  const after = (await operate(`/audit?room=${room}`)).body;
  expect(JSON.stringify(after)).not.toContain("Mallory");
  expect(after.entries.map(({ action }: { action: string }) => action)).toEqual(["erase", "ban", "mute", "claim"]);
});

test("P18.5 the usage of the month is an estimate by meter, with the limits of the Free plan", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await say(ada, "1");
  await reportNow(room);
  const { dollars, meters, month } = (await operate("/usage")).body;
  expect(month).toBe(new Date().toISOString().slice(0, 7));
  expect(dollars).toBe(5);
  const rows = meters.find(({ meter }: { meter: string }) => meter === "rowsWritten");
  expect(rows).toMatchObject({ free: 100_000, dollars: 0 });
  expect(rows.month).toBeGreaterThanOrEqual(rows.today);
  expect(rows.today).toBeGreaterThan(2);
  expect(rows.days).toHaveLength(new Date().getUTCDate());
});

test("P18.1 a plain socket's room reports too", async () => {
  const room = freshRoom();
  const plain = await TestSocket.join(room);
  plain.say("hello");
  await plain.take();
  await reportNow(room);
  expect((await operate(`/rooms/${room}`)).body).toMatchObject({ people: 1, messagesToday: 1 });
});

/** A report of a room, straight to the directory. */
function reportOf(room: string, changes: Partial<RoomReport>): RoomReport {
  const at = Date.now();
  return {
    room,
    at,
    people: 0,
    bytes: 4_096,
    lastMessageAt: null,
    openReports: 0,
    settings: { read: "everyone", write: "everyone", slowMode: 0 },
    hours: [{ ...NOTHING, hour: hourOf(at), messages: 0 }],
    audit: [],
    ...changes,
  };
}

/** The directory itself. */
const directory = () => directoryOf(env) as DirectoryRpc;

test("P18.7 a new room of the same name leaves the entries of the deleted one, and the newest come first", async () => {
  const room = freshRoom();
  const entryOf = (entry: number, at: number, action: AuditEntry["action"]): AuditEntry => ({
    entry,
    at,
    by: "",
    username: "",
    action,
    details: {},
  });
  const now = Date.now();
  await directory().report(reportOf(room, { audit: [entryOf(1, now - 50, "claim"), entryOf(2, now - 10, "ban")] }));
  await directory().forget(room);
  await directory().report(reportOf(room, { audit: [entryOf(1, now, "mute"), entryOf(2, now - 30, "unmute")] }));
  const actionsOf = async (query: string) => {
    const { entries, next } = (await operate(`/audit?room=${room}&${query}`)).body;
    return { actions: entries.map(({ action }: { action: string }) => action), next };
  };
  expect((await actionsOf("")).actions).toEqual(["mute", "ban", "unmute", "claim"]);
  const first = await actionsOf("limit=2");
  expect(first.actions).toEqual(["mute", "ban"]);
  expect((await actionsOf(`limit=2&before=${first.next}`)).actions).toEqual(["unmute", "claim"]);
});

test("P18.7 no entry is lost however many come between two reports", async () => {
  const { room } = await owned();
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
       INSERT INTO audit (entry, at, "by", username, action, details, subject, lasting)
       SELECT 100 + i, ${Date.now()} + i, '', '', 'ban', '{}', 'p' || i, 1 FROM n`,
    );
  });
  await reportNow(room);
  const lines = await (
    await exports.default.fetch(
      new Request("https://chat.example/api/operator/audit/export", {
        headers: { authorization: `Bearer ${OWNER_TOKEN}` },
      }),
      { cf: CLOUDFLARE },
    )
  ).text();
  const told = lines.split("\n").filter((line) => line.includes(`"${room}"`) && line.includes('"ban"'));
  expect(told).toHaveLength(1_200);
});

test("P18.5 a message that was imported with a time to come makes no hour, and sizes stay right", async () => {
  const room = freshRoom();
  const now = hourOf(Date.now());
  const before = (await operate("/usage")).body.meters.at(-1).today;
  const present = { ...NOTHING, hour: now, messages: 1 };
  const later = { ...NOTHING, hour: now + 1, messages: 7 };
  await directory().report(reportOf(room, { bytes: 10_000, hours: [present, later] }));
  const sizes = await runInDurableObject(env.ROOM_DIRECTORY.getByName("directory"), (_object, { storage }) =>
    storage.sql.exec<{ hour: number; bytes: number }>("SELECT hour, bytes FROM totals ORDER BY hour DESC").toArray(),
  );
  expect(sizes[0]).toEqual({ hour: now, bytes: before + 10_000 });
  await directory().report(reportOf(room, { bytes: 30_000 }));
  expect((await operate("/usage")).body.meters.at(-1).today).toBe(before + 30_000);
  expect((await operate("/series")).body.points.at(-1).bytes).toBe(before + 30_000);
});

test("P18.5 messages count as they were sent, although the log has lost them", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  for (const id of ["1", "2", "3"]) await say(ada, id);
  const tomorrow = new Date(Date.now() + 24 * HOUR_MS).toISOString().slice(0, 10);
  expect((await operate(`/rooms/${room}/messages?before=${tomorrow}`, "DELETE")).status).toBe(200);
  expect((await operate(`/rooms/${room}/messages`)).body.messages).toEqual([]);
  // Clients connect again.
  await say(await V1Socket.hello(room, { username: "Bob" }), "4");
  await reportNow(room);
  const counts = async () => [
    (await operate(`/rooms/${room}`)).body.messagesToday,
    sumOf((await operate(`/series?room=${room}`)).body.points, "messages"),
  ];
  expect(await counts()).toEqual([4, 4]);
  await operate(`/rooms/${room}/messages?before=${tomorrow}`, "DELETE");
  await say(await V1Socket.hello(room, { username: "Eve" }), "5");
  await reportNow(room);
  expect(await counts()).toEqual([5, 5]);
});

test("P18.4 people of a room that has not reported for two hours are not counted", async () => {
  const room = freshRoom();
  await directory().report(reportOf(room, { people: 3, at: Date.now() - 3 * HOUR_MS, hours: [] }));
  const { rooms, sums } = (await operate(`/rooms?q=${room}&sort=people`)).body;
  expect([rooms[0].people, sums.people]).toEqual([0, 0]);
  expect((await operate(`/rooms/${room}`)).body.people).toBe(0);
  await directory().report(reportOf(room, { people: 3 }));
  expect((await operate(`/rooms?q=${room}`)).body.sums.people).toBe(3);
});

test("P18.4 P18.5 P18.7 a room's name may be in capitals; one that is unknown is none", async () => {
  const { room } = await owned();
  await reportNow(room);
  const name = room.toUpperCase();
  expect((await operate(`/audit?room=${name}`)).body.entries).toHaveLength(1);
  expect((await operate(`/series?room=${name}`)).status).toBe(200);
  const unknown = freshRoom();
  const codeOf = async (path: string) => (await operate(path)).body.error.code;
  expect(await codeOf(`/audit?room=${unknown}`)).toBe("no_room");
  expect(await codeOf(`/series?room=${unknown}`)).toBe("no_room");
  expect(await codeOf(`/rooms/${unknown}`)).toBe("no_room");
  expect(await codeOf("/rooms/a%2fb")).toBe("bad_room");
  expect(await codeOf("/rooms/a%2fb/messages")).toBe("bad_room");
});

test("P18.15 without a public list, clients receive no `listed`, whatever an owner decided", async () => {
  const { owner, room } = await owned();
  expect(owner.welcome.settings).not.toHaveProperty("listed");
  await order(owner, { action: "settings", settings: { listed: false } });
  const ben = await V1Socket.hello(room, { username: "Ben" });
  expect(ben.welcome.settings).not.toHaveProperty("listed");
});
