import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type RoomClient } from "../../../src/client/index.ts";
import type { Session } from "../../../src/room/model/session.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { checkOutReleaseBefore, type ReleaseBefore } from "../../support/release-before.ts";
import { startWorkerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { runKills } from "../kills/run.ts";
import { Random } from "../random.ts";
import { readRoom } from "../read-room.ts";
import { seedOfTest } from "../test-seed.ts";
import { type Pairing, startTwoReleases, THIS_TREE, treesOf } from "./two-releases.ts";

const NOTHING_BROKEN = { lost: 0, doubled: 0, reordered: 0, holes: 0 };
const WITHIN_MS = 120_000;

let before: ReleaseBefore;
beforeAll(async () => {
  before = await checkOutReleaseBefore();
});
afterAll(() => before?.remove());

test("P1.11 P4.1 P4.2 P4.3 P4.4 12 kills, each followed by another pairing of two releases, lose, double and reorder nothing", async () => {
  const seed = seedOfTest();
  const server = await startTwoReleases(before.root, new Random(seed));
  const report = await runKills({ seed, kills: 12, writers: 12, start: async () => server });
  expect(report.examples).toEqual([]);
  expect(report).toMatchObject({ broken: NOTHING_BROKEN, refusals: [], resets: 0 });
  expect(Object.values(server.ran).every((times) => times > 0)).toBe(true);
});

/** A deploy, a rollback and another deploy: each passes through a new Worker over old rooms, or the reverse. */
const COURSE: readonly Pairing[] = ["before/before", "now/before", "now/now", "before/now", "before/before", "now/now"];

test("P1.11 P4.4 people keep talking and moderating through a deploy, a rollback and another deploy", async () => {
  const server = await startWorkerd({ ...treesOf("before/before", before.root), vars: { OWNER_TOKEN } });
  const clients: RoomClient[] = [];
  const resets: string[] = [];
  const enter = (username: string) => {
    const client = connect(`${server.origin.replace("http", "ws")}/ws/garden`, { username, random: () => 0 });
    client.on("reset", () => resets.push(username));
    clients.push(client);
    return client;
  };
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" };
    const response = await fetch(`${server.origin}/api/rooms/garden${path}`, { ...init, headers });
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };
  const isEveryoneBack = () =>
    until("everyone is back", WITHIN_MS, () => clients.every(({ state: { status } }) => status.state === "online"));
  try {
    const ada = enter("Ada");
    const ben = enter("Ben");
    await isEveryoneBack();
    await ada.claim(OWNER_TOKEN);
    const benUid = ben.state.self?.uid ?? "";
    let log = (await readRoom(server.origin, "garden")).messages;
    for (const [index, pairing] of COURSE.entries()) {
      await server.kill();
      // Said while no one listens, and delivered by the release that comes next.
      const waiting = ben.send(`to ${pairing}`);
      await server.restart(treesOf(pairing, before.root));
      await isEveryoneBack();
      await waiting;
      const [earlier, said] = [log, (await readRoom(server.origin, "garden")).messages];
      expect(said.slice(0, earlier.length)).toEqual(earlier);
      expect(said.at(-1)).toMatchObject({ message: `to ${pairing}`, username: "Ben" });

      const own = await ada.send(`from ${pairing}`);
      await ada.edit(own.seq, `from ${pairing}, edited`);
      await ben.react(own.seq, "👍");
      const short = await ben.send("gone in a moment");
      await ben.delete(short.seq);
      await ben.report(own.seq, `in ${pairing}`);
      const [report] = await ada.list("reports");
      expect(report).toMatchObject({ target: own.seq, reason: `in ${pairing}` });
      await ada.moderate({ action: "resolve", report: report?.report ?? 0 });
      await ada.moderate({ action: "pin", target: own.seq, on: true });
      await ada.moderate({ action: "role", uid: benUid, role: index % 2 === 0 ? "member" : "guest" });
      await ada.moderate({ action: "settings", settings: { slowMode: index % 2 } });
      await ada.moderate({ action: "settings", settings: { slowMode: 0 } });
      await ada.moderate({ action: "mute", uid: benUid, for: 60_000 });
      await expect(ben.send("muted")).rejects.toMatchObject({ code: "muted" });
      expect(await ask("/moderation?what=muted")).toContain(benUid);
      await ada.moderate({ action: "mute", uid: benUid, for: 0 });
      for (const { id } of ben.state.pending) ben.discard(id);

      expect(JSON.parse(await ask(""))).toMatchObject({ count: 2 });
      expect(await ask("/audit")).toContain('"action":"pin"');
      const after = await readRoom(server.origin, "garden");
      log = after.messages;
      await until("both have everything", WITHIN_MS, () =>
        clients.every(({ state: { position } }) => position?.seq === after.head),
      );
      expect(clients.map(({ state: { messages } }) => messages.map(({ message, seq }) => [seq, message]))).toEqual(
        Array.from(clients, () => log.map(({ message, seq }) => [seq, message])),
      );
    }
    // Only the first welcome of each came without a position.
    expect(resets.toSorted()).toEqual(["Ada", "Ben"]);
  } finally {
    for (const client of clients) client.close();
    await server.stop();
  }
});

const PERSON = { uid: "ada2q8d5v0k7r3w1", username: "Ada", role: "moderator", address: "192.0.2.7" } as const;
const SESSIONS: readonly Session[] = [
  { id: "s1", dialect: "plain", ...PERSON, from: "f", network: "n" },
  { id: "s2", dialect: "v1", state: "new", since: 1, host: "chat.example", mayRetry: true },
  { id: "s3", dialect: "v1", state: "reader", binary: true, compact: true },
  { id: "s4", dialect: "v1", state: "live", ...PERSON, mutedUntil: 5, shadowed: true, expires: 9, compact: true },
];

/** How a release keeps sessions beside their sockets. */
interface Attachments {
  persistSession(socket: object, session: Session, acked: number): void;
  restoreSession(socket: object): { readonly session: Session; readonly acked: number } | undefined;
}

test.each(SESSIONS)("P1.11 either release restores a session of the other: $dialect $state", async (session) => {
  // By name, since the Worker's types are not those of Node.
  const load = (root: string): Promise<Attachments> => import(join(root, "src/worker/object/attachment.ts"));
  const [old, now] = [await load(before.root), await load(THIS_TREE)];
  for (const [writer, reader] of [
    [now, old],
    [old, now],
  ] as const) {
    let kept: unknown;
    const socket = {
      serializeAttachment: (value: unknown) => {
        kept = structuredClone(value);
      },
      deserializeAttachment: () => kept,
    };
    writer.persistSession(socket, session, 7);
    expect(reader.restoreSession(socket)).toMatchObject({ session });
  }
});
