import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { connect, type RoomClient, type SocketLike } from "../../src/client/index.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";

/** Adapts the WebSocket of a fetch upgrade to the interface that the client library expects. */
class UpgradedSocket extends EventTarget<WebSocketEventMap> implements SocketLike {
  #socket: WebSocket | undefined;

  constructor(url: string, protocols: string[]) {
    super();
    void this.#open(new URL(url).pathname, protocols);
  }

  send(frame: string): void {
    this.#socket?.send(frame);
  }

  close(code?: number): void {
    this.#socket?.close(code);
  }

  async #open(path: string, protocols: string[]): Promise<void> {
    const headers = { upgrade: "websocket", "sec-websocket-protocol": protocols.join(", ") };
    const { webSocket } = await request(path, headers);
    if (webSocket === null) throw new Error("no socket");
    this.#socket = webSocket;
    webSocket.accept();
    webSocket.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
    webSocket.addEventListener("close", ({ code, reason }) =>
      this.dispatchEvent(new CloseEvent("close", { code, reason })),
    );
    this.dispatchEvent(new Event("open"));
  }
}

function enter(room: string, username: string): RoomClient {
  return connect(`wss://chat.example/ws/${room}`, { username, WebSocket: UpgradedSocket });
}

/** Resolves when a room's state satisfies the condition. */
function until(room: RoomClient, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (isSo()) return resolve();
    const stop = room.on("change", () => {
      if (!isSo()) return;
      stop();
      resolve();
    });
  });
}

test("P4.2, P4.4 the client library runs inside a Worker and folds the room's events, even across an eviction", async () => {
  const name = freshRoom();
  const ada = enter(name, "Ada");
  const ben = enter(name, "Ben");
  const { seq } = await ada.send("hello");
  await ben.react(seq, "👍");
  await ada.edit(seq, "hello, all");
  await until(ben, () => ben.state.position?.seq === 3);
  await evictDurableObject(stubOf(name));
  await ben.send("back", { replyTo: seq });
  await until(ada, () => ada.state.position?.seq === 4);

  // Only one of them reacted.
  expect(ada.state.messages.map(({ reactions: _, ...message }) => message)).toEqual(
    ben.state.messages.map(({ reactions: _, ...message }) => message),
  );
  expect(ada.state.messages).toMatchObject([
    { username: "Ada", message: "hello, all", reactions: [{ emoji: "👍", uids: [ben.state.self?.uid], count: 1 }] },
    { username: "Ben", message: "back", replyTo: seq },
  ]);
  expect(ada.state.pending).toEqual([]);
  ada.close();
  ben.close();
});

test("P3.35, P3.37 the client library reads, is refused a name, and enters under another without a new connection", async () => {
  const name = freshRoom();
  const ada = enter(name, "Ada");
  await ada.send("Anyone awake?");
  const ben = connect(`wss://chat.example/ws/${name}`, { readOnly: true, WebSocket: UpgradedSocket });
  await until(ben, () => ben.state.messages.length === 1);
  await until(ada, () => ada.state.readers === 1);
  expect(ben.state).toMatchObject({ isReader: true, count: 1, self: undefined });
  await expect(ben.enter("Ada")).rejects.toMatchObject({ code: "name_taken" });
  await ada.send("Hello?");
  await until(ben, () => ben.state.messages.length === 2);
  const sent = ben.send("I am.");
  const resets: unknown[] = [];
  ben.on("reset", (reset) => resets.push(reset));
  expect(await ben.enter("Ben")).toMatchObject({ username: "Ben" });
  expect(await sent).toMatchObject({ seq: 3 });
  await until(ada, () => ada.state.count === 2 && ada.state.readers === 0);
  expect(ben.state.messages.map(({ message }) => message)).toEqual(["Anyone awake?", "Hello?", "I am."]);
  expect(resets).toEqual([]);
  ada.close();
  ben.close();
});

test("P9 the client library moderates: a claim, a mute that its user learns of, a pin, an invitation, a list", async () => {
  const name = freshRoom();
  const ada = enter(name, "Ada");
  const ben = enter(name, "Ben");
  const { seq } = await ben.send("hello");
  await ada.claim(OWNER_TOKEN);
  await until(ada, () => ada.state.self?.role === "owner");
  const uid = ben.state.self?.uid ?? "";
  await ada.moderate({ action: "mute", uid, for: 60_000 });
  await until(ben, () => ben.state.mutedUntil !== undefined);
  await expect(ben.send("more")).rejects.toMatchObject({ code: "muted", retryAfter: expect.any(Number) });
  expect(ben.state.pending).toMatchObject([{ state: "failed", command: { message: "more" } }]);
  await ada.moderate({ action: "pin", target: seq, on: true });
  await until(ben, () => ben.state.pinned[0]?.message === "hello");
  const { invitation } = await ada.moderate({ action: "invite", uses: 2 });
  expect(invitation).toMatchObject({ uses: 2, secret: expect.stringMatching(/^[\w-]{22,}$/) });
  expect(await ada.list("muted")).toMatchObject([{ uid, username: "Ben" }]);
  await expect(ben.moderate({ action: "kick", uid: ada.state.self?.uid ?? "" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  ada.close();
  ben.close();
});
