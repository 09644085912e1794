import type { Figure } from "../figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** Frames per second of one flooding user, whether the server accepts them or not. */
const FLOOD_RATE = 1_000;
/** The flooding user's tabs. */
const TABS = 10;
const WITHIN_MS = 8_000;
/** Milliseconds between the others' messages: less than the room's limit for a user (P5.1). */
const GAP_MS = 25;

/**
 * One user floods the room, from one socket and from ten: the latency of the others, who send one message at a time.
 */
export async function* flood(context: Context): AsyncGenerator<Figure> {
  const { generator, profile, receivers, system } = context;
  await fillRoom(context, { apart: TABS, apartAreOne: true });
  const options = { messages: profile.quietMessages, withinMs: WITHIN_MS, gapMs: GAP_MS };
  await generator.call("quiet", options);
  const quiet = await generator.call("quiet", options);
  const flooded = await generator.call("quiet", { ...options, flood: FLOOD_RATE });
  const tabs = await generator.call("quiet", { ...options, flood: FLOOD_RATE, flooders: TABS });
  context.progress(
    `p99 ${quiet.latency.p99} ms, during the flood ${flooded.latency.p99} ms, from ten tabs ${tabs.latency.p99} ms`,
  );
  yield {
    scenario: "flood",
    system: system.name,
    receivers,
    values: {
      p99Ms: quiet.latency.p99,
      floodedP99Ms: flooded.latency.p99,
      timesQuietP99: flooded.latency.p99 / quiet.latency.p99,
      tabsP99Ms: tabs.latency.p99,
      tabsTimesQuietP99: tabs.latency.p99 / quiet.latency.p99,
    },
    broken: [...quiet.broken, ...flooded.broken, ...tabs.broken],
  };
}
