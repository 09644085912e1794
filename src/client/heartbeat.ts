/** Milliseconds between pings at most; each wait is up to a fifth shorter, so that clients fall out of step. */
const PING_EVERY_MS = 25_000;
const PING_JITTER = 0.2;

/** Milliseconds that a peer may stay silent after a ping. A phone that wakes its radio takes a few seconds. */
const PONG_WITHIN_MS = 10_000;

/** Finds out that a peer is gone where the network does not say so: a half-open connection shows nothing by itself. */
export interface Heartbeat {
  /** The connection is open: ping from time to time. */
  start(): void;
  /** The connection is closed. */
  stop(): void;
  /** Something came from the peer, a `pong` or anything else: it lives. */
  alive(): void;
  /** Ping now, where there is reason for doubt. Does nothing while stopped. */
  check(): void;
}

/**
 * @param ping sends the `ping` frame (P1.4)
 * @param dead called once when nothing came in time after a ping; the heartbeat has stopped by then
 * @param random gives a number from 0 up to 1
 */
export function createHeartbeat(ping: () => void, dead: () => void, random: () => number): Heartbeat {
  let running = false;
  let waitingForPong = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = () => {
    running = false;
    waitingForPong = false;
    clearTimeout(timer);
  };
  const check = () => {
    if (!running || waitingForPong) return;
    clearTimeout(timer);
    waitingForPong = true;
    timer = setTimeout(() => {
      stop();
      dead();
    }, PONG_WITHIN_MS);
    ping();
  };
  const rest = () => {
    clearTimeout(timer);
    waitingForPong = false;
    timer = setTimeout(check, PING_EVERY_MS * (1 - PING_JITTER * random()));
  };
  return {
    start() {
      running = true;
      rest();
    },
    stop,
    alive() {
      if (waitingForPong) rest();
    },
    check,
  };
}
