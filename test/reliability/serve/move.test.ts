import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moveRoom, undoMove } from "../../../cli/owner/move-room.ts";
import { ApiError } from "../../../cli/room-api.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { type Relay, startRelay } from "../../support/relay.ts";
import { type Served, startServed } from "../../support/served.ts";
import { UNLIMITED } from "../../support/unlimited.ts";
import { until } from "../deadline.ts";
import { ConsistencyChecker } from "../kills/consistency-checker.ts";
import { Writer } from "../kills/writer.ts";
import { Random } from "../random.ts";
import { readStoredLog } from "../stored-log.ts";
import { seedOfTest } from "../test-seed.ts";

const WITHIN_MS = 60_000;
const ROOM = "garden";
const WRITERS = 8;
/** Events before the move, and after it. */
const EVENTS = 300;

let old: Served;
let next: Served;
let relay: Relay;

beforeAll(async () => {
  const settings = { ...UNLIMITED, OWNER_TOKEN, UPLOADS: "everyone" };
  [old, next] = await Promise.all([startServed({ settings }), startServed({ settings })]);
  relay = await startRelay(old.port);
});
afterAll(async () => {
  await relay.close();
  await old.stop();
  await next.stop();
});

const at = ({ origin }: Served, room = ROOM) => ({ url: new URL(origin), room, token: OWNER_TOKEN });

async function call({ origin }: Pick<Served, "origin">, path: string, token: string, body?: object) {
  const response = await fetch(`${origin}/api/rooms/${ROOM}${path}`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // Tests compare what they know.
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
}

test("P4.1 P4.2 P4.3 P4.4 a room moves while people write: nothing is lost, doubled or reordered, and it is the same room", async () => {
  const checker = new ConsistencyChecker();
  const random = new Random(seedOfTest());
  const url = `${relay.origin.replace("http", "ws")}/ws/${ROOM}`;
  const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(`w${index}`, url, random.fork(), checker));
  try {
    await until("everyone writes", WITHIN_MS, () => checker.newest > EVENTS);
    const [owner] = writers.map(({ uid }) => uid);
    const role = { action: "role", uid: owner, role: "owner" };
    expect(await call(old, "/moderate", OWNER_TOKEN, role)).toMatchObject({ status: 200 });
    const bot = await call(old, "/bots", OWNER_TOKEN, { name: "Robot" });
    const invitation = await call(old, "/moderate", OWNER_TOKEN, { action: "invite", uses: 3, hours: 5 });
    expect([bot.status, invitation.status]).toEqual([201, 200]);
    const file = Buffer.alloc(2_500_000, "Good morning!\n");
    const uploaded = await fetch(`${old.origin}/api/rooms/${ROOM}/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${String(bot.body.token)}`, "x-file-name": "long.txt" },
      body: file,
    });
    const { file: stored } = (await uploaded.json()) as { file: { id: string } };
    const before = await call(old, "/moderation?what=members", OWNER_TOKEN);

    const headBefore = checker.newest;
    const moved = await moveRoom(at(old), at(next));
    expect(moved.head).toBeGreaterThanOrEqual(headBefore);
    expect(moved.files).toBe(1);
    // The old room stays closed, for sockets and for programs.
    expect(await call(old, "/messages", String(bot.body.token), { message: "Is anyone here?" })).toMatchObject({
      status: 503,
      body: { error: { code: "room_moved" } },
    });
    expect(writers.some(({ isLive }) => isLive)).toBe(false);

    relay.pointTo(next.port);
    await until("everyone writes again", WITHIN_MS, () => checker.newest > moved.head + EVENTS);
    expect(await call(next, "/moderation?what=members", OWNER_TOKEN)).toEqual(before);
    expect(await call(next, "/moderation?what=invitations", OWNER_TOKEN)).toMatchObject({
      body: { items: [expect.objectContaining({ uses: 3 })] },
    });
    const served = await fetch(`${next.origin}/files/${ROOM}/${stored.id}/long.txt`);
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(Buffer.from(await served.arrayBuffer()))).toBe(hash(file));
    expect(await call(next, "/bots", OWNER_TOKEN)).toMatchObject({ body: { bots: [{ id: bot.body.id }] } });

    for (const writer of writers) writer.finish();
    await until("everyone has everything", WITHIN_MS, () =>
      writers.every(({ isDone, position }) => isDone && position === checker.newest),
    );
  } finally {
    for (const writer of writers) writer.close();
  }
  await next.kill();
  const log = readStoredLog(next.databases);
  const known = new Set(log.map(({ id, uid }) => `${uid} ${id}`));
  checker.compare(
    log,
    new Map(
      writers.map(({ sent, unchanged, uid }) => [
        uid,
        sent.filter((id) => !unchanged.has(id) || known.has(`${uid} ${id}`)),
      ]),
    ),
  );
  expect(checker.examples).toEqual([]);
  expect(writers.map(({ resets }) => resets)).toEqual(writers.map(() => 0));
  await next.restart();
});

test("a room doesn't move into one that there is; then the old one is open again, as it is after an undo", async () => {
  await moveRoom(at(old, "kitchen"), at(next, "kitchen")).catch(() => {});
  const say = (server: Served, message: string) => hello(server, "kitchen", message);
  await say(old, "Here");
  await say(next, "There");
  await expect(moveRoom(at(old, "kitchen"), at(next, "kitchen"))).rejects.toMatchObject({ code: "import_order" });
  await say(old, "Still here");

  await moveRoom(at(old, "kitchen"), at(next, "cellar"));
  await expect(say(old, "Hello?")).rejects.toThrow();
  // A repeated move, and one that meets the first, change nothing.
  await expect(moveRoom(at(old, "kitchen"), at(next, "attic"))).rejects.toThrow(/has already moved to .* on .*--undo/);
  await expect(say(old, "Hello?")).rejects.toThrow();
  await undoMove(at(old, "kitchen"), at(next, "cellar"));
  await say(old, "Back");
  await expect(undoMove(at(old, "kitchen"))).rejects.toMatchObject({ code: "not_moving" });
  await expect(moveRoom(at(old, "kitchen"), at(old, "kitchen"))).rejects.toMatchObject({ code: "same_server" });
  await say(old, "Still here");
});

test("an undo is refused after people have written in the new room, and if its server can't be asked", async () => {
  await hello(old, "study", "Here");
  const nowhere = { ...at(next, "study"), fetch: () => Promise.reject(new ApiError("unreachable", "no connection")) };
  await moveRoom(at(old, "study"), at(next, "study"));
  await hello(next, "study", "There");
  await expect(undoMove(at(old, "study"))).rejects.toMatchObject({ code: "import_order" });
  await expect(undoMove(at(old, "study"), nowhere)).rejects.toMatchObject({ code: "unreachable" });
  await expect(hello(old, "study", "Hello?")).rejects.toThrow();
  await undoMove(at(old, "study"), undefined, { isForced: true });
  await hello(old, "study", "Back");
  // The new server has no copy any more.
  await moveRoom(at(old, "study"), at(next, "study"));
});

test("a move whose last answer is lost leaves one room that lives", async () => {
  await hello(old, "porch", "Here");
  // The new server does what it is told, and no answer comes back.
  const deaf =
    (steps: readonly string[]): typeof fetch =>
    async (input, init) => {
      const response = await fetch(input, init);
      const { step } = JSON.parse(typeof init?.body === "string" ? init.body : "{}") as { step?: string };
      if (step !== undefined && steps.includes(step)) throw new ApiError("unreachable", "the answer was lost");
      return response;
    };
  const lost = { ...at(next, "porch"), fetch: deaf(["end", "drop"]) };
  await expect(moveRoom(at(old, "porch"), lost)).rejects.toThrow(/parley move porch .*--undo --to/);
  await expect(hello(old, "porch", "Hello?")).rejects.toThrow();
  await undoMove(at(old, "porch"), at(next, "porch"));
  await hello(old, "porch", "Back");
  const half = { ...at(next, "porch"), fetch: deaf(["end"]) };
  await expect(moveRoom(at(old, "porch"), half)).rejects.toMatchObject({ code: "unreachable" });
  await hello(old, "porch", "Back again");
});

test("two moves at once: the second is refused and harms nothing, and one that is interrupted leaves the room open", async () => {
  await hello(old, "shed", "Here");
  const moves = await Promise.allSettled([
    moveRoom(at(old, "shed"), at(next, "shed")),
    moveRoom(at(old, "shed"), at(next, "barn")),
  ]);
  expect(moves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(hello(old, "shed", "Hello?")).rejects.toThrow();
  await hello(old, "loft", "Here");
  const interrupt = new AbortController();
  const to: typeof fetch = (input, init) => {
    interrupt.abort();
    return fetch(input, init);
  };
  const moving = moveRoom(at(old, "loft"), { ...at(next, "loft"), fetch: to }, { signal: interrupt.signal });
  await expect(moving).rejects.toMatchObject({ code: "interrupted" });
  await hello(old, "loft", "Back");
});

/** Joins a room as the tutorial's client does, and resolves when it has received its own message. */
async function hello({ origin }: Served, room: string, message: string): Promise<void> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/${room}`);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => socket.send(JSON.stringify({ username: "Ada", message }));
      socket.onmessage = ({ data }) => String(data).includes(message) && resolve();
      socket.onerror = () => reject(new Error("no connection"));
      socket.onclose = () => reject(new Error("closed"));
    });
  } finally {
    socket.close();
  }
}
