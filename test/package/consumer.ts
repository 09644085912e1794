// An application that uses this library as an installed package.
import {
  connect,
  type LogEvent,
  type Message,
  type RoomClient,
  RoomError,
  type RoomState,
  webStorage,
} from "@parley-chat/client";

/** The smallest socket that the library takes; the room in it lets everybody in, and stores everything. */
class Socket {
  readonly #listeners: { type: string; listener: (event: { data: unknown; code: number; reason: string }) => void }[] =
    [];
  #head = 0;

  constructor(_url: string, _protocols: string[]) {
    queueMicrotask(() => this.#tell("open", ""));
  }

  addEventListener(type: string, listener: (event: { data: unknown; code: number; reason: string }) => void): void {
    this.#listeners.push({ type, listener });
  }

  send(frame: string): void {
    if (frame === "ping") return;
    const command: { type: string; id?: string; message?: string } = JSON.parse(frame);
    const pair = { events: 1, length: 1 };
    const limits = {
      frame: 1,
      message: 9,
      username: 1,
      id: 1,
      room: 1,
      members: 1,
      reactions: 1,
      lag: pair,
      resume: pair,
    };
    const self = { uid: "u", username: "Ada", role: "guest" };
    const welcome = {
      type: "welcome",
      room: "lobby",
      epoch: "e",
      head: 0,
      oldest: 1,
      ...self,
      token: "t",
      members: [self],
      count: 1,
      limits,
    };
    const answers =
      command.type === "hello"
        ? [welcome, { type: "reset", reason: "new", messages: [] }, { type: "ready", seq: 0 }]
        : [{ ...command, seq: ++this.#head, at: 1, uid: "u", username: "Ada" }];
    queueMicrotask(() => this.#tell("message", JSON.stringify(answers)));
  }

  close(_code?: number): void {}

  #tell(type: string, data: unknown): void {
    for (const one of this.#listeners) if (one.type === type) one.listener({ data, code: 1000, reason: "" });
  }
}

/** What this application adds to its messages. */
interface Extra {
  readonly color: "red" | "blue";
}

const items = new Map<string, string>();
const storage = webStorage({
  get length() {
    return items.size;
  },
  key: (index) => [...items.keys()][index] ?? null,
  getItem: (key) => items.get(key) ?? null,
  setItem: (key, value) => void items.set(key, value),
  removeItem: (key) => void items.delete(key),
});

const room: RoomClient<Extra> = connect<Extra>("wss://parley.test/ws/lobby", {
  username: "Ada",
  storage,
  WebSocket: Socket,
});
const heard: LogEvent["type"][] = [];
const off: () => void = room.on("event", (event) => heard.push(event.type));
const { id, seq }: { id: string; seq: number } = await room.send("hello", { extra: { color: "red" } });
const state: RoomState<Extra> = room.state;
const [message]: readonly Message<Extra>[] = state.messages;
const refused = await room.send("far too long").catch((error: unknown) => error);
off();
room.close();

/** The results, for the test. */
export const report = {
  seq,
  idLength: id.length,
  heard,
  text: message?.message,
  color: message?.extra.color,
  status: room.state.status.state,
  code: refused instanceof RoomError ? refused.code : undefined,
  kept: [...items.keys()],
};

/** Each platform's own socket fits; never called. */
export const platform = () => connect("wss://parley.test/ws/lobby", { WebSocket });

// @ts-expect-error there is no such event
room.on("nothing", () => {});
// @ts-expect-error a state never changes
state.messages = [];
// @ts-expect-error a typo
export const typo = message?.text;
// @ts-expect-error an extra field that this application doesn't have
export const shape = message?.extra.shape;
// @ts-expect-error an extra field of another type
room.send("x", { extra: { color: 7 } });
// @ts-expect-error there is no such code
export const isTypo = refused instanceof RoomError && refused.code === "name_takn";
