import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listenOnLoopback } from "../../support/loopback.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { startServed } from "../../support/served.ts";
import { until } from "../deadline.ts";

const WITHIN_MS = 60_000;

/** Bodies that came to a receiver on this machine. */
const bodies: string[] = [];
const receiver = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (part: string) => {
    body += part;
  });
  request.on("end", () => {
    bodies.push(body);
    response.end();
  });
});
let address: string;

beforeAll(async () => {
  address = `http://127.0.0.1:${await listenOnLoopback(receiver)}/hook`;
});
afterAll(() => {
  receiver.close();
});

async function call(origin: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" };
  const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${origin}/api/rooms/garden/${path}`, { headers, ...post });
  return { status: response.status, text: await response.text() };
}

async function say(origin: string, message: string): Promise<void> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/garden`);
  await once(socket, "open");
  socket.send(JSON.stringify({ username: "Ada", message }));
  await until("the message is stored", WITHIN_MS, async () => (await call(origin, "messages")).text.includes(message));
  socket.close();
}

test("a webhook goes to this machine with WEBHOOK_PRIVATE only, and is counted", async () => {
  const settings = { OWNER_TOKEN, WEBHOOK_PRIVATE: "allow" };
  const server = await startServed({ settings });
  try {
    const hook = { kind: "outgoing", name: "Here", url: address, events: ["message"] };
    expect(await call(server.origin, "hooks", hook)).toMatchObject({ status: 201 });
    await say(server.origin, "Good morning!");
    await until("the webhook came", WITHIN_MS, () => bodies.some((body) => body.includes("Good morning!")));
    const headers = { authorization: `Bearer ${OWNER_TOKEN}` };
    const counted = async () => (await fetch(`${server.origin}/metrics`, { headers })).text();
    await expect.poll(counted).toMatch(/^parley_webhook_calls_total\{outcome="delivered"\} 1$/m);
  } finally {
    await server.stop();
  }
});

test("without WEBHOOK_PRIVATE, an address of this machine is refused", async () => {
  const server = await startServed({ settings: { OWNER_TOKEN } });
  try {
    const hook = { kind: "outgoing", name: "Here", url: address, events: ["message"] };
    expect(await call(server.origin, "hooks", hook)).toMatchObject({
      status: 400,
      text: expect.stringContaining("bad_url"),
    });
  } finally {
    await server.stop();
  }
});
