import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlainCommand } from "../../src/protocol/messages.ts";
import type { Effect } from "../../src/room/effects.ts";
import { Room } from "../../src/room/room.ts";
import type { Session } from "../../src/room/session.ts";
import { MemoryHistory } from "../support/memory-history.ts";

const session = (id: string): Session => ({ id, uid: `uid-${id}`, username: `guest-${id}` });
const say = (message: string, fields: Partial<PlainCommand> = {}): PlainCommand =>
  ({ type: "message", message, extra: {}, ...fields }) as PlainCommand; // the spread of a partial union widens `type`

/** A turn whose clock and ids are counted. */
function turns() {
  let count = 0;
  return () => ({ now: ++count, newId: () => `new-${count}` });
}

describe("the room", () => {
  test("P4.1 a message is in the history when its broadcast is decided", () => {
    const history = new MemoryHistory();
    const room = new Room(history);
    room.join(session("a"), 0);
    const [effect] = room.receive("a", say("hello"), turns()());
    expect(effect).toEqual({ type: "broadcast", object: history.events[0] });
  });

  test("P4.1 where the history throws, the room is as it was", () => {
    const history = new MemoryHistory();
    const room = new Room(history);
    room.join(session("a"), 0);
    history.append = () => {
      throw new Error("disk full");
    };
    expect(() => room.receive("a", say("hello", { username: "Eve" }), turns()())).toThrow("disk full");
    expect(room.leave(session("a"))).toEqual([
      { type: "broadcast", object: { type: "system", message: "guest-a disconnected" } },
    ]);
    expect(history.events).toEqual([]);
  });

  test("P2.1 the address, where the session has one, stands in the place of the name", () => {
    const room = new Room(new MemoryHistory());
    const [, joined] = room.join({ ...session("a"), address: "203.0.113.7" }, 0);
    expect(joined).toMatchObject({ object: { message: "203.0.113.7 connected" } });
  });

  test("P2.1 a new name is remembered, the same name again is not", () => {
    const room = new Room(new MemoryHistory());
    room.join(session("a"), 0);
    const turn = turns();
    const named = room.receive("a", say("one", { username: "Ada" }), turn());
    expect(named[1]).toEqual({ type: "remember", session: { ...session("a"), username: "Ada" } });
    expect(room.receive("a", say("two", { username: "Ada" }), turn())).toHaveLength(1);
  });

  test("a frame of a socket that left changes nothing", () => {
    const history = new MemoryHistory();
    const room = new Room(history);
    room.join(session("a"), 0);
    room.leave(session("a"));
    expect(room.receive("a", say("hello"), turns()())).toEqual([]);
    expect(history.events).toEqual([]);
  });
});

/** What may happen in a room, in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant("join" as const), who: fc.nat(3), history: fc.nat(5) }),
  fc.record({ do: fc.constant("leave" as const), who: fc.nat(3) }),
  fc.record({ do: fc.constant("evict" as const) }),
  fc.record({ do: fc.constant("cast" as const), who: fc.nat(3) }),
  fc.record({
    do: fc.constant("say" as const),
    who: fc.nat(3),
    message: fc.constantFrom("x", "y"),
    id: fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined }),
    username: fc.option(fc.constantFrom("Ada", "Ben"), { nil: undefined }),
  }),
);

test("P4.2, P4.3 whatever happens, events are 1, 2, 3 …, each broadcast once, as stored, and one for each (uid, id)", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const history = new MemoryHistory();
      let room = new Room(history);
      const present = new Map<string, Session>();
      const turn = turns();
      const sent: unknown[] = [];
      const carryOut = (effects: Effect[]) => {
        for (const effect of effects) {
          if (effect.type === "remember") present.set(effect.session.id, effect.session);
          if (effect.type === "broadcast" && effect.object.type === "message") sent.push(effect.object);
        }
      };
      for (const move of steps) {
        const id = "who" in move ? String(move.who) : "";
        const here = present.get(id);
        if (move.do === "evict") room = new Room(history, present.values());
        else if (move.do === "join" && here === undefined) carryOut(room.join(session(id), move.history));
        else if (move.do === "leave" && here !== undefined) {
          present.delete(id);
          carryOut(room.leave(here));
        } else if (move.do === "cast") carryOut(room.receive(id, { type: "cast", data: { type: "wave" } }, turn()));
        else if (move.do === "say") {
          const { message, id: chosen, username } = move;
          const fields = {
            ...(chosen === undefined ? {} : { id: chosen }),
            ...(username === undefined ? {} : { username }),
          };
          carryOut(room.receive(id, say(message, fields), turn()));
        }
        expect(room.size).toBe(present.size);
      }
      expect(sent).toEqual(history.events);
      expect(history.events.map(({ seq }) => seq)).toEqual(history.events.map((_, index) => index + 1));
      const commands = new Set(history.events.map(({ uid, id }) => `${uid} ${id}`));
      expect(commands.size).toBe(history.events.length);
    }),
  );
});
