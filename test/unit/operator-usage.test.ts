import { expect, test } from "vitest";
import { ASSUMED, COUNTED } from "../../bench/month/counts.ts";
import { CLOUDFLARE } from "../../bench/month/prices.ts";
import { plugInDirectory } from "../../src/capabilities/directory/plug-in.ts";
import { DAY_HOURS, HOUR_MS, type TotalHour } from "../../src/capabilities/directory/room-report.ts";
import { seriesOf } from "../../src/capabilities/directory/series.ts";
import { COUNTS, PRICES, usageOf } from "../../src/capabilities/directory/usage.ts";
import type { CapabilityRoom } from "../../src/room/capability/capability.ts";

const ZERO = { messages: 0, people: 0, joins: 0, bytes: 0, deliveries: 0, failures: 0, refused: 0, rooms: 0 };
const hourAt = (time: string, fields: Partial<TotalHour>): TotalHour => ({
  ...ZERO,
  hour: Date.parse(time) / HOUR_MS,
  ...fields,
});

test("the operator's usage counts and costs what docs/cost.md does", () => {
  const { rowsWrittenAJoin, rowsWrittenAMessage, rowsWrittenAReport, rowsWrittenAVisit, rowsWrittenADelivery } =
    COUNTED;
  const { alarmsADelivery, looksAnHour, requestsAReport } = COUNTED;
  expect(COUNTS).toEqual({
    rowsWrittenAMessage,
    rowsWrittenAVisit,
    rowsWrittenAJoin,
    rowsWrittenAReport,
    rowsWrittenADelivery,
    alarmsADelivery,
    requestsAReport,
    looksAnHour,
    typingAMessage: ASSUMED.typingAMessage,
    messagesARequest: CLOUDFLARE.messagesARequest,
  });
  const { freeADay, freeStoredGigabytes, objectRequests, rowsWritten, storedGigabytes } = CLOUDFLARE;
  expect(PRICES).toEqual({
    base: CLOUDFLARE.base,
    objectRequests: { ...objectRequests, freeADay: freeADay.objectRequests },
    rowsWritten: { ...rowsWritten, freeADay: freeADay.rowsWritten },
    storedGigabytes: { ...storedGigabytes, free: freeStoredGigabytes },
  });
});

test("P18.5 usage is of this month alone, day by day, and costs only what is above the plan", () => {
  const now = Date.parse("2026-11-03T12:30:00Z");
  const hours = [
    hourAt("2026-10-31T23:00:00Z", { messages: 1_000_000, bytes: 3e9 }),
    hourAt("2026-11-01T00:00:00Z", { messages: 50_000_000, bytes: 4e9 }),
    hourAt("2026-11-03T11:00:00Z", { messages: 10, bytes: 6e9 }),
  ];
  const { dollars, meters, month } = usageOf(hours, 6e9, now);
  const [requests, rows, stored] = meters;
  expect(month).toBe("2026-11");
  expect(rows?.days.map(({ amount }) => amount)).toEqual([100_000_000, 0, 20]);
  expect([rows?.today, rows?.month]).toEqual([20, 100_000_020]);
  // 50 million rows above what is included.
  expect(rows?.dollars).toBeCloseTo(50);
  // 150 million frames, twenty of which are a request.
  expect(requests?.dollars).toBeCloseTo(((7_500_002 - 1e6) * 0.15) / 1e6);
  expect(stored).toMatchObject({ today: 6e9, free: 5e9 });
  expect(stored?.days.map(({ amount }) => amount)).toEqual([4e9, 4e9, 6e9]);
  expect(dollars).toBeCloseTo(5 + 50 + (requests?.dollars ?? 0) + 0.2);
});

test("P18.5 a series has no gaps, keeps the size through hours without a report, and ends at the present hour", () => {
  const now = Date.parse("2026-11-03T12:30:00Z");
  const hours = [
    hourAt("2026-11-03T02:00:00Z", { messages: 1, bytes: 500 }),
    hourAt("2026-11-03T10:00:00Z", { messages: 2, people: 3, bytes: 700 }),
    hourAt("2026-11-03T11:00:00Z", { messages: 4, people: 2, bytes: 800, joins: 1 }),
  ];
  const present = Math.floor(now / HOUR_MS);
  const { points } = seriesOf(hours, { count: 4 }, present);
  expect(points.map(({ bytes, messages }) => [messages, bytes])).toEqual([
    [0, 500],
    [2, 700],
    [4, 800],
    [0, 800],
  ]);
  expect(points.at(-1)?.at).toBe(Date.parse("2026-11-03T12:00:00Z"));
  const days = seriesOf(hours, { unit: "day", count: 2 }, present).points;
  expect(days).toEqual([
    expect.objectContaining({ at: Date.parse("2026-11-02T00:00:00Z"), messages: 0, people: 0, bytes: 0 }),
    expect.objectContaining({ at: Date.parse("2026-11-03T00:00:00Z"), messages: 7, people: 3, bytes: 800 }),
  ]);
  expect(seriesOf(hours, { unit: "hour", count: 10_000 }, present).points).toHaveLength(35 * DAY_HOURS);
});

test("P18.1 without a directory a room has no hook that a message would pass", () => {
  // Nothing of the room is touched.
  const { ask, ...hooks } = plugInDirectory(undefined)({} as CapabilityRoom);
  expect(hooks).toEqual({});
  expect(ask).toBeTypeOf("function");
});
