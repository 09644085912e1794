import type { ErrorCode } from "../protocol/error-codes.ts";
import type { Meter } from "../worker/object/meter.ts";
import { Histogram } from "./histogram.ts";

/** What the server knows of a room in use without asking it. */
export interface OpenRoom {
  sockets: number;
  /** Bytes of its database. */
  bytes: number;
}

/** Milliseconds: an SSD takes 1 to 5, a disk that is busy or turns 20 and more. */
const FLUSH_BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/** Counts since the server started. Rooms are evicted and come back; the process keeps these. */
export class ServerState {
  /** Rooms that were used since the start, by name. */
  readonly rooms = new Map<string, OpenRoom>();
  /** Bytes of the files of rooms that were used since the start, by the room's name. */
  readonly files = new Map<string, number>();
  /** Frames that clients sent. */
  frames = 0;
  messages = 0;
  /** Messages, edits, reactions and all else that has a `seq`. */
  events = 0;
  /** Frames that were refused, by the code of the error. */
  readonly refusals = new Map<ErrorCode, number>();
  /** Calls of webhooks. */
  readonly calls = { delivered: 0, failed: 0 };
  /** Times until what a turn wrote was on the disk. */
  readonly flushes = new Histogram(FLUSH_BOUNDS);
  /** Responses by status. */
  readonly responses = new Map<number, number>();
  /** When the first request came, in milliseconds since 1970. */
  since = 0;
  /** Whether the server is about to stop, and takes no new connection. */
  isStopping = false;

  /** The meter of a room. */
  meterOf(name: string): Meter {
    return {
      stored: ({ events, messages }) => {
        this.messages += messages;
        this.events += events;
      },
      refused: (code) => this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1),
      flushed: ({ bytes, flushMs }) => {
        this.flushes.add(flushMs);
        const room = this.rooms.get(name);
        if (room !== undefined) room.bytes = bytes;
      },
      called: (wasTaken) => {
        this.calls[wasTaken ? "delivered" : "failed"] += 1;
      },
    };
  }
}
