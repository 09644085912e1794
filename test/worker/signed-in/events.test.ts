import { evictDurableObject } from "cloudflare:test";
import { describe, expect, onTestFinished, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { siteToken } from "../../support/site.ts";
import { freshRoom, request, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });

/** An event of a stream. */
interface StreamedEvent {
  readonly id: string;
  readonly data: { readonly [field: string]: unknown };
}

/** Reads a stream event by event. */
async function stream(room: string, query = "", headers: Record<string, string> = {}) {
  const response = await request(`/api/rooms/${room}/events${query}`, headers);
  expect({ status: response.status, type: response.headers.get("content-type") }).toEqual({
    status: 200,
    type: "text/event-stream; charset=utf-8",
  });
  if (response.body === null) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => reader.cancel());
  let text = "";
  const take = async (): Promise<StreamedEvent> => {
    for (;;) {
      const found = /id: (.*)\ndata: (.*)\n\n/.exec(text);
      if (found !== null) {
        text = text.slice(found.index + found[0].length);
        return { id: found[1] ?? "", data: JSON.parse(found[2] ?? "") };
      }
      const { done, value } = await reader.read();
      if (done) throw new Error("the stream ended");
      text += value;
    }
  };
  return { take, cancel: () => reader.cancel() };
}

async function moderate(room: string, action: object): Promise<void> {
  const { exports } = await import("cloudflare:workers");
  const response = await exports.default.fetch(`https://chat.example/api/rooms/${room}/moderate`, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(OWNER_TOKEN) },
    body: JSON.stringify(action),
  });
  expect(response.status).toBe(200);
  await response.body?.cancel();
}

describe("server-sent events", () => {
  test("P7.16 begin with the newest messages, and go on with each event as it happens, across an eviction", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    ada.say("one", "a1");
    await ada.take();
    const { epoch } = ada.welcome;
    const events = await stream(room);
    expect(await events.take()).toMatchObject({
      id: `${epoch}-1`,
      data: { type: "reset", reason: "new", messages: [{ seq: 1, message: "one" }] },
    });
    ada.say("two", "a2");
    expect(await events.take()).toMatchObject({ id: `${epoch}-2`, data: { type: "message", seq: 2, message: "two" } });
    await evictDurableObject(stubOf(room));
    ada.send({ type: "edit", id: "e1", target: 2, message: "three" });
    expect(await events.take()).toMatchObject({ id: `${epoch}-3`, data: { type: "edit", target: 2 } });
  });

  test("P7.13 go on after a seq, or after Last-Event-ID, which comes first", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    for (const id of ["1", "2", "3"]) ada.say(`message ${id}`, id);
    for (let seq = 1; seq <= 3; seq += 1) await ada.take();
    const { epoch } = ada.welcome;
    const bySeq = await stream(room, "?since=1");
    expect([(await bySeq.take()).id, (await bySeq.take()).id]).toEqual([`${epoch}-2`, `${epoch}-3`]);
    const byId = await stream(room, "?since=1", { "last-event-id": `${epoch}-2` });
    expect(await byId.take()).toMatchObject({ id: `${epoch}-3`, data: { seq: 3 } });
  });

  test("P7.13 of another epoch start over with a reset", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    ada.say("one", "1");
    await ada.take();
    const events = await stream(room, "", { "last-event-id": "another-41" });
    expect(await events.take()).toMatchObject({
      id: `${ada.welcome.epoch}-1`,
      data: { type: "reset", reason: "epoch", messages: [{ seq: 1 }] },
    });
  });

  test("P7.16 nobody comes or goes: a stream counts as a reader", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    /** Reads presence until it has this number of readers. */
    const untilReaders = async (readers: number | undefined) => {
      for (;;) {
        const presence = await ada.takeOnly("presence");
        expect(presence).toMatchObject({ left: [], count: 1 });
        if (presence.readers === readers) return;
      }
    };
    const events = await stream(room, "", bearer(ada.welcome.token));
    await events.take();
    await untilReaders(1);
    await events.cancel();
    await untilReaders(undefined);
  });

  test("P7.16 show each person what they may see, before and after they connect", async () => {
    const room = freshRoom();
    const mal = await V1Socket.hello(room, { username: "Mal" });
    mal.say("before", "1");
    await mal.take();
    await moderate(room, { action: "shadow", uid: mal.welcome.uid, on: true });
    mal.say("hidden", "2");
    await mal.takeOnly("message");
    const [own, moderators, others] = await Promise.all([
      stream(room, "?since=1", bearer(mal.welcome.token)),
      stream(room, "?since=1", bearer(await siteToken({ role: "moderator" }))),
      stream(room, "?since=1"),
    ]);
    const next = async () => [(await own.take()).data, (await moderators.take()).data, (await others.take()).data];
    const expected = [{ type: "message" }, { type: "message", hidden: true }, { type: "void", uid: "", id: "" }];
    const stored = await next();
    expect(stored).toMatchObject(expected);
    expect(stored[0]).not.toHaveProperty("hidden");
    mal.say("hidden, too", "3");
    const live = await next();
    expect(live).toMatchObject(expected);
    expect(live[0]).not.toHaveProperty("hidden");
  });

  test("P7.16 show a moderator what is hidden, also after the room has hibernated", async () => {
    const room = freshRoom();
    const mal = await V1Socket.hello(room, { username: "Mal" });
    mal.say("seen", "1");
    await mal.take();
    await moderate(room, { action: "shadow", uid: mal.welcome.uid, on: true });
    const events = await stream(room, "?since=1", bearer(OWNER_TOKEN));
    mal.say("hidden", "2");
    expect(await events.take()).toMatchObject({ data: { seq: 2, hidden: true } });
    await evictDurableObject(stubOf(room));
    mal.say("hidden, too", "3");
    expect(await events.take()).toMatchObject({ data: { seq: 3, hidden: true } });
  });

  test("P7.16 of a room that not everyone may read need a token that may", async () => {
    const room = freshRoom();
    const guest = await V1Socket.hello(room);
    await moderate(room, { action: "settings", settings: { read: "members" } });
    const ask = async (headers: Record<string, string>) => {
      const response = await request(`/api/rooms/${room}/events`, headers);
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    expect(await ask({})).toEqual([401, "members_only"]);
    expect(await ask(bearer(guest.welcome.token))).toEqual([403, "members_only"]);
    expect(await ask(bearer("x"))).toEqual([401, "bad_token"]);
    const events = await stream(room, "", bearer(await siteToken()));
    expect(await events.take()).toMatchObject({ data: { type: "reset" } });
  });

  test("P7.16 of a room that nobody has entered create nothing, and start over once it exists", async () => {
    const room = freshRoom();
    const events = await stream(room);
    const first = await events.take();
    expect(first).toEqual({ id: "-0", data: { type: "reset", reason: "new", messages: [] } });
    await events.cancel();
    const ada = await V1Socket.hello(room);
    const later = await stream(room, "", { "last-event-id": first.id });
    expect(await later.take()).toMatchObject({
      id: `${ada.welcome.epoch}-0`,
      data: { type: "reset", reason: "epoch" },
    });
  });

  test("P7.13 anything but an id of a stream or a seq is 400, P7.3 and another method 405", async () => {
    for (const [query, headers] of [
      ["?since=x", {}],
      ["", { "last-event-id": "k2f-" }],
    ] as const) {
      const response = await request(`/api/rooms/lobby/events${query}`, headers);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: "bad_since" } });
    }
    expect((await request("/api/rooms/lobby/events", {}, "POST")).status).toBe(405);
  });

  test("P7.16 can be read by pages of ALLOWED_ORIGINS", async () => {
    const origin = "https://one.example";
    const response = await request(`/api/rooms/${freshRoom()}/events`, { origin });
    await response.body?.cancel();
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
  });
});

test("P7.15 a page of messages has an ETag, and is 304 for as long as nothing in it changes", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  ada.say("one", "1");
  await ada.take();
  const origin = "https://one.example";
  const read = (tag?: string) =>
    request(`/api/rooms/${room}/messages?after=0`, { origin, ...(tag === undefined ? {} : { "if-none-match": tag }) });
  const first = await read();
  await first.body?.cancel();
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^"[\da-f]+"$/);
  const same = await read(tag);
  expect({ status: same.status, body: await same.text(), etag: same.headers.get("etag") }).toEqual({
    status: 304,
    body: "",
    etag: tag,
  });
  expect(same.headers.get("access-control-allow-origin")).toBe(origin);
  expect(same.headers.get("access-control-expose-headers")).toBe("etag, retry-after");
  ada.send({ type: "edit", id: "e", target: 1, message: "two" });
  await ada.take();
  const changed = await read(tag);
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({ messages: [{ message: "two" }], head: 2 });
});
