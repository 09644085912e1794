import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type RoomClient, RoomError } from "../../../src/client/index.ts";
import type { EmbedOptions, FrameMessage, HostMessage } from "../../../src/embed/contract/messages.ts";
import type { ServedHost } from "../../../src/page/embed/serve-host.ts";
import { siteToken } from "../../support/site.ts";

const OPTIONS: EmbedOptions = {
  theme: "",
  lang: "",
  name: "",
  readonly: false,
  compact: false,
  closable: false,
  signsIn: false,
  persists: false,
  consent: true,
  visible: true,
  style: {},
};

// A frame's window, of which these modules read the address when they load.
vi.stubGlobal("location", { pathname: "/embed/garden", search: "?host=1" });
vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {} });
vi.stubGlobal("addEventListener", () => {});

let modules: typeof import("../../../src/page/embed/serve-host.ts") &
  typeof import("../../../src/page/embed/frame-options.ts");
beforeAll(async () => {
  modules = {
    ...(await import("../../../src/page/embed/serve-host.ts")),
    ...(await import("../../../src/page/embed/frame-options.ts")),
  };
});

let posted: FrameMessage[];
let forgotten: number;
let sessions: number;
beforeEach(() => {
  posted = [];
  forgotten = 0;
  sessions = 0;
});

/** A room whose messages are stored at once. */
function fakeRoom(state: object = {}) {
  const sent: string[] = [];
  const listeners: ((status: object) => void)[] = [];
  const room = {
    state: { status: { state: "online" }, isReader: false, ...state },
    on: (type: string, listener: (status: object) => void) => void (type === "status" && listeners.push(listener)),
    close: () => sent.push("(closed)"),
    send: async (text: string) => {
      sent.push(text);
      if (text === "") throw new RoomError("bad_message");
      return { id: "a", seq: sent.length };
    },
  } as unknown as RoomClient;
  const online = () => {
    for (const listener of listeners) listener({ state: "online" });
  };
  return { room, sent, online };
}

/** A frame that has met its host. */
function served({ isTrusted = true, ...options }: Partial<EmbedOptions> & { readonly isTrusted?: boolean } = {}) {
  modules.takeOptions({ ...OPTIONS, ...options });
  let receive = (_message: HostMessage) => {};
  const link = {
    hello: { type: "hello", options: OPTIONS, stored: {} } as const,
    isTrusted,
    post: (message: FrameMessage) => void posted.push(message),
    listen: (listener: typeof receive) => {
      receive = listener;
    },
  };
  const host = modules.serveHost(link, () => {
    forgotten += 1;
  });
  host.onSession(() => {
    sessions += 1;
  });
  return { host, receive: (message: HostMessage) => receive(message) };
}

const answers = () => posted.filter(({ type }) => type === "sent" || type === "error");

/** Answers every question for a token so far. */
function giveToken(receive: (message: HostMessage) => void, token: string | undefined): void {
  const questions = posted.filter((message) => message.type === "tokenNeeded");
  for (const { id } of questions) receive({ type: "token", id, token });
}

test.each([
  ["a page that is not listed", { isTrusted: false }, {}, "not_allowed"],
  ["a readonly element", { readonly: true }, { isReader: true }, "not_allowed"],
  ["a readonly element with a name", { readonly: true, name: "Ada" }, {}, "not_allowed"],
  ["an element whose visitor only reads so far", {}, { isReader: true }, "read_only"],
  ["an element whose visitor needs another name", {}, { status: { state: "refused" } }, "read_only"],
  ["an element whose visitor is asked for a name", {}, undefined, "read_only"],
])("send() of %s is answered at once, and leaves nothing that is posted later", async (_what, options, state, code) => {
  const { host, receive } = served(options);
  const { room, sent } = fakeRoom(state);
  if (state !== undefined) host.opened(room);
  receive({ type: "send", id: 7, text: "A" });
  await vi.waitFor(() => expect(answers()).toMatchObject([{ type: "error", id: 7, code }]));
  expect(sent).toEqual([]);
});

test("send() posts as the user, and tells the room's own refusal", async () => {
  const { host, receive } = served();
  const { room } = fakeRoom();
  host.opened(room);
  receive({ type: "send", id: 1, text: "hi" });
  receive({ type: "send", id: 2, text: "" });
  await vi.waitFor(() =>
    expect(answers()).toMatchObject([
      { type: "sent", id: 1, seq: 1 },
      { type: "error", id: 2, code: "bad_message" },
    ]),
  );
});

test("send() waits for the room of a user whom the host signs in", async () => {
  const { host, receive } = served({ signsIn: true });
  receive({ type: "send", id: 1, text: "hi" });
  await vi.waitFor(() => expect(posted.at(-1)?.type).toBe("tokenNeeded"));
  giveToken(receive, "a.token");
  const { room, sent } = fakeRoom();
  await Promise.resolve();
  expect(sent).toEqual([]);
  host.opened(room);
  await vi.waitFor(() => expect(answers()).toMatchObject([{ type: "sent", id: 1 }]));
});

test("a send() that waits for one user is never posted as another", async () => {
  const { host, receive } = served({ signsIn: true });
  receive({ type: "send", id: 1, text: "hi" });
  await vi.waitFor(() => expect(posted.at(-1)?.type).toBe("tokenNeeded"));
  giveToken(receive, "a.token");
  await vi.waitFor(() => expect(posted.filter(({ type }) => type === "tokenNeeded")).toHaveLength(1));
  receive({ type: "signOut" });
  const { room, sent } = fakeRoom();
  host.opened(room);
  await Promise.resolve();
  expect(sent).toEqual([]);
});

/** A frame whose user the room has accepted. */
async function signedIn(sub: string) {
  const made = served({ signsIn: true });
  const token = made.host.token;
  if (typeof token !== "function") throw new Error("the host signs nobody in");
  const source = token();
  giveToken(made.receive, await siteToken({ sub }));
  await source;
  const { online, room, sent } = fakeRoom();
  made.host.opened(room);
  online();
  posted.length = 0;
  return { ...made, sent };
}

test("another user's token ends the session, and forgets what the first one left", async () => {
  const { receive, sent } = await signedIn("gwen");
  receive({ type: "tokenChanged" });
  giveToken(receive, await siteToken({ sub: "otto" }));
  await vi.waitFor(() => expect(sessions).toBe(1));
  expect([sent, forgotten]).toEqual([["(closed)"], 1]);
});

test("a new token of the same user leaves the session as it is", async () => {
  const { receive, sent } = await signedIn("gwen");
  receive({ type: "tokenChanged" });
  giveToken(receive, await siteToken({ sub: "gwen", name: "Gwen" }));
  await Promise.resolve();
  await Promise.resolve();
  expect([sent, forgotten, sessions]).toEqual([[], 0, 0]);
});

test("of two changes of the token in a row, the last one counts", async () => {
  const { host, receive } = await signedIn("gwen");
  receive({ type: "tokenChanged" });
  receive({ type: "tokenChanged" });
  const [first] = posted.filter((message) => message.type === "tokenNeeded");
  receive({ type: "token", id: first?.id ?? 0, token: await siteToken({ sub: "otto" }) });
  await vi.waitFor(() => expect(sessions).toBe(1));
  // The frame asks again, because the answer to its second question was for the session before.
  const kim = await siteToken({ sub: "kim" });
  giveToken(receive, kim);
  await vi.waitFor(() => expect(sessions).toBe(2));
  expect(await (host as ServedHost & { readonly token: () => Promise<string> }).token()).toBe(kim);
});

test("a user who signs out is forgotten after the room has written what it had left", async () => {
  const { receive, sent } = await signedIn("gwen");
  let atForgetting: string[] = [];
  const before = forgotten;
  receive({ type: "signOut" });
  atForgetting = sent;
  expect(atForgetting).toEqual(["(closed)"]);
  expect(forgotten).toBe(before + 1);
});
