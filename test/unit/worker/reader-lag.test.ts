import { expect, it } from "vitest";
import { MAX_LAG_LENGTH } from "../../../src/protocol/limits.ts";
import { ReaderLag, RoomLag } from "../../../src/worker/object/reader-lag.ts";

const KB = 1024;

/** A reader, and what its client has received and acknowledges. */
function reader(base: number | undefined, received = 0) {
  const lag = new ReaderLag(new RoomLag(() => 0), base, 0);
  return {
    lag,
    /** The server sends, and the client receives it but for what is still on its way. */
    send(length: number, onItsWay = 0) {
      lag.sent(length);
      received += length - onItsWay;
    },
    arrive(length: number) {
      received += length;
    },
    acknowledge(seq = 0) {
      lag.acknowledge({ type: "ack", seq, received }, seq);
    },
  };
}

it("P3.17 after the object woke, a reader is not taken for late because frames were on their way at its first acknowledgement", () => {
  const ada = reader(undefined, 500 * KB);
  ada.send(100 * KB, 60 * KB);
  ada.acknowledge();
  ada.arrive(60 * KB);
  for (let sent = 0; sent < 3 * MAX_LAG_LENGTH; sent += 100 * KB) {
    ada.send(100 * KB);
    ada.acknowledge();
    expect(ada.lag.exceeds(0)).toBe(false);
  }
  expect(ada.lag.excess).toBe(0);
});

it("P3.8 a client that claims more than it was sent on a new socket has acknowledged nothing", () => {
  const { lag } = reader(0);
  lag.sent(MAX_LAG_LENGTH);
  lag.acknowledge({ type: "ack", seq: 0, received: MAX_LAG_LENGTH + 1 }, 0);
  lag.sent(1);
  expect(lag.exceeds(0)).toBe(true);
});
