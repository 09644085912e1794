import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { encodeFrame, OPCODE, textFrame, upgradeRequest } from "../../support/web-socket-wire.ts";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Canary } from "../observer.ts";
import { ATTACKS } from "./hostile-frames.ts";
import { HANDSHAKES } from "./hostile-handshakes.ts";
import { errorsIn, RoomUnderAttack } from "./room-under-attack.ts";

const WITHIN_MS = 120_000;
const MIB = 1024 * 1024;

/** One server and one canary for all tests: a crash would show there. */
let server: Workerd;
let canary: Canary;
const closing: (() => void)[] = [];
beforeAll(async () => {
  server = await startWorkerd();
  canary = await Canary.enter(server.origin);
});
afterAll(async () => {
  canary.close();
  await server.stop();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await canary.sendNext();
  expect(canary.wrong).toEqual([]);
});

async function roomUnderAttack(): Promise<RoomUnderAttack> {
  const room = await RoomUnderAttack.open(server.origin);
  closing.push(() => room.close());
  return room;
}

/** A TCP connection that stays open when the server ends its side. */
function connectRaw(): Socket {
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  closing.push(() => socket.destroy());
  return socket;
}

test.each(ATTACKS)("$what closes its socket or harms nobody: $outcome", async ({ bytes, headers, outcome }) => {
  const room = await roomUnderAttack();
  const attacker = await room.enterAttacker(headers);
  attacker.write(bytes());
  if (outcome !== "nothing" && "closes" in outcome) {
    expect(await attacker.closed()).toBe(outcome.closes);
    await until("the others see it leave", WITHIN_MS, () => room.plain.systemMessages.includes("Mallory disconnected"));
    expect(errorsIn(attacker.texts)).toEqual([]);
    expect(await room.checkObservers()).toEqual([]);
    return;
  }
  // Works only if the socket is intact; by then the effects of the attack have arrived.
  attacker.send({ type: "message", id: "after", message: "still here" });
  await Promise.all([room.v1, room.plain].map((observer) => observer.waitForText("still here")));
  await attacker.until("its message comes back", () => attacker.texts.some((text) => text.includes("still here")));
  expect(errorsIn(attacker.texts)).toEqual(outcome !== "nothing" && "refused" in outcome ? [outcome.refused] : []);
  const said = outcome !== "nothing" && "says" in outcome ? [outcome.says] : [];
  expect(await room.checkObservers([...said, "still here"])).toEqual([]);
});

test("a message without a mask is accepted, or closes its socket", async () => {
  // RFC 6455, 5.1, requires a server to close. workerd accepts the frame; masks protect proxies, not servers.
  const room = await roomUnderAttack();
  const attacker = await room.enterAttacker();
  const payload = JSON.stringify({ type: "message", id: "1", message: "unmasked" });
  attacker.write(encodeFrame({ opcode: OPCODE.text, payload, mask: "none" }));
  const isHeard = () => attacker.texts.some((text) => text.includes("unmasked"));
  await attacker.until("its message comes back, or it is closed", () => attacker.closeCode !== undefined || isHeard());
  expect(await room.checkObservers(isHeard() ? ["unmasked"] : [])).toEqual([]);
});

describe("handshakes", () => {
  test.each(HANDSHAKES)(
    "$what is answered with $statuses, and the room notices a new socket at most",
    async (handshake) => {
      const room = await roomUnderAttack();
      const socket = connectRaw();
      socket.write(Buffer.from(handshake.request(room.url), "latin1"));
      const [answer] = await once(socket, "data", { signal: AbortSignal.timeout(WITHIN_MS) });
      expect(handshake.statuses).toContain(Number(/^HTTP\/1\.[01] (\d{3}) /.exec(String(answer))?.[1]));
      expect(await room.checkObservers()).toEqual([]);
    },
  );

  test("a frame that arrives before the handshake response is processed after it", async () => {
    const room = await roomUnderAttack();
    const socket = connectRaw();
    socket.write(upgradeRequest(room.url));
    socket.write(textFrame(JSON.stringify({ type: "message", message: "early" })));
    await room.v1.waitForText("early");
    expect(await room.checkObservers(["early"])).toEqual([]);
  });
});

describe("clients that fall silent", () => {
  test("P3.1 half a hello, half a handshake and an unanswered close release everything after a timeout", async () => {
    const room = await roomUnderAttack();
    const half = await room.openAttacker();
    half.write(textFrame(JSON.stringify({ type: "hello", v: 1 })).subarray(0, -5));
    const silent = connectRaw();
    silent.write("GET /ws HTTP/1.1\r\nHost: chat.example\r\n");
    silent.resume();
    const deaf = await room.enterAttacker();
    deaf.write(encodeFrame({ opcode: 3 }));
    const [code] = await Promise.all([
      half.closed(),
      once(silent, "end", { signal: AbortSignal.timeout(WITHIN_MS) }),
      until("the server ends the connection", WITHIN_MS, () => deaf.isEnded),
    ]);
    expect(code).toBe(CLOSE.noHello);
    expect(await room.checkObservers()).toEqual([]);
  });

  test("half a frame delays nobody, and its announced length takes no memory", async () => {
    const room = await roomUnderAttack();
    const before = server.residentBytes();
    const promise = { announced: BigInt(31 * MIB), inBytes: 8 } as const;
    for (let count = 0; count < 40; count += 1) {
      const attacker = await room.enterAttacker();
      attacker.write(encodeFrame({ opcode: OPCODE.text, payload: "{", length: promise }));
    }
    expect(await room.checkObservers()).toEqual([]);
    // A quarter of the announced length.
    expect(server.residentBytes() - before).toBeLessThan(10 * 31 * MIB);
  });
});
