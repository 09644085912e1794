import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import type { ReceivedHook } from "../../support/webhook-receiver.ts";
import { CLOUDFLARE, stubOf } from "../test-socket.ts";

export const SITE = "https://hooks.example.org";

/** Calls a room's API. */
export async function api(
  room: string,
  method: string,
  path: string,
  body?: object,
  token: string = OWNER_TOKEN,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await exports.default.fetch(`https://chat.example/api/rooms/${room}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
    cf: CLOUDFLARE,
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}

/** Makes an outgoing hook; gives its id and its secret. */
export async function makeHook(
  room: string,
  behavior: string,
  events: readonly string[],
  more: object = {},
): Promise<{ id: string; secret: string }> {
  const url = `${SITE}/${behavior}/${room}`;
  const made = await api(room, "POST", "hooks", { kind: "outgoing", url, events, ...more });
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(String), secret: expect.any(String) } });
  return made.body as { id: string; secret: string };
}

/** What the receiver got from a room, once it is as much as expected. */
export async function received(room: string, count: number): Promise<readonly ReceivedHook[]> {
  await expect.poll(async () => (await log(room)).length).toBeGreaterThanOrEqual(count);
  return log(room);
}

/** What the receiver got from a room. */
export async function log(room: string): Promise<readonly ReceivedHook[]> {
  return (await fetch(`${SITE}/log/${room}`)).json();
}

export const typesOf = (hooks: readonly ReceivedHook[]) => hooks.map(({ body }) => JSON.parse(body).type as string);
export const dataOf = (hooks: readonly ReceivedHook[]) =>
  hooks.map(({ body }) => JSON.parse(body).data as Record<string, unknown>);

/** Makes the next attempt of a hook due, and runs what is due. */
export async function retryNow(room: string, id: string): Promise<void> {
  await runInDurableObject(stubOf(room), async (_object, { storage }) => {
    storage.sql.exec("UPDATE webhooks SET due = 0 WHERE id = ?", id);
    storage.sql.exec(
      "INSERT OR REPLACE INTO jobs (kind, due, payload, attempts) VALUES ('webhooks.deliver', 0, '{}', 0)",
    );
    await storage.setAlarm(Date.now() + 60_000);
  });
  // The room keeps its hooks in memory, and reads them again after a change.
  await api(room, "PATCH", `hooks/${id}`, {});
  await runDurableObjectAlarm(stubOf(room));
}

/** A hook, as its owner sees it. */
export async function hookOf(room: string, id: string): Promise<Record<string, unknown>> {
  const { hooks } = (await api(room, "GET", "hooks")).body as { hooks: Record<string, unknown>[] };
  return hooks.find((hook) => hook.id === id) ?? {};
}

/** The last deliveries of a hook, newest first. */
export async function deliveriesOf(room: string, id: string): Promise<Record<string, unknown>[]> {
  return (await api(room, "GET", `hooks/${id}/deliveries`)).body.deliveries as Record<string, unknown>[];
}
