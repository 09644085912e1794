import * as v from "valibot";
import type { Position } from "../../protocol/commands.ts";
import { ACKS_PER_LAG, MAX_LAG_LENGTH } from "../../protocol/limits.ts";

/** Milliseconds after which a stream ends, and its client goes on with another one. */
const STREAM_MS = 30_000;

/** Milliseconds that a client waits before it goes on. */
const RETRY_MS = 1_000;

/** Bytes that may wait for a slow client: a resume and a `reset` of long messages fit in several times. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;

/** UTF-16 units after which the room gets an `ack` (P3.17). */
const ACK_EVERY_LENGTH = MAX_LAG_LENGTH / ACKS_PER_LAG;

/** The room's own frames: the fields that a stream needs. */
const Frame = v.array(
  v.looseObject({
    type: v.string(),
    seq: v.exactOptional(v.number()),
    at: v.exactOptional(v.number()),
    epoch: v.exactOptional(v.string()),
    head: v.exactOptional(v.number()),
  }),
);

type ServerObject = v.InferOutput<typeof Frame>[number];

/** Calls `run` once after `ms` milliseconds. Returns a function that cancels it. */
export type After = (ms: number, run: () => void) => () => void;

/**
 * Reads a room as server-sent events (P7.16): each event of the log, and `reset`. The socket belongs to the stream, which
 * closes it, and ends when the room closes it.
 *
 * @param socket a v1 socket of the room that has not sent a `hello`
 * @param since the newest event that the client has
 */
export function streamEvents(socket: WebSocket, since: Position | undefined, after: After): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const position = new StreamPosition();
  let isOver = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          if (isOver) return;
          isOver = true;
          cancelEnd();
          socket.close(1000);
          controller.close();
        };
        const cancelEnd = after(STREAM_MS, end);
        const write = (text: string) => {
          if (isOver) return;
          controller.enqueue(encoder.encode(text));
          // A client that has stopped reading goes on later, by its last id.
          if ((controller.desiredSize ?? 0) <= 0) end();
        };
        let received = 0;
        let acked = 0;
        socket.addEventListener("message", ({ data }) => {
          const text = String(data);
          for (const object of v.parse(Frame, JSON.parse(text))) {
            const id = position.follow(object);
            if (id !== undefined) write(`id: ${id}\ndata: ${JSON.stringify(object)}\n\n`);
          }
          received += text.length;
          if (isOver || received - acked < ACK_EVERY_LENGTH) return;
          acked = received;
          socket.send(JSON.stringify({ type: "ack", seq: position.seq, received }));
        });
        socket.addEventListener("close", end);
        socket.addEventListener("error", end);
        write(`retry: ${RETRY_MS}\n\n`);
        socket.send(JSON.stringify({ type: "hello", v: 1, readOnly: true, ...(since === undefined ? {} : { since }) }));
      },
      cancel() {
        isOver = true;
        socket.close(1000);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD_BYTES }),
  );
}

/** Where a stream is in the room's log. */
class StreamPosition {
  #epoch = "";
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  /**
   * Follows an object of the room.
   *
   * @returns its id in the stream (P7.13); `undefined` if the stream leaves it out
   */
  follow({ at, epoch, head, seq, type }: ServerObject): string | undefined {
    if (type === "reader") {
      this.#epoch = epoch ?? "";
      this.#seq = head ?? 0;
      return undefined;
    }
    // What else is in the log has both.
    const isEvent = seq !== undefined && at !== undefined;
    if (isEvent) this.#seq = seq;
    return isEvent || type === "reset" ? `${this.#epoch}-${this.#seq}` : undefined;
  }
}

/** The epoch, which is empty before a room exists, and the `seq`; or a `seq` of the present epoch. */
const ID = /^(?:(?<epoch>[a-z0-9]*)-)?(?<seq>\d{1,15})$/;

/** A position of which the epoch may be missing: then it is the present one. */
export interface ReadPosition {
  readonly epoch: string | undefined;
  readonly seq: number;
}

/** Reads the id of an event of a stream (P7.13). */
export function readPosition(id: string): ReadPosition | undefined {
  const { epoch, seq } = ID.exec(id)?.groups ?? {};
  return seq === undefined ? undefined : { epoch, seq: Number(seq) };
}
