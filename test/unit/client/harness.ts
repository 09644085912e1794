import { type ConnectOptions, connect, type RoomClient } from "../../../src/client/index.ts";
import type { RoomEvents } from "../../../src/client/room-events.ts";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FakeSocket, type ServerSays } from "./fake-socket.ts";

export const EPOCH = "epoch-1";
export const ME = "uid-me";

export function message(
  seq: number,
  fields: { uid?: string; id?: string; message?: string; [extra: string]: unknown } = {},
) {
  const { uid = "uid-ada", id = `id-${seq}`, message: text = `message ${seq}`, ...more } = fields;
  return { type: "message", seq, at: 1_000 + seq, uid, id, username: uid.slice(4), message: text, ...more };
}

export function messages(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

/** A change to `target`, as an event. */
export function change(seq: number, type: "edit" | "delete" | "reaction", target: number, fields: object = {}) {
  return { type, seq, at: 1_000 + seq, uid: "uid-ada", id: `id-${seq}`, target, ...fields };
}

export function welcome(fields: object = {}): ServerSays {
  return {
    type: "welcome",
    room: "lobby",
    epoch: EPOCH,
    head: 0,
    oldest: 1,
    uid: ME,
    username: "me",
    role: "guest",
    settings: OPEN_ROOM,
    pinned: [],
    token: "token-1",
    members: [],
    count: 1,
    limits: announce(DEFAULT_LIMITS),
    ...fields,
  };
}

export const reset = (said: ServerSays[] = [], reason = "new"): ServerSays => ({
  type: "reset",
  reason,
  messages: said,
});
export const ready = (seq: number): ServerSays => ({ type: "ready", seq });

/** A client whose server, time and chance are the test's. */
export function client(options: ConnectOptions = {}, url = "wss://parley.test/ws/lobby") {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const told: { type: keyof RoomEvents; event: unknown }[] = [];
  let ids = 0;
  class Socket extends FakeSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const room: RoomClient = connect(url, {
    clock,
    random: () => 0.5,
    newId: () => `own-${++ids}`,
    WebSocket: Socket,
    start: false,
    onNameTaken: "wait",
    ...options,
  });
  const types = ["change", "event", "reset", "status", "presence", "typing", "cast", "error"] as const;
  for (const type of types) room.on(type, (event) => told.push({ type, event }));

  // On this turn, so that a test has a socket at once.
  if (options.start === undefined) room.start();

  const socket = (): FakeSocket => {
    const newest = sockets.at(-1);
    if (newest === undefined) throw new Error("the client made no socket");
    return newest;
  };
  return {
    room,
    clock,
    sockets,
    socket,
    /** The events of one type that listeners received, in order. */
    told: <Type extends keyof RoomEvents>(type: Type): RoomEvents[Type][] =>
      // Each entry has the event of its type.
      told.filter((one) => one.type === type).map(({ event }) => event as RoomEvents[Type]),
    /** Lets the newest socket in, with nothing missed in a room whose log ends at `head`. */
    enter(head = 0, said: ServerSays[] = messages(1, head)): FakeSocket {
      const newest = socket().open();
      newest.say(welcome({ head }), reset(said), ready(head));
      return newest;
    },
    /** Waits for the next attempt, opens it and answers its hello with the missed events. */
    comeBack(head: number, ...missed: ServerSays[]): FakeSocket {
      const count = sockets.length;
      for (let waited = 0; waited < 30_000 && sockets.length === count; waited += 100) clock.pass(100);
      if (sockets.length === count) throw new Error("no attempt in 30 s");
      const newest = socket().open();
      newest.say(welcome({ head }), ...missed, ready(head));
      return newest;
    },
    texts: () => room.state.messages.map((one) => one.message),
    seqs: () => room.state.messages.map(({ seq }) => seq),
  };
}

/** The outcome of a promise by now, without waiting for it any longer than a turn. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([
    promise.then(
      (value) => value,
      (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
    ),
    new Promise((resolve) => setTimeout(resolve, 0, "open")),
  ]);
}
