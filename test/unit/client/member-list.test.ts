import { describe, expect, it, onTestFinished, vi } from "vitest";
import { onReconnectTrigger } from "../../../src/client/reconnect-triggers.ts";
import { client, ME, message, ready, reset, welcome } from "./harness.ts";

const ada = { uid: "uid-ada", username: "Ada", role: "guest" };
const bob = { uid: "uid-bob", username: "Bob", role: "guest" };
const presence = (count: number, joined: object[], left: string[] = []) => ({ type: "presence", joined, left, count });
const renamed = (seq: number, uid: string, username: string) => ({
  ...message(seq, { uid, username, previous: "x" }),
  type: "notice",
  notice: "rename",
});

describe("members", () => {
  it("P3.4 P3.6 come from the welcome, and from presence updates", () => {
    const { room, socket, told } = client();
    socket()
      .open()
      .say(welcome({ members: [ada], count: 1 }), reset(), ready(0));
    const before = room.state.members;
    socket().say(presence(2, [bob]));
    expect([...room.state.members.keys()]).toEqual(["uid-ada", "uid-bob"]);
    socket().say(presence(1, [], ["uid-ada"]));
    expect([...room.state.members.values()]).toEqual([bob]);
    expect(room.state.count).toBe(1);
    expect([...before.keys()]).toEqual(["uid-ada"]);
    expect(told("presence")).toHaveLength(2);
  });

  it("P3.6 are only a count in a large room", () => {
    const { room, socket } = client();
    socket()
      .open()
      .say(welcome({ members: [ada, bob], count: 2 }), reset(), ready(0));
    socket().say(presence(201, []));
    expect(room.state).toMatchObject({ count: 201, members: new Map() });
  });

  it("P3.5 change their names, and so does this user", () => {
    const { room, socket } = client();
    socket()
      .open()
      .say(welcome({ members: [ada, { ...ada, uid: ME, username: "me" }], count: 2 }), reset(), ready(0));
    socket().say(renamed(1, "uid-ada", "Grace"), renamed(2, ME, "Bea"), renamed(3, "uid-gone", "X"));
    expect(Array.from(room.state.members.values(), ({ username }) => username)).toEqual(["Grace", "Bea"]);
    expect(room.state.self?.username).toBe("Bea");
  });

  it("P3.4 a missed rename does not undo the newer name of the welcome", () => {
    const { clock, enter, room, socket } = client();
    enter(0).drop();
    clock.pass(500);
    const members = [{ ...ada, username: "newest" }];
    socket()
      .open()
      .say(welcome({ head: 1, members }), renamed(1, "uid-ada", "older"), ready(1));
    expect(room.state.members.get("uid-ada")?.username).toBe("newest");
  });
});

describe("typing", () => {
  it("P3.6 ends after 6 s, with a message, with leaving, and with the connection", () => {
    const { clock, enter, room, told } = client();
    const socket = enter(0);
    const typing = (uid = "uid-ada") => socket.say({ type: "typing", uid });
    typing();
    clock.pass(4_000);
    typing();
    clock.pass(5_999);
    expect(room.state.typing).toEqual(["uid-ada"]);
    const changes = told("change").length;
    clock.pass(1);
    expect(room.state.typing).toEqual([]);
    expect(told("change")).toHaveLength(changes + 1);
    typing();
    typing("uid-bob");
    socket.say(message(1));
    expect(room.state.typing).toEqual(["uid-bob"]);
    socket.say(presence(1, [], ["uid-bob"]));
    expect(room.state.typing).toEqual([]);
    typing();
    socket.drop();
    expect(room.state.typing).toEqual([]);
  });

  it("P3.6 in another tab of the same user is ignored", () => {
    const { enter, room, told } = client();
    enter(0).say({ type: "typing", uid: ME });
    expect(room.state.typing).toEqual([]);
    expect(told("typing")).toEqual([]);
  });

  it("P3.41 ends when the person stops or edits, and its end is sent once, after a start", () => {
    const { enter, room } = client();
    room.typing(false);
    const socket = enter(0);
    const says = (uid: string) => socket.say({ type: "typing", uid });
    says("uid-ada");
    says("uid-bob");
    socket.say({ type: "typingEnded", uid: "uid-ada" });
    expect(room.state.typing).toEqual(["uid-bob"]);
    socket.say({ ...message(1), uid: "uid-bob" });
    says("uid-bob");
    socket.say({ type: "edit", seq: 2, at: 2, uid: "uid-bob", id: "e", target: 1, message: "edited" });
    expect(room.state.typing).toEqual([]);

    room.typing(false);
    room.typing();
    room.typing(false);
    room.typing(false);
    room.typing();
    expect(socket.commands).toEqual([{ type: "typing" }, { type: "typing", ended: true }, { type: "typing" }]);
  });

  it("P3.3 is sent at most every 3 s, again after a message, and only while connected", () => {
    const { clock, enter, room } = client();
    room.typing();
    const socket = enter(0);
    const said = () => socket.commands.filter(({ type }) => type === "typing").length;
    for (let key = 0; key < 30; key += 1) {
      room.typing();
      clock.pass(100);
    }
    expect(said()).toBe(1);
    room.typing();
    expect(said()).toBe(2);
    void room.send("x");
    room.typing();
    expect(said()).toBe(3);
  });
});

it("P3.3 sends a cast only while connected, and returns whether it did", () => {
  const { enter, room, told } = client();
  expect(room.broadcast({ dice: 6 })).toBe(false);
  const socket = enter(3);
  expect(room.broadcast({ dice: 6 })).toBe(true);
  expect(socket.commands).toEqual([{ type: "cast", data: { dice: 6 } }]);
  socket.say({ type: "cast", uid: ME, data: { dice: 6 } });
  expect(told("cast")).toEqual([{ type: "cast", uid: ME, data: { dice: 6 } }]);
  socket.drop();
  expect(room.broadcast({ dice: 6 })).toBe(false);
});

describe("a page", () => {
  it("wakes its client when it goes online or offline, or becomes visible", () => {
    const page = Object.assign(new EventTarget(), { visibilityState: "hidden" });
    const network = new EventTarget();
    vi.stubGlobal("document", page);
    vi.stubGlobal("addEventListener", network.addEventListener.bind(network));
    vi.stubGlobal("removeEventListener", network.removeEventListener.bind(network));
    onTestFinished(() => void vi.unstubAllGlobals());
    let woken = 0;
    const stop = onReconnectTrigger(() => {
      woken += 1;
    });
    page.dispatchEvent(new Event("visibilitychange"));
    expect(woken).toBe(0);
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(woken).toBe(1);
    network.dispatchEvent(new Event("online"));
    expect(woken).toBe(2);
    network.dispatchEvent(new Event("offline"));
    expect(woken).toBe(3);
    stop();
    page.dispatchEvent(new Event("visibilitychange"));
    network.dispatchEvent(new Event("online"));
    network.dispatchEvent(new Event("offline"));
    expect(woken).toBe(3);
  });

  it("is optional", () => {
    expect(() => onReconnectTrigger(() => {})()).not.toThrow();
  });

  it("is no longer observed after close", () => {
    let stopped = 0;
    const { room } = client({
      onWake: () => () => {
        stopped += 1;
      },
    });
    room.close();
    expect(stopped).toBe(1);
  });
});
