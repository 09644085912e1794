import { expect, it } from "vitest";
import { connect, type RoomClient, RoomError, type Stored } from "../../../src/client/index.ts";
import { toWire } from "../../../src/client/message.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ModelRoom } from "./model-room.ts";

const SEEDS =
  process.env.PARLEY_SEED === undefined
    ? Array.from({ length: 40 }, (_, seed) => seed + 1)
    : [Number(process.env.PARLEY_SEED)];
const STEPS = 300;

/** One person, through reloads: a storage, and the client that runs on it now. */
class Person {
  readonly said: { id: string; promise: Promise<Stored>; outcomes: (Stored | string)[] }[] = [];
  room: RoomClient;
  readonly #open: () => RoomClient;
  readonly #name: string;
  #ids = 0;
  /** `seq` of the last event that the present client received. */
  #last: number | undefined;
  readonly holes: string[] = [];

  constructor(name: string, open: () => RoomClient) {
    this.#name = name;
    this.#open = open;
    this.room = this.#enter();
  }

  reload(): void {
    this.room.close();
    this.room = this.#enter();
  }

  say(): void {
    const id = `${this.#name}-${++this.#ids}`;
    const promise = this.room.send(`said ${id}`, { id });
    const outcomes: (Stored | string)[] = [];
    promise.then(
      (stored) => outcomes.push(stored),
      (error) => outcomes.push(error instanceof RoomError ? error.code : String(error)),
    );
    this.said.push({ id, promise, outcomes });
  }

  #enter(): RoomClient {
    const room = this.#open();
    this.#last = undefined;
    room.on("reset", () => {
      this.#last = room.state.position?.seq;
    });
    room.on("event", ({ seq }) => {
      if (seq !== (this.#last ?? Number.NaN) + 1) this.holes.push(`${seq} after ${this.#last}`);
      this.#last = seq;
    });
    return room;
  }
}

it.each(SEEDS)(
  "P4.1 P4.2 P4.3 P4.4 on a bad network nothing is lost, doubled or reordered (PARLEY_SEED=%i)",
  async (seed) => {
    const random = mulberry32(seed);
    const clock = new FakeClock();
    const room = new ModelRoom(clock, random, { cut: 0.04, silent: 0.3, internal: 0.05, delay: 400 });
    const people = ["ada", "bob", "eve"].map((name) => {
      const storage = new Map<string, string>();
      return new Person(name, () =>
        connect("ws://parley.test/ws/lobby", { clock, random, storage, WebSocket: room.Socket }),
      );
    });
    const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];

    for (let step = 0; step < STEPS; step += 1) {
      const person = pick(people);
      const target = pick(person?.room.state.messages ?? [])?.seq;
      const chance = random();
      if (chance < 0.5) person?.say();
      else if (chance < 0.51) person?.reload();
      else if (chance < 0.55) person?.room.wake();
      else if (target !== undefined && chance < 0.65) void person?.room.edit(target, `edited in step ${step}`);
      else if (target !== undefined && chance < 0.8)
        void person?.room.react(target, random() < 0.5 ? "👍" : "🎉", random() < 0.7);
      else if (target !== undefined && chance < 0.83) void person?.room.delete(target);
      clock.pass(random() * 1_500);
      await Promise.resolve();
    }
    Object.assign(room.faults, { cut: 0, internal: 0 });
    const isDone = () =>
      people.every(({ room: { state } }) => state.pending.length === 0 && state.position?.seq === room.head);
    for (let second = 0; second < 600 && !isDone(); second += 1) clock.pass(1_000);
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(room.cuts).toBeGreaterThan(10);
    for (const { holes, room: mine, said } of people) {
      expect(mine.state.pending).toEqual([]);
      expect(holes).toEqual([]);
      // Each message is stored once, in the order of sending.
      const ids = said.map(({ id }) => id);
      expect(room.events.filter(({ id }) => ids.includes(id)).map(({ id }) => id)).toEqual(ids);
      // Each promise is settled once, with where its event is; a reload ended those that were open.
      for (const { id, outcomes } of said) {
        const seq = room.events.find((event) => event.id === id)?.seq;
        expect([[{ id, seq }], ["closed"]]).toContainEqual(outcomes);
      }
      // What is shown is what the room would show.
      const first = mine.state.messages[0]?.seq ?? 0;
      // The model room doesn't know who looks at it, so it marks no reaction as the receiver's.
      const shown = mine.state.messages.map(({ reactions, ...others }) =>
        reactions === undefined ? others : { ...others, reactions: reactions.map(({ me: _, ...one }) => one) },
      );
      expect(shown.map(toWire)).toEqual(room.messages.filter(({ seq }) => seq >= first));
      expect(mine.state.position?.seq).toBe(room.head);
      mine.close();
    }
  },
);

/** A small random generator that gives the same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
