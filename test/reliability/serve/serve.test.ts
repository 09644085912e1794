import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SECURE_HEADERS } from "../../../src/worker/http/secure-headers.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { type Served, startServed } from "../../support/served.ts";
import { UNLIMITED } from "../../support/unlimited.ts";
import { until } from "../deadline.ts";
import { runKills } from "../kills/run.ts";
import { seedOfTest } from "../test-seed.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const WITHIN_MS = 60_000;

let server: Served;
beforeAll(async () => {
  server = await startServed({
    settings: { ...UNLIMITED, OWNER_TOKEN, SYSTEM_NAMES: "ip", TRUSTED_PROXY: "127.0.0.1" },
    args: ["--log"],
  });
});
afterAll(() => server.stop());

/** Joins a room as the tutorial's client does, and returns the address that the room shows. */
async function shownAddress(path: string, headers: Record<string, string> = {}): Promise<string> {
  const first = await new Promise<string>((resolve, reject) => {
    // Node's WebSocket takes headers, unlike a browser's.
    const options = { headers } as unknown as string[];
    const socket = new WebSocket(`${server.origin.replace("http", "ws")}${path}`, options);
    socket.onerror = () => reject(new Error("no connection"));
    socket.onmessage = ({ data }) => {
      socket.close();
      resolve(String(data));
    };
  });
  return first;
}

test.each([
  // A proxy that names no client.
  [{}, "unknown"],
  [{ "x-forwarded-for": "192.0.2.7" }, "192.0.2.7"],
  [{ "x-forwarded-for": "203.0.113.9, 192.0.2.7" }, "192.0.2.7"],
  [{ "x-forwarded-for": "192.0.2.7, 127.0.0.1" }, "192.0.2.7"],
  [{ "cf-connecting-ip": "192.0.2.7" }, "unknown"],
  [{ "x-real-ip": "192.0.2.7", forwarded: "for=192.0.2.7" }, "unknown"],
])("P1.8 behind a trusted proxy, %j comes from %s", async (headers, address) => {
  expect(await shownAddress(`/ws/at-${crypto.randomUUID().slice(0, 8)}`, headers)).toContain(address);
});

test("P1.10 a client of the PHP tutorial talks to it at /websocket.php", async () => {
  expect(await shownAddress("/websocket.php")).toContain('"type":"system"');
});

test("P5.5 an address that sends too many requests is refused before any room, and others are not", async () => {
  const ask = (address: string) =>
    fetch(`${server.origin}/api/rooms/nowhere`, { headers: { "x-forwarded-for": address } }).then(
      ({ status }) => status,
    );
  const statuses = new Set<number>();
  await until("it is refused", WITHIN_MS, async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask("198.51.100.1")));
    for (const status of answers) statuses.add(status);
    return statuses.has(429);
  });
  expect(await ask("198.51.100.2")).toBe(200);
});

test("the log has a line per request, without the query and the address", async () => {
  await fetch(`${server.origin}/r/garden?token=secret`, { headers: { "x-forwarded-for": "198.51.100.77" } });
  await expect.poll(() => server.output()).toMatch(/^GET \/r\/garden 200 \d+ ms$/m);
  expect(server.output()).not.toMatch(/secret|198\.51\.100\.77/);
});

test("/healthz answers without a room, and /metrics the owner alone", async () => {
  const health = await fetch(`${server.origin}/healthz`);
  expect([health.status, await health.text()]).toEqual([200, "ok\n"]);
  const ask = (authorization?: string) =>
    fetch(`${server.origin}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
  expect((await ask()).status).toBe(401);
  expect((await ask(`Bearer ${"x".repeat(OWNER_TOKEN.length)}`)).status).toBe(401);
  const socket = new WebSocket(`${server.origin.replace("http", "ws")}/ws/counted`);
  await once(socket, "open");
  await expect.poll(async () => (await ask(`Bearer ${OWNER_TOKEN}`)).text()).toMatch(/^parley_rooms_open 1$/m);
  const metrics = await ask(`Bearer ${OWNER_TOKEN}`);
  expect(metrics.headers.get("content-type")).toContain("application/openmetrics-text");
  const text = await metrics.text();
  expect(text).toMatch(/^parley_sockets 1$/m);
  expect(text).toMatch(/^parley_responses_total\{status="401"\} 2$/m);
  expect(text.endsWith("\n# EOF\n")).toBe(true);
  socket.send(JSON.stringify({ username: "Ada", message: "Good morning!" }));
  socket.send("not JSON");
  const counted = () => ask(`Bearer ${OWNER_TOKEN}`).then((response) => response.text());
  await expect.poll(counted).toMatch(/^parley_flush_seconds_count [1-9]/m);
  expect(await counted()).toMatch(/^parley_messages_total 1$/m);
  expect(await counted()).toMatch(/^parley_refused_total\{code="bad_json"\} 1$/m);
  socket.close();
});

test("another build changes nothing under a server that runs", async () => {
  const site = join(root, "dist", "serve", "site");
  renameSync(site, `${site}-away`);
  try {
    expect((await fetch(`${server.origin}/icon.svg`)).status).toBe(200);
  } finally {
    renameSync(`${site}-away`, site);
  }
});

test("a misspelled setting of the environment is told when the server starts", () => {
  const command = ["scripts/serve/main.ts", "--data", join(server.data, "none"), "--build"];
  const { status, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, MAX_ROOM_SOCKET: "5" },
  });
  expect([status, stderr]).toEqual([0, expect.stringContaining("Did you mean MAX_ROOM_SOCKETS?")]);
});

test("a folder that a server uses is refused to a second one", async () => {
  const args = ["scripts/serve/main.ts", "--port", "1025", "--data", server.data];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("Another server uses");
});

test.each([
  [["--port", "abc"], {}, "Invalid --port: expected a whole number from 1 to 65535"],
  [[], { MAX_ROOM_SOCKETS: "abc" }, "Invalid MAX_ROOM_SOCKETS: expected a whole number from 1 to 5000"],
  [["--config", "no-such.toml"], {}, "no-such.toml"],
])("%j with %j is refused before it listens", (args, env, message) => {
  const command = ["scripts/serve/main.ts", "--data", join(server.data, "none"), ...args];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8", env });
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "P4.12 %s sends every client away with 1012 and how many they are, and ends with 0; what was said is there afterwards",
  async (signal) => {
    const one = await startServed();
    try {
      const name = `${signal.toLowerCase()}`;
      const url = `${one.origin.replace("http", "ws")}/ws/${name}`;
      const talker = new WebSocket(url);
      const lurker = new WebSocket(`${url}-next-door`);
      const listener = new WebSocket(url);
      const sockets = [talker, lurker, listener];
      await Promise.all(sockets.map((socket) => once(socket, "open")));
      const closes = Promise.all(sockets.map((socket) => once(socket, "close")));
      const heard = once(listener, "message");
      talker.send(JSON.stringify({ username: "Ada", message: "Good morning!" }));
      await heard;
      await until("the message is in the log", WITHIN_MS, async () =>
        (await read(one, name)).includes("Good morning!"),
      );
      expect(await one.end(signal)).toBe(0);
      const seen = (await closes).map(([event]: CloseEvent[]) => [event?.code, event?.reason]);
      expect(seen).toEqual(sockets.map(() => [1012, "3"]));
      // It waited for no one, though some of them never sent a frame.
      expect(one.output()).not.toContain("cut off");
      await one.restart();
      expect(await read(one, name)).toContain("Good morning!");
    } finally {
      await one.stop();
    }
  },
);

test("while it stops, requests are told to come back, with the headers of every other answer", async () => {
  const one = await startServed();
  try {
    const refused: Response[] = [];
    const ask = async () => {
      const answer = await fetch(`${one.origin}/api/rooms/garden`);
      await answer.text();
      return answer;
    };
    expect((await ask()).status).toBe(200);
    const ending = one.end("SIGTERM");
    for (let answer = await ask().catch(() => undefined); answer; answer = await ask().catch(() => undefined)) {
      if (answer.status === 503) refused.push(answer);
    }
    await ending;
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) {
      expect(Object.fromEntries(headers)).toMatchObject({ ...SECURE_HEADERS, "retry-after": "2" });
    }
  } finally {
    await one.stop();
  }
});

async function read({ origin }: Served, room: string): Promise<string> {
  return (await fetch(`${origin}/api/rooms/${room}/messages`)).text();
}

test("an alarm that was due while the server was down runs when it is back, without any request", async () => {
  const one = await startServed();
  try {
    const socket = new WebSocket(`${one.origin.replace("http", "ws")}/ws/alarm`);
    await once(socket, "open");
    socket.send(JSON.stringify({ username: "Ada", message: "Good morning!" }));
    await expect.poll(() => alarms(one)).toHaveLength(1);
    await one.kill();
    const due = BigInt(Date.now() + 1_000) * 1_000_000n;
    const database = new DatabaseSync(join(one.databases, "metadata.sqlite"));
    database.prepare("UPDATE _cf_ALARM SET scheduled_time = ?").run(due);
    database.close();
    await one.restart();
    await expect.poll(() => alarms(one)).not.toContain(due);
  } finally {
    await one.stop();
  }
});

/** When the rooms are to wake, in nanoseconds since 1970. */
function alarms({ databases }: Served): unknown[] {
  const database = new DatabaseSync(join(databases, "metadata.sqlite"), { readOnly: true });
  try {
    const select = database.prepare("SELECT scheduled_time AS at FROM _cf_ALARM");
    select.setReadBigInts(true);
    return select.all().map(({ at }) => at);
  } finally {
    database.close();
  }
}

test("P4.1 P4.2 P4.3 P4.4 5 kills of the server lose, double and reorder nothing, and leave no hole", async () => {
  const start = () => startServed({ settings: UNLIMITED });
  const report = await runKills({ seed: seedOfTest(), kills: 5, writers: 10, start });
  expect(report.examples).toEqual([]);
  expect(report).toMatchObject({ broken: { lost: 0, doubled: 0, reordered: 0, holes: 0 }, kills: 5, refusals: [] });
  expect(report.inFlight).toBeGreaterThan(0);
});
