import { ACKS_PER_LAG, MAX_LAG_EVENTS } from "../../src/protocol/limits.ts";

/** Counts of what the code does. test/worker/rows.test.ts, file-rows.test.ts and test/unit/worker/idle.test.ts fail if one of these is wrong. */
export const COUNTED = {
  /** A message and its entry in the unique index. */
  rowsWrittenAMessage: 2,
  /** Look-up of its id, and its INSERT from a table of JSON. */
  rowsReadAMessage: 2,
  /** A message that a search indexes: one for all of its words. */
  rowsWrittenAnIndexedMessage: 1,
  /** A message of an import, as any other; test/worker/data-rows.test.ts counts it. */
  rowsWrittenAnImportedMessage: 2,
  /** A message of an export. Nothing is written. */
  rowsReadAnExportedMessage: 1,
  /** A webhook's delivery: its place, its record, its job, the alarms and the deliveries of the hour; test/worker/webhooks/machine-rows.test.ts counts it. */
  rowsWrittenADelivery: 7,
  /** The job runs in one of them; the other is for what the room has to do next. */
  alarmsADelivery: 2,
  /** A stream of events that goes on where it was: the alarm of its time limit. */
  rowsWrittenAStream: 1,
  rowsReadAStream: 7,
  /** Noting that a bot's token is in use (P15.7), at most; test/worker/bots.test.ts counts it. */
  rowsWrittenAnHourOfABot: 1,
  /** The first event after a report: the job of the next one, and its alarm. */
  rowsWrittenADueReport: 2,
  /** A report to the directory, in both objects, with the job and its alarms; test/worker/directory-rows.test.ts counts it. */
  rowsWrittenAReport: 11,
  /** The job's alarm, and the call of the directory. */
  requestsAReport: 2,
  /** The joins of the hour. */
  rowsWrittenAJoin: 1,
  /** A person's first visit: their record and an index entry. */
  rowsWrittenAFirstVisit: 2,
  /** A known person's visit of more than an hour: one row on arrival, one on leaving. */
  rowsWrittenAVisit: 2,
  rowsReadAVisit: 25,
  /** A picture of up to 1 MiB that is uploaded and sent: in the room, and its entry in the index of the `Files` object. */
  rowsWrittenAPicture: 13,
  rowsReadAPicture: 10,
  /** The same picture's bytes in that object: its number, three entries, and a chunk. */
  rowsWrittenAStoredPicture: 4,
  rowsReadAStoredPicture: 4,
  /** Loading it. */
  rowsReadALoad: 4,
  rowsReadALoadOfR2: 2,
  /** Reads of the constructor when an object wakes. */
  rowsReadAWakeUp: 8,
  /** Alarms per hour that check for silent peers, in an idle room of 50 people whose clients ping; each writes a row. */
  looksAnHour: 58,
  /** The same with one person alone in the room. */
  looksAnHourAlone: 1,
} as const;

/** Assumptions that cannot be counted here. */
export const ASSUMED = {
  /**
   * Milliseconds for which a turn keeps an object awake, including its commit. Cloudflare's own examples assume this
   * value; on a developer's machine a turn takes a fraction of it.
   */
  awakeMsATurn: 10,
  /** Milliseconds for which an arrival or departure keeps the object awake: the window in which presence is batched. */
  awakeMsAComing: 500,
  /** Connections per person and day: one for the day, or one after a lost network or a deployment. */
  connectionsADay: 1,
  /** Typing signals before a message: one every three seconds. */
  typingAMessage: 2,
  /** Events between two acknowledgements of a client. */
  eventsAnAck: MAX_LAG_EVENTS / ACKS_PER_LAG,
  /** Bytes on disk for a message with a text of 64 characters, including its index entry; see docs/cost.md. */
  bytesAMessage: 218,
  /** The same for the demo: a key of 24 characters, and a value with a name, a text and a time. */
  bytesAMessageDemo: 186,
  /** Bytes of a picture that a phone sends or loads in a millisecond: 8 Mbit/s. */
  bytesAMsOfAPhone: 1_000,
  daysAMonth: 30,
} as const;
