import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HelloCommand } from "../../../src/protocol/commands.ts";
import type { Identity } from "../../../src/protocol/identity.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import type { Role } from "../../../src/protocol/moderation.ts";
import type { ErrorObject, WelcomeObject } from "../../../src/protocol/server-objects.ts";
import type { Effect } from "../../../src/room/model/effects.ts";
import { guestName, type PlainSession, type Session } from "../../../src/room/model/session.ts";
import { NamePolicy, RESERVED_NAMES } from "../../../src/room/people/name-policy.ts";
import { skeletons } from "../../../src/room/people/skeletons.ts";
import { Room } from "../../../src/room/room.ts";
import { MemoryNameRegistry } from "../../support/memory-name-registry.ts";
import { memoryStores } from "../../support/memory-stores.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** A room with a clock that the test sets, and users who come and go. */
class Town {
  now = 1_000;
  readonly stores = memoryStores();
  readonly #reserved: readonly string[];
  readonly #sessions = new Map<string, Session>();
  #room: Room;
  #ids = 0;

  constructor(reserved: readonly string[] = []) {
    this.#reserved = [...RESERVED_NAMES, ...reserved];
    this.#room = this.#wake();
  }

  /** Sends a hello on a socket and returns the reply. */
  hello(socket: string, fields: Omit<HelloCommand, "type"> = {}, from?: string) {
    if (!this.#sessions.has(socket)) {
      const address = from === undefined ? {} : { from };
      this.#take(this.#room.joinNew({ id: socket, dialect: "v1", state: "new", since: this.now, ...address }));
    }
    return this.#answer(socket, { type: "hello", ...fields });
  }

  delete(socket: string, target: number) {
    return this.#answer(socket, { type: "delete", id: `delete-${++this.#ids}`, target });
  }

  /** Whether a newcomer may take this name. */
  isFree(username: string): boolean {
    const answer = this.hello("newcomer", { username });
    this.leave("newcomer");
    return answer !== "name_taken";
  }

  rename(socket: string, username: string) {
    return this.#answer(socket, { type: "rename", id: `rename-${++this.#ids}`, username });
  }

  joinPlain(socket: string, fields: Partial<PlainSession> = {}): void {
    const uid = this.#newId();
    const session = { id: socket, dialect: "plain", uid, username: guestName(uid), role: "guest", ...fields } as const;
    this.#take(this.#room.joinPlain(session, 0));
  }

  say(socket: string, username?: string) {
    return this.#answer(socket, {
      type: "message",
      message: "hello",
      extra: {},
      ...(username === undefined ? {} : { username }),
    });
  }

  leave(socket: string): void {
    const session = this.#sessions.get(socket);
    this.#sessions.delete(socket);
    if (session !== undefined) this.#take(this.#room.leave(session));
  }

  /** Hibernates and wakes up. */
  sleep(): void {
    this.#room = this.#wake();
  }

  /** The name of each v1 user in the room. */
  get present(): ReadonlyMap<string, string> {
    const live = [...this.#sessions.values()].flatMap((session) =>
      session.dialect === "v1" && session.state === "live" ? [session] : [],
    );
    return new Map(live.map(({ uid, username }) => [uid, username]));
  }

  #wake(): Room {
    return new Room(
      { name: "town", limits: DEFAULT_LIMITS, ...this.stores, reservedNames: this.#reserved },
      this.#sessions.values(),
    );
  }

  /** The error code of a rejection, otherwise the type of the reply. */
  #answer(socket: string, command: Parameters<Room["receive"]>[1]): WelcomeObject | ErrorObject["code"] | "done" {
    const effects = this.#room.receive(socket, command, { now: this.now, newId: () => this.#newId() });
    this.#take(effects);
    for (const effect of effects) {
      if (effect.type !== "reply" || effect.to !== socket) continue;
      const [first] = effect.objects;
      if (first?.type === "error") return first.code;
      if (first?.type === "welcome") return first;
    }
    return "done";
  }

  #newId(): string {
    this.#ids += 1;
    // Spread like random ids: the ids of consecutive users start differently.
    return ((this.#ids * 0x9e3779b1) >>> 0).toString(36).padStart(16, "0").split("").reverse().join("");
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === "persist-session") this.#sessions.set(effect.session.id, effect.session);
      if (effect.type === "close") this.#sessions.delete(effect.session.id);
    }
    this.#room.rememberDeparted(this.now);
  }
}

/** Connects and must succeed. */
function enter(town: Town, socket: string, fields: Parameters<Town["hello"]>[1] = {}, from?: string): WelcomeObject {
  const answer = town.hello(socket, fields, from);
  if (typeof answer === "string") throw new Error(`not let in: ${answer}`);
  return answer;
}

/** A user whom the owner's site signed in. */
const identity = (fields: Partial<Identity> = {}): Identity => ({
  uid: "m0123456789abcdef01234567",
  role: "member",
  expires: 1_000 * DAY_MS,
  ...fields,
});

describe("P8.10 a name that belongs to another user", () => {
  test("is rejected at hello in every similar form, and the client may send another hello", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    for (const username of ["Ada", "ada", "АDА", "A d a", "Ada ✅"]) {
      expect(town.hello("eve", { username })).toBe("name_taken");
    }
    expect(enter(town, "eve", { username: "Eve" }).username).toBe("Eve");
  });

  test("is rejected for a rename, which changes nothing", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    const { uid } = enter(town, "eve", { username: "Eve" });
    expect(town.rename("eve", "АDА")).toBe("name_taken");
    expect(town.present.get(uid)).toBe("Eve");
    expect(town.stores.log.head()).toBe(0);
  });

  test("does not include the user's own name, in any form", () => {
    const town = new Town();
    const { token } = enter(town, "ada", { username: "Ada" });
    expect(town.rename("ada", "ADA")).toBe("done");
    town.leave("ada");
    expect(enter(town, "again", { username: "ada", token }).username).toBe("ada");
  });

  test("is still rejected after hibernation", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    town.sleep();
    expect(town.hello("eve", { username: "Ada" })).toBe("name_taken");
  });
});

describe("P8.24 a name that people can tell apart from a guest's", () => {
  test("is another name, at hello, in a rename, and of plain sockets", () => {
    const town = new Town();
    enter(town, "ciara", { username: "Ciara" });
    expect(enter(town, "clara", { username: "Clara" }).username).toBe("Clara");
    enter(town, "elia", { username: "Elia" });
    expect(town.rename("clara", "Ella")).toBe("done");
    town.joinPlain("plain");
    expect(town.say("plain", "Clara")).toBe("done");
    for (const username of ["C1ara", "Сiara", "CIARA", "Cіara"]) {
      expect(town.hello("eve", { username })).toBe("name_taken");
    }
  });

  test("is taken if it is like that of somebody who is signed in, or of a moderator, here or away", () => {
    const town = new Town();
    enter(town, "ciara", { identity: identity({ username: "Ciara" }) });
    expect(town.hello("eve", { username: "Clara" })).toBe("name_taken");
    town.leave("ciara");
    expect(town.hello("eve", { username: "Clara" })).toBe("name_taken");
    const mario = enter(town, "mario", { username: "Mario" });
    town.stores.moderationStore.members.put({ uid: mario.uid, username: "Mario", role: "moderator" });
    expect(town.hello("eve", { username: "Marlo" })).toBe("name_taken");
  });
});

describe("P8.30 the name", () => {
  const withRole = (role: Exclude<Role, "guest">, town = new Town()) => {
    const { uid } = enter(town, "otto", { username: "Otto" });
    const give = (given?: Exclude<Role, "guest">) =>
      town.stores.moderationStore.members.put({
        uid,
        username: "Otto",
        ...(given === undefined ? {} : { role: given }),
      });
    give(role);
    town.leave("otto");
    return { give, town };
  };

  test("of a moderator or an owner is theirs while they have the role, written or not, and however long they are away", () => {
    for (const role of ["moderator", "owner"] as const) {
      const { give, town } = withRole(role);
      town.now += 100 * DAY_MS;
      town.sleep();
      town.joinPlain("plain");
      for (const [index, letter] of [..."abcdefgh"].entries())
        enter(town, `${index}`, { username: `Visitor ${letter}` });
      for (const username of ["Otto", "0tto", "OTTO"]) expect(town.isFree(username), username).toBe(false);
      expect(town.say("plain", "Otto")).toBe("name_taken");
      give();
      expect(town.isFree("Otto"), role).toBe(true);
    }
  });

  test("of a member is reserved for a day, written or not", () => {
    const { town } = withRole("member");
    town.now += DAY_MS;
    expect(town.isFree("Otto")).toBe(false);
    town.now += 2 * HOUR_MS;
    expect(town.isFree("Otto")).toBe(true);
  });

  test("of a moderator is not released by others of their address", () => {
    const town = new Town();
    const { uid } = enter(town, "otto", { username: "Otto" }, "a");
    town.say("otto");
    town.leave("otto");
    town.stores.moderationStore.members.put({ uid, username: "Otto", role: "moderator" });
    for (let index = 0; index < 60; index += 1) {
      enter(town, "next", { username: `Visitor ${"abcdefgh"[index % 8]}${"ijklmnop"[index >> 3]}` }, "a");
      town.say("next");
      town.leave("next");
    }
    expect(town.isFree("Otto")).toBe(false);
  });
});

describe("P8.11 a name is reserved", () => {
  test("for a day after its user left in any way, and not much longer", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    town.say("ada");
    // Longer than the reservation, which counts from the departure.
    town.now += 3 * DAY_MS;
    town.leave("ada");
    town.now += DAY_MS;
    expect(town.hello("eve", { username: "Ada" })).toBe("name_taken");
    town.now += HOUR_MS;
    expect(enter(town, "eve", { username: "Ada" }).username).toBe("Ada");
  });

  test("while its user is connected, however long ago they connected, even after hibernation", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    town.now += 100 * DAY_MS;
    town.sleep();
    expect(town.hello("eve", { username: "Ada" })).toBe("name_taken");
  });

  test("while one of the user's tabs is open", () => {
    const town = new Town();
    const { token } = enter(town, "ada", { username: "Ada" });
    enter(town, "other tab", { token });
    town.leave("ada");
    town.now += 2 * DAY_MS;
    expect(town.hello("eve", { username: "Ada" })).toBe("name_taken");
  });

  test("until its user renames or sends a hello with another name", () => {
    const town = new Town();
    const { token } = enter(town, "ada", { username: "Ada" });
    town.rename("ada", "Countess");
    expect(enter(town, "eve", { username: "Ada" }).username).toBe("Ada");
    town.leave("ada");
    enter(town, "ada", { username: "Lady", token });
    expect(enter(town, "ben", { username: "Countess" }).username).toBe("Countess");
  });

  test("unless another user took it: a returning user keeps the uid and needs a new name", () => {
    const town = new Town();
    const { token, uid } = enter(town, "ada", { username: "Ada" });
    town.leave("ada");
    town.now += 2 * DAY_MS;
    enter(town, "eve", { username: "Ada" });
    expect(town.hello("ada", { username: "Ada", token })).toBe("name_taken");
    expect(enter(town, "ada", { username: "Ada L.", token }).uid).toBe(uid);
  });

  test("without a write if its user returns under the same name within an hour", () => {
    const town = new Town();
    const { token } = enter(town, "ada", { username: "Ada" });
    town.say("ada");
    town.leave("ada");
    enter(town, "ada", { username: "Ada", token });
    const { nameRegistry } = town.stores;
    let written = 0;
    const { put } = nameRegistry;
    nameRegistry.put = (kept) => {
      written += 1;
      put.call(nameRegistry, kept);
    };
    for (let visit = 0; visit < 10; visit += 1) {
      town.now += 5 * 60_000;
      town.leave("ada");
      enter(town, "ada", { username: "Ada", token });
    }
    expect(written).toBe(0);
    town.now += HOUR_MS;
    town.leave("ada");
    expect(written).toBe(1);
  });

  test("until a later arrival prunes it, unless its user is connected", () => {
    const town = new Town();
    const { uid } = enter(town, "stays", { username: "Ada" });
    for (let count = 0; count < 200; count += 1) {
      enter(town, `${count}`, { username: `Visitor ${count}` });
      town.say(`${count}`);
      town.leave(`${count}`);
    }
    expect(town.stores.nameRegistry.size).toBe(201);
    for (let day = 1; day <= 200; day += 1) {
      town.now += 2 * DAY_MS;
      enter(town, `${day}`, { username: `Visitor ${day}` });
      town.leave(`${day}`);
    }
    expect(town.stores.nameRegistry.size).toBeLessThan(20);
    expect(town.stores.nameRegistry.get(uid)).toBeDefined();
  });
});

describe("P8.17 the name of a guest", () => {
  test("who never wrote is free once they are gone, and theirs again if nobody took it", () => {
    const town = new Town();
    const { token, uid } = enter(town, "ada", { username: "Ada" });
    expect(town.hello("eve", { username: "Ada" })).toBe("name_taken");
    town.leave("ada");
    expect(enter(town, "ada", { username: "Ada", token }).uid).toBe(uid);
    town.leave("ada");
    expect(enter(town, "eve", { username: "Ada" }).username).toBe("Ada");
    expect(town.hello("ada", { username: "Ada", token })).toBe("name_taken");
  });

  test("whose only message was deleted is free as well, and so is the name that a guest renamed to", () => {
    const town = new Town();
    enter(town, "ada", { username: "Ada" });
    town.say("ada");
    town.delete("ada", 1);
    town.rename("ada", "Countess");
    town.leave("ada");
    expect(enter(town, "eve", { username: "Countess" }).username).toBe("Countess");
  });

  test("is one of fifty that an address holds; one more releases the one held longest", () => {
    const town = new Town();
    const count = 96;
    for (let n = 0; n < count; n += 1) {
      town.now += 1_000;
      enter(town, `${n}`, { username: `Name ${n}` }, "address");
      town.say(`${n}`);
      town.leave(`${n}`);
    }
    enter(town, "other", { username: "Elsewhere" }, "another address");
    town.say("other");
    town.leave("other");
    const held = Array.from({ length: count }, (_, n) => n).filter((n) => !town.isFree(`Name ${n}`));
    expect(held).toEqual(Array.from({ length: 50 }, (_, n) => count - 50 + n));
    expect(town.isFree("Elsewhere")).toBe(false);
  });

  test("is not counted for an address while they are here", () => {
    const town = new Town();
    for (let n = 0; n < 60; n += 1) {
      enter(town, `${n}`, { username: `Name ${n}` }, "address");
      town.say(`${n}`);
    }
    enter(town, "last", { username: "Last" }, "address");
    town.say("last");
    town.leave("last");
    for (let n = 0; n < 60; n += 1) expect(town.isFree(`Name ${n}`)).toBe(false);
    expect(town.isFree("Last")).toBe(false);
  });
});

describe("P8.12 a signed-in user", () => {
  test("gets the name from their site even if a guest has it, who keeps it until they leave and cannot take it again", () => {
    const town = new Town();
    const guest = enter(town, "guest", { username: "Ada" });
    expect(enter(town, "ada", { identity: identity({ username: "Ada" }) }).username).toBe("Ada");
    town.sleep();
    expect(town.present.get(guest.uid)).toBe("Ada");
    town.leave("guest");
    expect(town.hello("guest", { username: "Ada", token: guest.token })).toBe("name_taken");
  });

  test("keeps it for 30 days, and it may be a reserved one", () => {
    const town = new Town();
    expect(enter(town, "ada", { identity: identity({ username: "Admin" }) }).username).toBe("Admin");
    town.leave("ada");
    enter(town, "ada", { identity: identity({ username: "Ada" }) });
    town.leave("ada");
    town.now += 30 * DAY_MS;
    expect(town.hello("guest", { username: "Ada" })).toBe("name_taken");
    town.now += HOUR_MS;
    expect(enter(town, "guest", { username: "Ada" }).username).toBe("Ada");
  });

  test("chooses a name like a guest if the site provides none", () => {
    const town = new Town();
    enter(town, "guest", { username: "Ada" });
    expect(town.hello("ada", { identity: identity(), username: "Ada" })).toBe("name_taken");
    expect(town.hello("ada", { identity: identity(), username: "Admin" })).toBe("name_taken");
    expect(enter(town, "ada", { identity: identity(), username: "Countess" }).username).toBe("Countess");
    expect(town.rename("ada", "Ada")).toBe("name_taken");
  });

  test("may choose a reserved name if they are a moderator", () => {
    const town = new Town();
    const { username } = enter(town, "ada", { identity: identity({ role: "moderator" }), username: "Moderator" });
    expect(username).toBe("Moderator");
  });

  test("has that name in the plain dialect too, whoever else has it", () => {
    const town = new Town();
    enter(town, "guest", { username: "Ada" });
    town.joinPlain("plain", { username: "Ada", isNameGiven: true });
    expect(town.say("plain")).toBe("done");
  });
});

describe("P8.13 in the plain dialect", () => {
  test("any number of sockets may use one name, and it stays free for others", () => {
    const town = new Town();
    town.joinPlain("one");
    town.joinPlain("two");
    expect(town.say("one", "Ada")).toBe("done");
    expect(town.say("two", "Ada")).toBe("done");
    expect(enter(town, "ada", { username: "Ada" }).username).toBe("Ada");
  });

  test("a message under a v1 user's name is rejected, even if the socket used the name before", () => {
    const town = new Town();
    town.joinPlain("plain");
    expect(town.say("plain", "Ada")).toBe("done");
    enter(town, "ada", { username: "Ada" });
    const head = town.stores.log.head();
    expect(town.say("plain", "Аda")).toBe("name_taken");
    expect(town.say("plain", "Ada")).toBe("name_taken");
    expect(town.say("plain")).toBe("name_taken");
    expect(town.stores.log.head()).toBe(head);
    expect(town.say("plain", "Ben")).toBe("done");
    town.rename("ada", "Countess");
    expect(town.say("plain", "Ada")).toBe("done");
    town.now += 2 * DAY_MS;
    expect(town.say("plain", "Countess")).toBe("name_taken");
    town.leave("ada");
    town.now += 2 * DAY_MS;
    expect(town.say("plain", "Countess")).toBe("done");
  });

  test("a socket may use the name that the room assigned, even if a v1 user was assigned the same", () => {
    const town = new Town();
    const { username } = enter(town, "one");
    town.joinPlain("plain", { uid: username.slice("guest-".length).padEnd(16, "z"), username });
    expect(town.say("plain")).toBe("done");
  });
});

describe("P8.28 a plain socket under a name like those that the room gives out", () => {
  const GIVEN_OUT = ["guest-ab12", "Guest AB12", "guеst-ab12", "guest‐zzzz9999"];

  test.each(GIVEN_OUT)("%s in a message makes way for the name that the socket has", (username) => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    const own = { type: "message", message: "hello" };
    expect(fixture.say("plain", "hello", { username })).toMatchObject([{ ...own, username: "plain" }]);
    fixture.say("plain", "hello", { username: "Ada" });
    expect(fixture.say("plain", "hello", { username })).toMatchObject([{ ...own, username: "Ada" }]);
    expect(fixture.received("other").at(-1)).toMatchObject({ ...own, username: "Ada" });
  });

  test.each(GIVEN_OUT)("%s in a cast does too, in both dialects", (username) => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    for (const name of ["plain", "guest"]) {
      fixture.do(name, { type: "cast", data: { type: "wave", username } });
      expect(fixture.received("other")).toMatchObject([{ type: "cast", data: { type: "wave", username: name } }]);
    }
  });

  test("the name that the room gave it stays, also in more of its characters", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    const uid = fixture.uid("plain");
    for (const username of [`guest-${uid.slice(0, 4)}`, `guest-${uid}`]) {
      expect(fixture.say("plain", "hello", { username })).toMatchObject([{ type: "message", username }]);
    }
  });
});

describe("P8.14 reserved names", () => {
  const town = () => new Town(["Ada’s Tea Room", "Zoë"]);

  test.each(["admin", "аdmin", "ADMIN", "Adm1n", "0wner", "Moderator", "Parley", "sys tem", "Adas Tearoom", "ZOË"])(
    "%s is not available to guests in either dialect",
    (username) => {
      const here = town();
      expect(here.hello("eve", { username })).toBe("name_taken");
      enter(here, "eve", { username: "Eve" });
      expect(here.rename("eve", username)).toBe("name_taken");
      here.joinPlain("plain");
      expect(here.say("plain", username)).toBe("name_taken");
    },
  );

  test.each(["Adminka", "Maud", "Guest", "Ada", "Zoe"])("%s is not reserved", (username) => {
    expect(enter(town(), "ada", { username }).username).toBe(username);
  });

  test.each(["guest-ab12", "Guest AB12", "guеst-ab12", "guest‐zzzz9999"])(
    "%s, unless the room assigned it, is available to nobody",
    (username) => {
      expect(town().hello("eve", { username })).toBe("name_taken");
    },
  );

  test("a returning user may keep a name that the room assigned", () => {
    const here = town();
    const { token, username } = enter(here, "one");
    expect(username).toMatch(/^guest-[a-z0-9]{4}$/);
    here.leave("one");
    expect(enter(here, "one", { username, token }).username).toBe(username);
  });

  test("P3.1 if guest-xxxx resembles an existing name, the room assigns a longer one", () => {
    const book = new MemoryNameRegistry();
    const names = new NamePolicy(
      book,
      [],
      () => true,
      () => false,
      () => "guest",
    );
    for (const uid of ["o0o0aaaaaaaaaaaa", "0000bbbbbbbbbbbb", "ooooaacccccccccc", "oooobddddddddddd"]) {
      names.hold({ uid, username: names.nameFor(uid, 0) }, 0);
    }
    expect(book.after("", 9).map(({ username }) => username)).toEqual([
      "guest-0000b",
      "guest-o0o0",
      "guest-ooooa",
      "guest-oooobd",
    ]);
  });
});

describe("P8.15 a nonce", () => {
  const nonce = "0123456789abcdef012345";

  test("identifies the same user again after a lost welcome, so they keep the name", () => {
    const town = new Town();
    const { uid } = enter(town, "first", { username: "Ada", nonce });
    expect(enter(town, "second", { username: "Ada", nonce })).toMatchObject({ uid, username: "Ada", count: 1 });
    expect(town.hello("eve", { username: "Ada", nonce: `${nonce}x` })).toBe("name_taken");
  });

  test("is ignored if a token is present", () => {
    const town = new Town();
    const ada = enter(town, "ada", { username: "Ada", nonce });
    const ben = enter(town, "ben", { username: "Ben" });
    town.leave("ben");
    expect(enter(town, "again", { username: "Ben", token: ben.token, nonce }).uid).toBe(ben.uid);
    expect(ben.uid).not.toBe(ada.uid);
    expect(town.hello("eve", { username: "Eve", token: "abc.1.def", nonce })).toBe("bad_token");
  });

  test("identifies another user in another room", () => {
    const uidIn = (epoch: string) => {
      const town = new Town();
      town.stores.log.identity.key.set(new TextEncoder().encode(epoch));
      return enter(town, "ada", { nonce }).uid;
    };
    expect(uidIn("a")).not.toBe(uidIn("b"));
    expect(uidIn("a")).toMatch(/^[a-z0-9]{16}$/);
  });
});

test("P8.10 after any sequence of actions, no two users in the room have similar names", () => {
  const people = ["one", "two", "three", "four"];
  // Two groups of names in several forms each, plus one form of a reserved name.
  const name = fc.constantFrom(
    "Ada",
    "ada",
    "АDА",
    "A-d-a",
    "Νick",
    "nick",
    "ΝΙCΚ",
    "n1ck",
    "νιcκ",
    "vick",
    "admin",
    "guest-a",
  );
  const step = fc.oneof(
    fc.record({ act: fc.constant("hello"), who: fc.constantFrom(...people), name: fc.option(name) }),
    fc.record({ act: fc.constant("rename"), who: fc.constantFrom(...people), name }),
    fc.record({ act: fc.constant("leave"), who: fc.constantFrom(...people), name }),
    fc.record({ act: fc.constantFrom("sleep", "wait"), who: fc.constantFrom(...people), name }),
  );
  let refusals = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const town = new Town();
      const tokens = new Map<string, string>();
      const here = new Set<string>();
      for (const { act, who, name } of steps) {
        if (act === "hello" && !here.has(who)) {
          const token = tokens.get(who);
          const answer = town.hello(who, {
            ...(name === null ? {} : { username: name }),
            ...(token === undefined ? {} : { token }),
          });
          if (answer === "name_taken") refusals += 1;
          if (typeof answer === "string") continue;
          tokens.set(who, answer.token);
          here.add(who);
        } else if (act === "rename" && here.has(who)) {
          if (town.rename(who, name ?? "") === "name_taken") refusals += 1;
        } else if (act === "leave" && here.delete(who)) town.leave(who);
        else if (act === "sleep") town.sleep();
        else if (act === "wait") town.now += DAY_MS;
        const looks = [...town.present.values()].flatMap(skeletons);
        expect(new Set(looks).size, JSON.stringify([...town.present])).toBe(looks.length);
      }
    }),
    { numRuns: 1_000 },
  );
  // Otherwise the test proves nothing.
  expect(refusals).toBeGreaterThan(100);
});

test("P8.25 the error says whether a name is reserved or another person's", () => {
  const fixture = roomFixture({ reservedNames: ["admin"] });
  const refusedAs = (username: string) => [
    fixture.enter("eve", { username })[0],
    fixture.do("guest", { type: "rename", id: username, username })[0],
  ];
  for (const username of ["Admin", "guest-1234"]) {
    for (const error of refusedAs(username)) expect(error).toMatchObject({ code: "name_taken", reason: "reserved" });
  }
  const { username } = fixture.enter("ada", { username: "Ada" })[0];
  for (const error of refusedAs(username)) {
    expect(error).toMatchObject({ code: "name_taken" });
    expect(error).not.toHaveProperty("reason");
  }
});
