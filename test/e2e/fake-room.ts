import type { Page, WebSocketRoute } from "playwright-core";
import { announce, DEFAULT_LIMITS } from "../../src/protocol/limits.ts";

/** A page's socket, with the test as the room. */
export interface FakeSocket {
  /** The page's first frame. */
  readonly hello: { readonly type: string; readonly [field: string]: unknown };
  /** Sends objects in one frame. */
  say(...objects: object[]): void;
  close(code: number, reason?: string): Promise<void>;
}

/**
 * Puts the test in place of the room.
 *
 * @param onHello called for each socket of the page after its hello
 * @param onCommand called for every other frame from the page
 */
export async function playRoom(
  page: Page,
  onHello: (socket: FakeSocket) => void,
  onCommand: (command: FakeSocket["hello"], socket: FakeSocket) => void = () => {},
): Promise<void> {
  // HTTP requests go to the real room, which has no older messages and does not know the token.
  await page.route("**/api/rooms/**", (route) => route.fulfill({ json: { messages: [], head: 0 } }));
  await page.routeWebSocket(/\/ws\//, (socket) => {
    let greeted: FakeSocket | undefined;
    socket.onMessage((frame) => {
      if (frame === "ping") {
        socket.send("pong");
        return;
      }
      const said = JSON.parse(String(frame));
      if (greeted !== undefined) {
        // A frame may have several commands (P3.21).
        for (const command of [said].flat()) onCommand(command, greeted);
        return;
      }
      greeted = {
        hello: said,
        say: (...objects) => socket.send(JSON.stringify(objects)),
        close: (code, reason) => socket.close({ code, ...(reason === undefined ? {} : { reason }) }),
      };
      onHello(greeted);
    });
  });
}

/** A room's welcome (P3.4) to its only user. */
export function welcome(fields: object = {}): object {
  const ada = { uid: "ada", username: "Ada", role: "guest" };
  const log = { room: "test", epoch: "first", head: 0, oldest: 1 };
  const limits = announce(DEFAULT_LIMITS);
  return { type: "welcome", ...log, ...ada, token: "token", members: [ada], count: 1, limits, ...fields };
}

/** A message from Ben. */
export function message(seq: number, text: string, fields: object = {}): object {
  return {
    type: "message",
    seq,
    at: 1_800_000_000_000,
    uid: "ben",
    id: `ben-${seq}`,
    username: "Ben",
    message: text,
    ...fields,
  };
}

/** Admits every hello to a room with these messages, whose events are numbered from 1. */
export function letIn(socket: FakeSocket, messages: readonly object[], fields: object = {}): void {
  const seq = messages.length;
  socket.say(welcome({ head: seq, ...fields }), { type: "reset", reason: "new", messages }, { type: "ready", seq });
}

/** Admits a reader (P3.35) to a room with these messages. */
export function letRead(socket: FakeSocket, messages: readonly object[]): void {
  const seq = messages.length;
  const limits = announce(DEFAULT_LIMITS);
  const room = { room: "test", epoch: "first", head: seq, oldest: 1, members: [], count: 0, readers: 1, limits };
  socket.say({ type: "reader", ...room }, { type: "reset", reason: "new", messages }, { type: "ready", seq });
}

/** A gate between a page and the real room, for a page that still loads. */
export interface Door {
  /** Closes every open and new socket. */
  shut(): Promise<void>;
  /** Lets sockets through again, and tells the page that the network is back. */
  open(): Promise<void>;
}

export async function putDoor(page: Page): Promise<Door> {
  const sockets = new Set<WebSocketRoute>();
  let isShut = false;
  await page.routeWebSocket(/\/ws\//, async (socket) => {
    if (isShut) {
      await socket.close({ code: 1012 });
      return;
    }
    sockets.add(socket);
    socket.connectToServer();
  });
  return {
    async shut() {
      isShut = true;
      await Promise.all([...sockets].map((socket) => socket.close({ code: 1012 })));
      sockets.clear();
    },
    async open() {
      isShut = false;
      await page.evaluate(() => dispatchEvent(new Event("online")));
    },
  };
}
