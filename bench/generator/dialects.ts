import { expandFrame } from "../../src/protocol/expand-frame.ts";
import type { JsonObject } from "../../src/protocol/json.ts";
import { ACKS_PER_LAG, MAX_FRAME_COMMANDS, MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../../src/protocol/limits.ts";
import { CHINESE, ENGLISH, LONG_ENGLISH, stampOf, textOf } from "./texts.ts";

/** Data that a client gets on joining, and needs to come back later. */
export interface Joined {
  /** The `seq` of the newest event. */
  readonly seq: number;
  readonly epoch?: string;
  readonly token?: string;
  /** The `seq` of each event that a resume repeated. */
  readonly repeated: readonly number[];
}

/** The position of a client that comes back. */
export interface Since {
  readonly token: string;
  readonly epoch: string;
  readonly seq: number;
}

/** The protocol of one system. */
export interface Dialect {
  readonly subprotocol?: string;
  /** The frame with which a client joins; absent if the upgrade alone joins. */
  hello?(since: Since | undefined): string;
  /** Created per socket: reads its frames until it has joined. */
  joining?(): (frame: string) => Joined | undefined;
  /** The command that sends a text. */
  encode(sender: number, counter: number): string;
  /** Commands that a client with several waiting sends in one frame. */
  readonly maxCommands: number;
  /** The texts in a server's frame, parsed as its client would. */
  read(frame: string): readonly string[];
  /** When a client acknowledges: after as many events, or as much payload (P3.8). */
  readonly ack?: {
    readonly events: number;
    readonly length: number;
    encode(seq: number, received: number): string;
  };
}

const saying = (words: string) => (sender: number, counter: number) =>
  JSON.stringify({ type: "message", id: stampOf(sender, counter), message: textOf(sender, counter, words) });
const message = saying(ENGLISH);

/** Rooms that echo messages unchanged. */
const echo: Dialect = {
  encode: message,
  maxCommands: 1,
  read: (frame) => [textIn(JSON.parse(frame))],
};

/** The same, with several messages in a frame. */
const gathering: Dialect = {
  encode: message,
  maxCommands: MAX_FRAME_COMMANDS,
  read: (frame) => objectsIn(frame).map(textIn),
};

const parley: Dialect = {
  subprotocol: "parley.v1",
  hello: (since) =>
    JSON.stringify({
      type: "hello",
      v: 1,
      binary: true,
      compact: true,
      ...(since === undefined ? {} : { token: since.token, since: { epoch: since.epoch, seq: since.seq } }),
    }),
  joining() {
    const objects: Record<string, unknown>[] = [];
    return (frame) => {
      objects.push(...objectsIn(frame));
      const welcome = objects.find(({ type }) => type === "welcome");
      const ready = objects.find(({ type }) => type === "ready");
      if (ready === undefined || welcome === undefined) return undefined;
      return {
        seq: Number(ready.seq),
        epoch: String(welcome.epoch),
        token: String(welcome.token),
        repeated: objects.filter(({ type }) => type === "message").map(({ seq }) => Number(seq)),
      };
    };
  },
  encode: message,
  // As the client library does (P3.21).
  maxCommands: MAX_FRAME_COMMANDS,
  read: (frame) =>
    objectsIn(frame)
      .filter(({ type }) => type === "message")
      .map(textIn),
  ack: {
    // As the client library does (P3.17).
    events: MAX_LAG_EVENTS / ACKS_PER_LAG,
    length: MAX_LAG_LENGTH / ACKS_PER_LAG,
    encode: (seq, received) => JSON.stringify({ type: "ack", seq, received }),
  },
};

const parleyUnicode: Dialect = { ...parley, encode: saying(CHINESE) };
const parleyLong: Dialect = { ...parley, encode: saying(LONG_ENGLISH) };

/** Clients that send each command in a frame of its own. */
const parleySingle: Dialect = { ...parley, maxCommands: 1 };

/** Engine.IO 4 and Socket.IO 5: `40` connects and is answered with `40`, `42` is an event. */
const socketIo: Dialect = {
  hello: () => "40",
  joining: () => (frame) => (frame.startsWith("40") ? { seq: 0, repeated: [] } : undefined),
  maxCommands: 1,
  encode: (sender, counter) => `42${JSON.stringify(["message", JSON.parse(message(sender, counter))])}`,
  read(frame) {
    const event: unknown = JSON.parse(frame.slice(2));
    if (!frame.startsWith("42") || !Array.isArray(event)) throw new Error("not a socket.io event");
    return [textIn(event[1])];
  },
};

export const DIALECTS = {
  echo,
  gathering,
  parley,
  parleyLong,
  parleySingle,
  parleyUnicode,
  socketIo,
} as const satisfies Record<string, Dialect>;
export type DialectName = keyof typeof DIALECTS;

function objectsIn(frame: string): readonly Record<string, unknown>[] {
  return expandFrame(JSON.parse(frame)).map((object) => object as JsonObject);
}

function textIn(object: unknown): string {
  if (typeof object !== "object" || object === null || !("message" in object))
    throw new Error("an object is not a message");
  return String(object.message);
}
