import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import type { DataPoint } from "../../src/worker/object/analytics-meter.ts";
import { ChatRoomObject } from "../../src/worker/object/chat-room.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

test("with a dataset, a room writes what it stores to it", async () => {
  const room = freshRoom();
  const points: DataPoint[] = [];
  await runInDurableObject(stubOf(room), async (_object, ctx) => {
    const METRICS = { writeDataPoint: (point: DataPoint) => void points.push(point) };
    const bound = new ChatRoomObject(ctx, { ...env, METRICS: METRICS as AnalyticsEngineDataset }, CAPABILITIES);
    const message = { id: "m1", person: "ada", username: "Ada", message: "Good morning!", at: 1 };
    const batch = { source: "test", messages: [message], last: true };
    expect(bound.ask({ type: "import.batch", batch }, { type: "owner" })).toMatchObject({ stored: 1 });
    await ctx.storage.sync();
  });
  await expect.poll(() => points.map(({ blobs: [kind] }) => kind)).toEqual(["stored", "flush"]);
  expect(points).toContainEqual({ indexes: [room], blobs: ["stored"], doubles: [0, 1, 0] });
});
