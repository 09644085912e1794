import { ASSUMED, COUNTED } from "./counts.ts";
import { CLOUDFLARE } from "./prices.ts";
import type { Usage } from "./usage.ts";

/** Something that a room does for a program, in a month. */
export interface Machine {
  readonly title: string;
  readonly usage: Usage;
}

/** Seconds after which a stream of events ends, and its client goes on with another (P7.16). */
const STREAM_SECONDS = 30;
const POLL_SECONDS = 10;

const SECONDS_A_MONTH = ASSUMED.daysAMonth * 24 * 60 * 60;
const HOURS_A_MONTH = ASSUMED.daysAMonth * 24;
const MESSAGES_A_DAY = 1_000;
const MESSAGES = MESSAGES_A_DAY * ASSUMED.daysAMonth;
const STREAMS = SECONDS_A_MONTH / STREAM_SECONDS;
const POLLS = SECONDS_A_MONTH / POLL_SECONDS;

/** Rooms that report, each hour of use. */
const REPORTING = 1_000;
const REPORTS = REPORTING * 8 * ASSUMED.daysAMonth;

/** Messages of the room whose log is indexed. */
const INDEXED = 1_000_000;

/** Each finds the object asleep. */
function usageOf(turns: number, usage: Partial<Usage>): Usage {
  return {
    workerRequests: 0,
    objectRequests: turns,
    gigabyteSeconds: (turns * ASSUMED.awakeMsATurn * CLOUDFLARE.objectGigabytes) / 1_000,
    rowsWritten: 0,
    storedGigabytes: 0,
    ...usage,
    rowsRead: (usage.rowsRead ?? 0) + turns * COUNTED.rowsReadAWakeUp,
  };
}

/** What docs/cost.md says of programs. */
export const MACHINES: readonly Machine[] = [
  {
    title: `a bot that posts ${MESSAGES_A_DAY.toLocaleString("en")} messages a day over HTTP`,
    usage: usageOf(MESSAGES, {
      workerRequests: MESSAGES,
      rowsRead: MESSAGES * COUNTED.rowsReadAMessage,
      rowsWritten: MESSAGES * COUNTED.rowsWrittenAMessage + HOURS_A_MONTH * COUNTED.rowsWrittenAnHourOfABot,
    }),
  },
  {
    title: "a stream of events, day and night",
    usage: usageOf(STREAMS, {
      workerRequests: STREAMS,
      rowsRead: STREAMS * COUNTED.rowsReadAStream,
      rowsWritten: STREAMS * COUNTED.rowsWrittenAStream,
    }),
  },
  {
    title: `a poll every ${POLL_SECONDS} seconds, day and night`,
    usage: usageOf(POLLS, { workerRequests: POLLS }),
  },
  {
    title: `a webhook that delivers ${MESSAGES_A_DAY.toLocaleString("en")} messages a day`,
    usage: usageOf(MESSAGES * COUNTED.alarmsADelivery, { rowsWritten: MESSAGES * COUNTED.rowsWrittenADelivery }),
  },
  {
    title: `reports to the directory, of ${REPORTING.toLocaleString("en")} rooms in use 8 hours a day`,
    usage: usageOf(REPORTS * COUNTED.requestsAReport, { rowsWritten: REPORTS * COUNTED.rowsWrittenAReport }),
  },
  {
    title: `a search index of ${INDEXED.toLocaleString("en")} messages, once`,
    usage: usageOf(0, { rowsRead: INDEXED, rowsWritten: INDEXED * COUNTED.rowsWrittenAnIndexedMessage }),
  },
];
