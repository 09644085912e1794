// The session that PROTOCOL.md shows, played against a room: what the page says comes, comes, frame by frame.
import { expect, test } from "vitest";
import page from "../../src/protocol/PROTOCOL.md?raw";
import { stepsOf, traceOf } from "../support/protocol-page.ts";
import { freshRoom, type Received, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** The uids of the page. */
const ADA = "ada7wq3hz2m5tb8c";
const GRACE = "grace1k9x4n6v0sd";

test("P3.4 P4.3 P4.4 the session of PROTOCOL.md goes as the page shows it", async () => {
  const room = freshRoom();
  let grace = await V1Socket.hello(room, { username: "Grace" });
  const { token } = grace.welcome;
  grace.say("Anyone awake?", "g1");
  await grace.take();
  grace.close(1000);
  await grace.closed;

  /** What stands in the page, and what this room has in its place. */
  const actual = new Map([[GRACE, grace.welcome.uid]]);
  let adasToken = "";
  let ada: TestSocket | undefined;
  for (const { sender, text } of stepsOf(traceOf(page, "A session, start to finish"))) {
    if (text.startsWith("GET ")) {
      if (ada !== undefined) {
        ada.close(1000);
        await ada.closed;
        // Grace is back, and answers what Ada said last.
        grace = await V1Socket.hello(room, { username: "Grace", token });
        grace.say("Yes please", "g2", { replyTo: 4 });
        expect(await grace.take()).toMatchObject({ seq: 5 });
      }
      ada = await TestSocket.open(room, "", { "sec-websocket-protocol": "parley.v1" });
    } else if (text.startsWith("101 ")) {
      expect(ada).toBeDefined();
    } else if (sender === "client" && text === "ping") {
      ada?.send(text);
    } else if (sender === "client") {
      const frame = JSON.parse(text);
      if (frame.token !== undefined) frame.token = adasToken;
      if (frame.since !== undefined) frame.since.epoch = actual.get("epoch");
      ada?.send(frame);
    } else if (text === "pong") {
      expect(await nextText(ada)).toBe("pong");
    } else {
      const shown: Received[] = JSON.parse(text);
      const isPresence = shown.every(({ type }) => type === "presence");
      const frame = await nextFrame(ada, isPresence);
      const [welcome] = frame;
      if (welcome?.type === "welcome") {
        adasToken = String(welcome.token);
        actual.set(ADA, welcome.uid).set("epoch", welcome.epoch);
      }
      expect(frame).toEqual(shown.map((object) => expectedOf(object, room, actual)));
    }
  }
  expect(actual.size).toBe(3);
});

test("P2.1 P2.2 P2.3 P2.4 P2.5 the session of the plain dialect goes as the page shows it", async () => {
  const room = freshRoom();
  const grace = await V1Socket.hello(room, { username: "Grace" });
  grace.say("Anyone awake?", "g1");
  await grace.take();

  let plain: TestSocket | undefined;
  let frames = 0;
  for (const { sender, text } of stepsOf(traceOf(page, "The plain dialect"))) {
    if (text.startsWith("GET ")) {
      plain = await TestSocket.open(room, new URL(text.slice(4), "wss://chat.example").search);
    } else if (sender === "client") {
      plain?.send(text);
    } else if (text === "pong") {
      expect(await nextText(plain)).toBe("pong");
    } else if (!text.startsWith("101 ")) {
      frames += 1;
      expect(JSON.parse(await nextText(plain))).toEqual(plainExpectedOf(JSON.parse(text)));
    }
  }
  expect(frames).toBe(5);
});

/** The next frame of objects. When presence comes is up to the room's gathering, so it is left out unless it is awaited. */
async function nextFrame(socket: TestSocket | undefined, isPresence: boolean): Promise<Received[]> {
  for (;;) {
    const frame: Received[] = JSON.parse(await nextText(socket));
    const objects = frame.filter(({ type }) => (type === "presence") === isPresence);
    if (objects.length > 0) return objects;
  }
}

async function nextText(socket: TestSocket | undefined): Promise<string> {
  if (socket === undefined) throw new Error("the trace does not begin with a connection");
  return socket.takeText();
}

/** A value of the page with what differs in each room: names that the room makes, times, and the limits of the tests. */
function expectedOf(value: unknown, room: string, actual: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => expectedOf(item, room, actual));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => {
      if (field === "at") return [field, expect.any(Number)];
      if (field === "token") return [field, expect.any(String)];
      if (field === "room") return [field, room];
      if (field === "epoch") return [field, actual.get("epoch")];
      if (field === "uid") return [field, actual.get(item)];
      if (field === "limits") return [field, expect.objectContaining({ frame: item.frame, lag: item.lag })];
      return [field, expectedOf(item, room, actual)];
    }),
  );
}

/** An object of the plain trace, with any name, time and id that the room makes. */
function plainExpectedOf({ ...object }: Received): Received {
  if (object.type === "system") object.message = expect.stringMatching(/^guest-[a-z0-9]{4} connected$/);
  if (object.type === "error") object.message = expect.any(String);
  if (object.type !== "message") return object;
  const { id } = object;
  return { ...object, at: expect.any(Number), uid: expect.any(String), id: id === "g1" ? id : expect.any(String) };
}
