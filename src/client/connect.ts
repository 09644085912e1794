import ReconnectingWebSocket from "partysocket/ws";
import type { ErrorCode } from "../protocol/errors.ts";
import { DEFAULT_LIMITS, MAX_HISTORY } from "../protocol/limits.ts";
import { parsePlainFrame } from "../protocol/parse.ts";
import { backoff } from "./backoff.ts";
import { type ReceivedMessage, readFrame } from "./frames.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { newMessageId } from "./new-id.ts";
import { createOutbox } from "./outbox.ts";
import { createPause } from "./pause.ts";
import { createSeen } from "./seen.ts";
import { isTerminal, type Status } from "./status.ts";

/** Milliseconds that an attempt to open may take. A slow mobile network needs several round trips for TLS. */
const OPEN_WITHIN_MS = 10_000;

/** What a connection tells. */
export type ConnectionEvent =
  | { readonly type: "status"; readonly status: Status }
  /** A message that was not told before; `own` if it was said here. */
  | { readonly type: "message"; readonly message: ReceivedMessage; readonly own: boolean }
  /** More was said while we were away than the room repeats: messages are missing before the next one. */
  | { readonly type: "hole" }
  /** Somebody came or went (P2.1). */
  | { readonly type: "system"; readonly text: string }
  /** The room has had the message of this id since an earlier attempt (P2.6). */
  | { readonly type: "stored"; readonly id: string }
  /** The room refused something (P2.4): the message of this id, or a frame that it could not tell. */
  | { readonly type: "refused"; readonly code: string; readonly text: string; readonly id: string | undefined };

/** The outcome of {@link Connection.say}. */
export type Said =
  | { readonly ok: true; readonly id: string }
  /** The room would refuse it, so it was not sent. */
  | { readonly ok: false; readonly code: ErrorCode };

/** A room, as seen from here. */
export interface Connection {
  /**
   * Says something in the room: now, or as soon as the room is there again. Its event, or a refusal with its `id`, follows.
   *
   * @param username whose name it carries
   * @param text what was typed; the room stores it in NFC, trimmed
   */
  say(username: string, text: string): Said;
  /** There is reason to look: the network is back, the page is in front. Tries or pings at once. */
  wake(): void;
  /** Leaves the room. */
  leave(): void;
  /** Comes back after {@link leave}, or tries once more after a failure. */
  enter(): void;
}

export interface ConnectOptions {
  /** `ws:` or `wss:` address of the room, without a query (P1.1). */
  readonly url: string;
  /** Called for everything that happens, in order, and never within a call of {@link connect}. */
  readonly onEvent: (event: ConnectionEvent) => void;
  /** The socket's constructor; the platform's own by default. */
  readonly WebSocket?: new (
    url: string,
  ) => WebSocket;
  /** Gives a number from 0 up to 1. */
  readonly random?: () => number;
  /** Makes the id of a message: 1 to 36 characters, never the same twice (P3.2). */
  readonly newId?: () => string;
}

/** Opens a room in the plain dialect (P2) and keeps it open. */
export function connect(options: ConnectOptions): Connection {
  const { url, onEvent, random = Math.random, newId = newMessageId } = options;
  const pause = createPause();
  const seen = createSeen();
  let left = false;

  const socket = new ReconnectingWebSocket(
    // Our own wait instead of partysocket's, which has no jitter. The address is asked for once an attempt.
    async () => {
      await pause.wait(backoff(socket.retryCount, random));
      return `${url}?history=${MAX_HISTORY}`;
    },
    null,
    {
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      connectionTimeout: OPEN_WITHIN_MS,
      // Only the outbox sends, and only when open: partysocket's queue would send twice what the outbox repeats.
      maxEnqueuedMessages: 0,
      shouldReconnectOnClose: ({ code }) => !isTerminal(code),
      ...(options.WebSocket === undefined ? {} : { WebSocket: options.WebSocket }),
    },
  );
  const outbox = createOutbox((frame) => socket.send(frame));
  const heartbeat = createHeartbeat(
    () => socket.send("ping"),
    () => socket.reconnect(),
    random,
  );
  const tell = (status: Status) => onEvent({ type: "status", status });

  // The `on…` properties, not listeners: partysocket hands listeners a copy of the event that, in a browser, has lost
  // its `code`.
  socket.onopen = () => heartbeat.start();
  socket.onclose = ({ code, reason }) => {
    heartbeat.stop();
    outbox.close();
    if (left) return;
    tell(isTerminal(code) ? { state: "failed", code, reason } : { state: "reconnecting" });
  };
  socket.onmessage = ({ data }) => {
    heartbeat.alive();
    const frame = readFrame(data);
    switch (frame?.type) {
      case "message": {
        const own = outbox.settle(frame.id);
        const sight = seen.take(frame);
        if (sight === "again") return;
        if (sight === "after-hole") onEvent({ type: "hole" });
        onEvent({ type: "message", message: frame, own });
        return;
      }
      case "system":
        // The first is our own "connected", which ends the history (P2.5).
        if (outbox.open()) tell({ state: "entered" });
        onEvent({ type: "system", text: frame.message });
        return;
      case "ack":
        if (outbox.settle(frame.id)) onEvent({ type: "stored", id: frame.id });
        return;
      case "error":
        if (frame.id !== undefined) outbox.settle(frame.id);
        onEvent({ type: "refused", code: frame.code, text: frame.message, id: frame.id });
        return;
      case undefined:
        return;
    }
  };

  return {
    say(username, text) {
      const id = newId();
      const frame = JSON.stringify({ type: "message", id, username, message: text });
      // The room's own parser: what it would refuse need not travel, and some refusals could not name their message.
      const parsed = parsePlainFrame(frame, DEFAULT_LIMITS);
      if (!parsed.ok) return { ok: false, code: "close" in parsed ? "too_large" : parsed.error.code };
      outbox.add(id, frame);
      return { ok: true, id };
    },
    wake() {
      pause.cut();
      heartbeat.check();
    },
    leave() {
      if (left) return;
      left = true;
      socket.close();
      pause.cut();
      tell({ state: "disconnected" });
    },
    enter() {
      left = false;
      socket.reconnect();
      pause.cut();
      tell({ state: "entering" });
    },
  };
}
