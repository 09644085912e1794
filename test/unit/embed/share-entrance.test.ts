import { expect, test } from "vitest";
import { shareEntrance } from "../../../src/page/embed/share-entrance.ts";

const isIdentity = (key: string) => key === "name" || key.endsWith("#identity");

/** Frames of one site: what one posts, the others receive. */
function site() {
  const frames: ((event: MessageEvent) => void)[] = [];
  const frame = (room: string, items: Readonly<Record<string, string>> = {}) => {
    const storage = new Map(Object.entries(items));
    let own: ((event: MessageEvent) => void) | undefined;
    const channel = {
      postMessage(data: unknown) {
        for (const receive of frames) if (receive !== own) receive({ data } as MessageEvent);
      },
      addEventListener(_type: string, listener: (event: MessageEvent) => void) {
        own = listener;
        frames.push(listener);
      },
    };
    // The frames use these two alone.
    const entrance = shareEntrance(room, storage, isIdentity, channel as unknown as BroadcastChannel);
    let entered = 0;
    const stop = entrance.onEntered(() => {
      entered += 1;
    });
    return { entrance, storage, stop, entered: () => entered };
  };
  const post = (data: unknown) => {
    for (const receive of frames) receive({ data } as MessageEvent);
  };
  return { frame, post };
}

test("the user of one frame becomes the user of the others that show its room, with nothing but who they are", () => {
  const { frame } = site();
  const first = frame("garden", { name: "Ada", "wss://x/ws/garden#identity": "ada", "draft:garden": "mine" });
  const second = frame("garden");
  const other = frame("attic");
  first.entrance.entered();
  expect([...second.storage]).toEqual([
    ["name", "Ada"],
    ["wss://x/ws/garden#identity", "ada"],
  ]);
  expect([first.entered(), second.entered(), other.entered()]).toEqual([0, 1, 0]);
  expect([...other.storage]).toEqual([]);
});

test("a user who is somebody already stays that person", () => {
  const { frame } = site();
  const first = frame("garden", { "wss://x/ws/garden#identity": "ada" });
  const second = frame("garden", { "wss://x/ws/garden#identity": "ben" });
  first.entrance.entered();
  expect([...second.storage.values()]).toEqual(["ben"]);
});

test("anything else that is said there changes nothing", () => {
  const { frame, post } = site();
  const { entered, entrance, stop, storage } = frame("garden");
  for (const data of [undefined, "x", { room: "garden" }, { room: "garden", items: { name: 7 } }]) post(data);
  post({ room: "garden", items: { "draft:garden": "theirs" } });
  expect([...storage]).toEqual([]);
  const before = entered();
  stop();
  post({ room: "garden", items: {} });
  expect(entered()).toBe(before);
  entrance.entered();
});
