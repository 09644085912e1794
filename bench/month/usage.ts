import { ASSUMED, COUNTED } from "./counts.ts";
import { CLOUDFLARE } from "./prices.ts";

/** Rooms and what happens in them. */
export interface Scenario {
  readonly title: string;
  readonly rooms: number;
  /** In each room. */
  readonly people: number;
  readonly hoursADay: number;
  /** In each room, of all its people together. */
  readonly messagesAnHour: number;
}

/** What a month uses of everything that is billed. */
export interface Usage {
  readonly workerRequests: number;
  readonly objectRequests: number;
  readonly gigabyteSeconds: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** On average over the first month. */
  readonly storedGigabytes: number;
}

const MS_AN_HOUR = 3_600_000;
/** An object hibernates after 10 s without anything to do, so it cannot wake more often in an hour. */
const MAX_WAKE_UPS_AN_HOUR = 360;

/** Sums that both ways share. */
function countOf({ hoursADay, messagesAnHour, people, rooms }: Scenario) {
  const hours = hoursADay * ASSUMED.daysAMonth * rooms;
  const messages = hours * messagesAnHour;
  const connections = rooms * people * ASSUMED.connectionsADay * ASSUMED.daysAMonth;
  return { hours, messages, connections };
}

/** Gigabyte-seconds of objects that are awake for so long in all, and never for longer than there is somebody. */
function duration(awakeMs: number, hours: number): number {
  return (Math.min(awakeMs, hours * MS_AN_HOUR) / 1_000) * CLOUDFLARE.objectGigabytes;
}

/** The average over a month in which it grows evenly. */
function storage(messages: number, bytes: number): number {
  return (messages * bytes) / 1e9 / 2;
}

/** Parley. */
export function usageOfParley(scenario: Scenario): Usage {
  const { connections, hours, messages } = countOf(scenario);
  const looks = hours * (scenario.people > 1 ? COUNTED.looksAnHour : COUNTED.looksAnHourAlone);
  const typing = messages * ASSUMED.typingAMessage;
  const acks = (messages * scenario.people) / ASSUMED.eventsAnAck;
  // Each connection says hello; its pings are answered by the platform, which bills nothing for that.
  const frames = connections + messages + typing + acks;
  // Every connection, frame and alarm is a turn, and finds the object asleep unless there was one shortly before.
  const turns = connections + frames + looks;
  const wakeUps = Math.min(turns, hours * MAX_WAKE_UPS_AN_HOUR);
  const awakeMs = turns * ASSUMED.awakeMsATurn + 2 * connections * ASSUMED.awakeMsAComing;
  return {
    workerRequests: connections,
    objectRequests: connections + looks + frames / CLOUDFLARE.messagesARequest,
    gigabyteSeconds: duration(awakeMs, hours),
    rowsRead:
      messages * COUNTED.rowsReadAMessage + connections * COUNTED.rowsReadAVisit + wakeUps * COUNTED.rowsReadAWakeUp,
    rowsWritten: messages * COUNTED.rowsWrittenAMessage + connections * COUNTED.rowsWrittenAVisit + looks,
    storedGigabytes: storage(messages, ASSUMED.bytesAMessage),
  };
}

/** Messages that the demo reads for everybody who comes. */
const DEMO_BACKLOG = 100;

/**
 * Cloudflare's chat demo: each message is a `put` and asks a rate limiter in a second object; no heartbeats, typing signals
 * or acknowledgements.
 *
 * @param hibernates whether it uses the Hibernation API, as the demo has since May 2023, or calls `accept()`
 */
export function usageOfDemo(scenario: Scenario, hibernates: boolean): Usage {
  const { connections, hours, messages } = countOf(scenario);
  const frames = connections + messages;
  // The limiter is asked at each frame, by a request that is billed in full, and is awake for it as long as the room.
  const awakeMs = 2 * frames * ASSUMED.awakeMsATurn;
  const room = hibernates ? 0 : (hours * MS_AN_HOUR * CLOUDFLARE.objectGigabytes) / 1_000;
  const turns = duration(hibernates ? awakeMs : awakeMs / 2, Number.POSITIVE_INFINITY);
  return {
    workerRequests: connections,
    objectRequests: connections + frames + frames / CLOUDFLARE.messagesARequest,
    gigabyteSeconds: room + turns,
    rowsRead: connections * DEMO_BACKLOG,
    rowsWritten: messages,
    storedGigabytes: storage(messages, ASSUMED.bytesAMessageDemo),
  };
}
