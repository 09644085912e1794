import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { stubOf } from "./test-socket.ts";

/** Evicts a room's object after checking that it has sockets to lose. */
export async function evict(room: string, sockets: number): Promise<void> {
  const attached = await runInDurableObject(stubOf(room), (_object, state) => state.getWebSockets().length);
  expect(attached).toBe(sockets);
  await evictDurableObject(stubOf(room));
}
