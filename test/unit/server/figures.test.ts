import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderMetrics } from "../../../src/server/metrics.ts";
import { ServerState } from "../../../src/server/server-state.ts";
import { AnalyticsMeter, type DataPoint } from "../../../src/worker/object/analytics-meter.ts";
import { type Meter, RoomMeter } from "../../../src/worker/object/meter.ts";

const ERROR = { type: "error", code: "rate_limited", message: "" } as const;
const MESSAGE = {
  type: "message",
  seq: 1,
  at: 0,
  uid: "u",
  id: "m1",
  username: "Ada",
  message: "Good morning!",
} as const;

/** Takes a meter through what a room does. */
function use(meter: Meter): void {
  meter.stored({ messages: 2, events: 5, sockets: 3 });
  meter.refused("rate_limited");
  meter.refused("rate_limited");
  meter.refused("muted");
  for (const flushMs of [0, 4, 4, 9_000]) meter.flushed({ flushMs, bytes: 4_096 });
  meter.called(true);
  meter.called(false);
}

function rendered(): string {
  const state = new ServerState();
  state.rooms.set("garden", { sockets: 3, bytes: 0 });
  use(state.meterOf("garden"));
  state.files.set("garden", 1_000);
  state.responses.set(429, 7);
  return renderMetrics(state);
}

test("/metrics counts messages, refused frames, times to the disk and calls of webhooks", () => {
  const lines = rendered().split("\n");
  for (const line of [
    "parley_sockets 3",
    "parley_rooms_open 1",
    "parley_room_storage_bytes 4096",
    "parley_file_storage_bytes 1000",
    "parley_messages_total 2",
    "parley_events_total 5",
    'parley_refused_total{code="rate_limited"} 2',
    'parley_refused_total{code="muted"} 1',
    'parley_flush_seconds_bucket{le="0.001"} 1',
    'parley_flush_seconds_bucket{le="0.005"} 3',
    'parley_flush_seconds_bucket{le="5"} 3',
    'parley_flush_seconds_bucket{le="+Inf"} 4',
    "parley_flush_seconds_count 4",
    "parley_flush_seconds_sum 9.008",
    'parley_webhook_calls_total{outcome="delivered"} 1',
    'parley_webhook_calls_total{outcome="failed"} 1',
    'parley_responses_total{status="429"} 7',
  ]) {
    expect(lines).toContain(line);
  }
});

test("/metrics is OpenMetrics: each family has its type and help before its samples, and samples have the suffixes of their type", () => {
  const suffixes: Record<string, RegExp> = {
    gauge: /^$/,
    counter: /^_total$/,
    histogram: /^_(?:bucket|count|sum)$/,
  };
  const [end, ...lines] = rendered().trimEnd().split("\n").reverse();
  expect(end).toBe("# EOF");
  let family = { name: "", type: "" };
  for (const line of lines.reverse()) {
    const [, name, type] = /^# TYPE (\w+) (gauge|counter|histogram)$/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) family = { name, type };
    else if (line.startsWith("# ")) expect(line).toMatch(new RegExp(`^# HELP ${family.name} .+\\.$`));
    else {
      const [, sample = ""] = /^(\w+)(?:\{\w+="[^"]+"\})? [\d.]+$/.exec(line) ?? [];
      expect(sample.startsWith(family.name), line).toBe(true);
      expect(sample.slice(family.name.length), line).toMatch(suffixes[family.type] ?? /never/);
    }
  }
});

test("every metric that deploy/grafana.json asks for is one of /metrics", () => {
  const dashboard: unknown = JSON.parse(readFileSync(new URL("../../../deploy/grafana.json", import.meta.url), "utf8"));
  const asked = new Set(JSON.stringify(dashboard).match(/\bparley_\w+/g));
  const known = new Set(rendered().match(/^parley_\w+/gm));
  expect(asked.size).toBeGreaterThan(10);
  expect([...asked].filter((name) => !known.has(name))).toEqual([]);
  // And none is left out.
  expect([...known].filter((name) => !asked.has(name))).toEqual([]);
});

test("a room with a dataset writes a point for each thing that happens, named after the room", () => {
  const points: DataPoint[] = [];
  use(new AnalyticsMeter({ writeDataPoint: (point) => void points.push(point) }, "garden"));
  expect(points.every(({ indexes }) => indexes[0] === "garden")).toBe(true);
  expect(points.map(({ blobs, doubles }) => [blobs, doubles])).toEqual([
    [["stored"], [2, 5, 3]],
    [["refused", "rate_limited"], [1]],
    [["refused", "rate_limited"], [1]],
    [["refused", "muted"], [1]],
    [["flush"], [0, 4_096]],
    [["flush"], [4, 4_096]],
    [["flush"], [4, 4_096]],
    [["flush"], [9_000, 4_096]],
    [["webhook", "delivered"], [1]],
    [["webhook", "failed"], [1]],
  ]);
});

test("a turn is counted by its effects, and its way to the disk is timed ten times a second at most", async () => {
  const seen: unknown[] = [];
  let clock = 1_000;
  let written = Promise.withResolvers<void>();
  const meter = new RoomMeter({
    meter: {
      stored: (figures) => seen.push(figures),
      refused: (code) => seen.push(code),
      flushed: (figures) => seen.push(figures),
      called: () => {},
    },
    sync: () => written.promise,
    bytes: () => 512,
    now: () => clock,
  });
  meter.turn(
    [
      { type: "broadcast", v1: MESSAGE },
      { type: "reply", to: "s1", objects: [ERROR] },
    ],
    1,
    2,
  );
  meter.turn([{ type: "broadcast", v1: MESSAGE }], 1, 2);
  // A turn that stores nothing is not timed.
  meter.turn([{ type: "reply", to: "s1", objects: [ERROR] }], 0, 2);
  clock += 7;
  written.resolve();
  await written.promise;
  await Promise.resolve();
  const stored = { messages: 1, events: 1, sockets: 2 };
  expect(seen).toEqual(["rate_limited", stored, stored, "rate_limited", { flushMs: 7, bytes: 512 }]);
  seen.length = 0;
  // 100 ms after the last one, another is timed.
  written = Promise.withResolvers<void>();
  meter.turn([], 1, 2);
  clock += 100;
  meter.turn([], 1, 2);
  clock += 3;
  written.resolve();
  await written.promise;
  await Promise.resolve();
  expect(seen.slice(2)).toEqual([{ flushMs: 3, bytes: 512 }]);
});
