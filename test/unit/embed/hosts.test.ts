import { expect, test } from "vitest";
import type { FrameMessage } from "../../../src/embed/contract/messages.ts";
import { type FrameWindow, type HostLink, meetHost } from "../../../src/page/embed/host-link.ts";
import { isTrusted, readHosts } from "../../../src/page/embed/hosts.ts";

const OWN = "https://chat.example";
const ONE = "https://one.example";
const EVIL = "https://evil.example";

const HELLO = {
  parley: 1,
  type: "hello",
  options: {
    theme: "",
    lang: "",
    name: "",
    readonly: false,
    compact: false,
    closable: false,
    signsIn: false,
    persists: true,
    consent: true,
    visible: true,
    style: {},
  },
  stored: {},
};

const FRAME = { own: OWN, isNested: false, isTop: false };

test.each([
  ["the room's own page", "", { ...FRAME, host: OWN }, true],
  ["a listed page", ONE, { ...FRAME, host: ONE }, true],
  ["a page that the browser let in because it is listed", ONE, { ...FRAME, host: undefined }, true],
  ["a page that * let in", "*", { ...FRAME, host: EVIL }, false],
  ["a page that says nothing", "*", { ...FRAME, host: undefined }, false],
  ["the room's own page, beside *", "*", { ...FRAME, host: OWN }, true],
  ["a listed page, beside *", `* ${ONE}`, { ...FRAME, host: ONE }, true],
  ["an unlisted page, beside a listed one", `* ${ONE}`, { ...FRAME, host: EVIL }, false],
  ["a page whose name begins like a listed one's", `* ${ONE}`, { ...FRAME, host: `${ONE}.evil.example` }, false],
  ["a listed page inside an unknown one", `* ${ONE}`, { ...FRAME, host: ONE, isNested: true }, false],
  ["no page at all", "*", { ...FRAME, host: undefined, isTop: true }, true],
])("whether a frame trusts %s", (_what, list, place, expected) => {
  expect(isTrusted(readHosts(list), place)).toBe(expected);
});

/** A frame whose parent posts messages by hand. */
function frame() {
  const posted: { readonly data: unknown; readonly target: string }[] = [];
  const parent = { postMessage: (data: unknown, target: string) => void posted.push({ data, target }) };
  let listener = (_event: MessageEvent) => {};
  const window = {
    parent,
    top: parent,
    location: { origin: OWN },
    addEventListener: (_type: "message", listen: typeof listener) => {
      listener = listen;
    },
  } as unknown as FrameWindow;
  const receive = (data: unknown, origin: string, source: unknown = parent) =>
    listener({ data, origin, source } as MessageEvent);
  return { window, posted, receive };
}

async function linked(list: string, origin: string) {
  const made = frame();
  const meeting = meetHost(made.window, readHosts(list));
  made.receive(HELLO, origin);
  const link = await meeting;
  made.posted.length = 0;
  return { ...made, link };
}

test("a frame announces itself with nothing but that, and then talks to the origin that said hello alone", async () => {
  const { posted, receive, window } = frame();
  const meeting = meetHost(window, readHosts(ONE));
  expect(posted).toEqual([{ data: { parley: 1, type: "loaded" }, target: "*" }]);
  receive(HELLO, ONE);
  const link = await meeting;
  link.post({ type: "unread", count: 1 });
  expect(posted[1]).toEqual({ data: { parley: 1, type: "unread", count: 1 }, target: ONE });
});

test.each([
  ["an origin that is not listed", HELLO, EVIL, undefined],
  ["an opaque origin", HELLO, "null", undefined],
  ["another window of a listed origin", HELLO, ONE, {}],
  ["something that is no hello", { parley: 1, type: "signOut" }, ONE, undefined],
])("a frame has no host after a message of %s", async (_what, data, origin, source) => {
  const { receive, window } = frame();
  const seen: HostLink[] = [];
  const meeting = meetHost(window, readHosts(ONE)).then((link) => seen.push(link));
  if (source === undefined) receive(data, origin);
  else receive(data, origin, source);
  await Promise.resolve();
  expect(seen).toEqual([]);
  receive(HELLO, ONE);
  await meeting;
  expect(seen).toHaveLength(1);
});

test("once a host has said hello, messages of any other origin are ignored", async () => {
  const { link, receive } = await linked(`${ONE} https://two.example`, ONE);
  const received: unknown[] = [];
  link.listen((message) => received.push(message.type));
  receive({ parley: 1, type: "signOut" }, "https://two.example");
  receive({ parley: 1, type: "signOut" }, ONE, {});
  receive({ parley: 1, type: "focus" }, ONE);
  expect(received).toEqual(["focus"]);
});

test("messages that come before the frame listens wait for it", async () => {
  const { link, receive } = await linked(ONE, ONE);
  receive({ parley: 1, type: "send", id: 1, text: "early" }, ONE);
  const received: unknown[] = [];
  link.listen((message) => received.push(message));
  expect(received).toEqual([{ type: "send", id: 1, text: "early" }]);
});

const MESSAGE = { seq: 1, at: 1, uid: "u1", username: "Ada", text: "secret", own: false };
const POSTED: readonly (readonly [FrameMessage, isForAll: boolean])[] = [
  [{ type: "ready", room: "garden", trusted: false }, true],
  [{ type: "status", state: "online" }, true],
  [{ type: "unread", count: 3 }, true],
  [{ type: "error", code: "muted", message: "You are muted." }, true],
  [{ type: "close" }, true],
  [{ type: "tokenNeeded", id: 1, retry: false }, true],
  [{ type: "message", message: MESSAGE }, false],
  [{ type: "mention", message: MESSAGE }, false],
  [{ type: "store", key: "garden.token", value: "u1.secret" }, false],
  [{ type: "sent", id: 1, seq: 1 }, false],
];

test.each(POSTED.map(([message, isForAll]) => [message.type, isForAll, message] as const))(
  "%s reaches a host that * let in: %s, and one that is listed",
  async (_type, isForAll, message) => {
    const stranger = await linked("*", EVIL);
    expect(stranger.link.isTrusted).toBe(false);
    stranger.link.post(message);
    expect(stranger.posted).toHaveLength(isForAll ? 1 : 0);
    const known = await linked(`* ${ONE}`, ONE);
    known.link.post(message);
    expect(known.posted).toEqual([{ data: { parley: 1, ...message }, target: ONE }]);
  },
);
