/** What the code does, by count. test/worker/rows.test.ts and test/unit/worker/idle.test.ts fail where one of these is not true. */
export const COUNTED = {
  /** A message and its entry in the unique index. */
  rowsWrittenAMessage: 2,
  /** Look-up of its id, and its INSERT. */
  rowsReadAMessage: 1,
  /** Somebody who comes for the first time: who they are, and an entry in an index. */
  rowsWrittenAFirstVisit: 2,
  /** Somebody known who comes, and who leaves after more than an hour: one each. */
  rowsWrittenAVisit: 2,
  rowsReadAVisit: 17,
  /** What the constructor reads when an object wakes. */
  rowsReadAWakeUp: 7,
  /** Alarms that look for silent peers, in an hour of an idle room of 50 people whose clients ping; each is a row written. */
  looksAnHour: 58,
  /** The same where one person is alone. */
  looksAnHourAlone: 1,
} as const;

/** What is assumed, because no one can count it here. */
export const ASSUMED = {
  /**
   * Milliseconds for which a turn keeps an object awake, its commit included: what Cloudflare's own examples assume, and
   * several times what it takes on one's own machine.
   */
  awakeMsATurn: 10,
  /** Milliseconds for which a coming or going keeps it awake: the window in which presence is gathered. */
  awakeMsAComing: 500,
  /** Connections of a person in a day: one for the day, or one after a lost network or a deployment. */
  connectionsADay: 1,
  /** Signals of typing before a message: one in three seconds. */
  typingAMessage: 2,
  /** Events after which a client acknowledges. */
  eventsAnAck: 100,
  /** Bytes on the disk of a message with a text of 64 characters, its index entry included; see docs/cost.md. */
  bytesAMessage: 218,
  /** The same in the demo's way: a key of 24 characters, and a value of a name, a text and a time. */
  bytesAMessageDemo: 186,
  daysAMonth: 30,
} as const;
