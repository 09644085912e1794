import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { ConnectionLimiter } from "../../../src/room/limits/connection-limiter.ts";
import { IpHashes } from "../../../src/room/limits/ip-hashes.ts";
import type { Session } from "../../../src/room/model/session.ts";
import { countedKeys, MemoryAddressKeys } from "../../support/memory-ip-hash-keys.ts";

const START = 1_700_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** A room's connection limiter, and the sessions that it admitted. */
class Entrance {
  readonly sessions = new Map<string, Session>();
  readonly #hashes = new IpHashes(new MemoryAddressKeys(), countedKeys());
  readonly #limits;
  #door: ConnectionLimiter;
  #count = 0;

  constructor(limits: { addressSockets?: number; roomSockets?: number } = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#door = new ConnectionLimiter(this.#limits, []);
  }

  /** @returns the code of the rejection, or the id of the admitted session */
  enter(address: string | undefined, now: number): string {
    this.#count += 1;
    const id = `s${this.#count}`;
    const hash = this.#hashes.of(address, now);
    const admittance = this.#door.admit(id, hash, now);
    if (!admittance.ok) return admittance.code;
    this.sessions.set(id, { id, dialect: "v1", state: "new", since: now, ...hash });
    return id;
  }

  leave(id: string): void {
    const session = this.sessions.get(id);
    if (session !== undefined) this.#door.left(session);
    this.sessions.delete(id);
  }

  hibernate(): void {
    this.#door = new ConnectionLimiter(this.#limits, this.sessions.values());
  }
}

const refused = /^[a-z]+_/;

describe("P5.3 sockets per address", () => {
  test("the owner's limit applies, and a leaving socket frees a place", () => {
    const entrance = new Entrance({ addressSockets: 2 });
    const first = entrance.enter("203.0.113.7", START);
    entrance.enter("203.0.113.7", START);
    expect(entrance.enter("203.0.113.7", START)).toBe("too_many_sockets");
    expect(entrance.enter("203.0.113.8", START)).not.toMatch(refused);
    entrance.leave(first);
    expect(entrance.enter("203.0.113.7", START)).not.toMatch(refused);
    expect(entrance.enter("203.0.113.7", START)).toBe("too_many_sockets");
  });

  test("sockets still count after hibernation and after a key rotation", () => {
    const entrance = new Entrance({ addressSockets: 2 });
    entrance.enter("2001:db8::1", START);
    entrance.hibernate();
    entrance.enter("2001:db8::2", START + 30 * DAY_MS);
    entrance.hibernate();
    expect(entrance.enter("2001:db8::3", START + 30 * DAY_MS)).toBe("too_many_sockets");
  });

  test("a socket that left during hibernation, and is reported only afterward, is counted once", () => {
    const entrance = new Entrance({ addressSockets: 1 });
    const first = entrance.enter("203.0.113.7", START);
    const session = entrance.sessions.get(first);
    entrance.sessions.clear();
    entrance.hibernate();
    entrance.enter("203.0.113.7", START);
    if (session !== undefined) entrance.sessions.set(first, session);
    entrance.leave(first);
    expect(entrance.enter("203.0.113.7", START)).toBe("too_many_sockets");
  });

  test("the default limit is 500, reached over time", () => {
    const entrance = new Entrance();
    for (let second = 0; second < 50; second += 1) {
      for (let i = 0; i < 10; i += 1) {
        expect(entrance.enter("203.0.113.7", START + second * 1_000)).not.toMatch(refused);
      }
    }
    expect(entrance.enter("203.0.113.7", START + DAY_MS)).toBe("too_many_sockets");
  });
});

describe("P5.4 connection rate", () => {
  /** Returns how many of `times` clients, each of which connects and leaves, are admitted. */
  const churn = (entrance: Entrance, address: (index: number) => string | undefined, times: number, now: number) => {
    let entered = 0;
    for (let i = 0; i < times; i += 1) {
      const id = entrance.enter(address(i), now);
      if (refused.test(id)) continue;
      entered += 1;
      entrance.leave(id);
    }
    return entered;
  };

  test("an address that reconnects in a loop is admitted 100 times at once, then ten times a second", () => {
    const entrance = new Entrance();
    const loop = () => "203.0.113.7";
    expect(churn(entrance, loop, 1_000, START)).toBe(100);
    expect(entrance.enter("203.0.113.7", START)).toBe("rate_limited");
    expect(churn(entrance, loop, 1_000, START + 1_000)).toBe(10);
    expect(entrance.enter("203.0.113.8", START + 1_000)).not.toMatch(refused);
  });

  test("a thousand addresses together are admitted as often as the room is large, then a hundred times a second", () => {
    const entrance = new Entrance();
    const many = (index: number) => `198.51.${index >> 8}.${index & 0xff}`;
    expect(churn(entrance, (index) => many(index % 1_000), 10_000, START)).toBe(5_000);
    expect(churn(entrance, many, 1_000, START + 1_000)).toBe(100);
  });

  test("a socket without an address is always admitted", () => {
    const entrance = new Entrance({ addressSockets: 1 });
    expect(churn(entrance, () => "127.0.0.1", 10_000, START)).toBe(10_000);
    expect(churn(entrance, () => undefined, 10_000, START)).toBe(10_000);
  });
});
