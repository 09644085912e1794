import { stampOf, textOf } from "./texts.ts";

/** Events after which a v1 client tells how far it is, as the client library does (P3.8). */
const ACK_EVENTS = 500;

/** What a client was told when it joined, to come back with later. */
export interface Joined {
  /** Of the newest event. */
  readonly seq: number;
  readonly epoch?: string;
  readonly token?: string;
  /** The `seq` of the events that a resume repeated. */
  readonly repeated: readonly number[];
}

/** Where a client that comes back left off. */
export interface Since {
  readonly token: string;
  readonly epoch: string;
  readonly seq: number;
}

/** How one system is spoken to. */
export interface Dialect {
  readonly subprotocol?: string;
  /** What a client says to join; absent where the upgrade alone joins. */
  hello?(since: Since | undefined): string;
  /** For each socket: reads its frames until it has joined. */
  joining?(): (frame: string) => Joined | undefined;
  /** The command that says a text. */
  encode(sender: number, counter: number): string;
  /** The texts in a frame of the server, read as its client would. */
  read(frame: string): readonly string[];
  readonly ack?: { readonly every: number; encode(seq: number, received: number): string };
}

const message = (sender: number, counter: number) =>
  JSON.stringify({ type: "message", id: stampOf(sender, counter), message: textOf(sender, counter) });

/** The rooms that send back what came in, as it came. */
const echo: Dialect = {
  encode: message,
  read: (frame) => [textIn(JSON.parse(frame))],
};

const parley: Dialect = {
  subprotocol: "parley.v1",
  hello: (since) =>
    JSON.stringify({
      type: "hello",
      v: 1,
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
  read: (frame) =>
    objectsIn(frame)
      .filter(({ type }) => type === "message")
      .map(textIn),
  ack: {
    every: ACK_EVENTS,
    encode: (seq, received) => JSON.stringify({ type: "ack", seq, received }),
  },
};

/** Engine.IO 4 and Socket.IO 5: `40` connects and is answered so, `42` is an event. */
const socketIo: Dialect = {
  hello: () => "40",
  joining: () => (frame) => (frame.startsWith("40") ? { seq: 0, repeated: [] } : undefined),
  encode: (sender, counter) => `42${JSON.stringify(["message", JSON.parse(message(sender, counter))])}`,
  read(frame) {
    const event: unknown = JSON.parse(frame.slice(2));
    if (!frame.startsWith("42") || !Array.isArray(event)) throw new Error("this is no event of socket.io");
    return [textIn(event[1])];
  },
};

export const DIALECTS = { echo, parley, socketIo } as const satisfies Record<string, Dialect>;
export type DialectName = keyof typeof DIALECTS;

function objectsIn(frame: string): Record<string, unknown>[] {
  const objects: unknown = JSON.parse(frame);
  if (!Array.isArray(objects)) throw new Error("a v1 frame is no array");
  return objects;
}

function textIn(object: unknown): string {
  if (typeof object !== "object" || object === null || !("message" in object)) throw new Error("there is no message");
  return String(object.message);
}
