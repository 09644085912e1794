import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";

const KILLS = 6;
const MESSAGES_PER_ROUND = 12;
/** Milliseconds that the receiver takes, so that deliveries fall behind. */
const RECEIVER_MS = 25;

interface Receiver {
  readonly server: Server;
  readonly url: string;
  /** Texts in the order in which they came, repeated ones included. */
  readonly texts: string[];
}

async function startReceiver(): Promise<Receiver> {
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { data } = JSON.parse(Buffer.concat(parts).toString()) as { data: { message: string } };
    texts.push(data.message);
    setTimeout(() => response.end("thanks"), RECEIVER_MS);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/`, texts };
}

async function call(server: Workerd, path: string, token: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.origin}/api/rooms/garden/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as Record<string, unknown>;
}

/** Makes a hook, and a bot that writes. */
async function prepare(server: Workerd, url: string): Promise<{ hook: string; token: string }> {
  const { id } = await call(server, "hooks", OWNER_TOKEN, { kind: "outgoing", url, events: ["message"] });
  const { token } = await call(server, "bots", OWNER_TOKEN, { name: "Writer", scopes: ["read", "write"] });
  return { hook: String(id), token: String(token) };
}

test(`P16.7 ${KILLS} kills in the middle of deliveries lose none, and keep their order`, async () => {
  const receiver = await startReceiver();
  const vars = { OWNER_TOKEN, WEBHOOK_PRIVATE: "allow" };
  const server = await startWorkerd({ vars, reachesOwnNetwork: true });
  try {
    const { token } = await prepare(server, receiver.url);
    const stored: string[] = [];
    const post = async () => {
      const message = `Message ${stored.length + 1}`;
      await call(server, "messages", token, { message });
      stored.push(message);
    };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      for (let count = 0; count < MESSAGES_PER_ROUND; count += 1) await post();
      // A kill that interrupts nothing proves nothing.
      expect(new Set(receiver.texts).size).toBeLessThan(stored.length);
      await server.kill();
      await server.restart();
    }
    // Any message wakes the room.
    await post();
    await expect.poll(() => new Set(receiver.texts).size, { timeout: 60_000 }).toBe(stored.length);
    // Without the repeats, what came is what was stored, in its order.
    expect([...new Set(receiver.texts)]).toEqual(stored);
  } finally {
    await server.stop();
    receiver.server.close();
  }
});

test("P16.4 a name that resolves to a private address is not asked, since workerd checks where it leads", async () => {
  const receiver = await startReceiver();
  // The Worker lets any address pass here, so that nothing but the network stands in the way.
  const server = await startWorkerd({ vars: { OWNER_TOKEN, WEBHOOK_PRIVATE: "allow" } });
  try {
    const { hook } = await prepare(server, receiver.url);
    expect(await call(server, `hooks/${hook}/test`, OWNER_TOKEN, {})).toMatchObject({ error: "unreachable" });
    expect(receiver.texts).toEqual([]);
  } finally {
    await server.stop();
    receiver.server.close();
  }
});
