import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { readConfig } from "../../../src/worker/config/config.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { jpeg, png } from "../../support/pictures.ts";
import { order, owned } from "../owned-room.ts";
import { freshRoom, request, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const HOST = "https://chat.example";

/** A page of a log: its status and its HTML. */
async function read(path: string, headers: Record<string, string> = {}): Promise<{ status: number; html: string }> {
  const response = await request(path, headers);
  return { status: response.status, html: await response.text() };
}

/** The ids of the messages on a page, in their order. */
function idsOf(html: string): string[] {
  return Array.from(html.matchAll(/<li id="(m\d+)">/g), ([, id]) => String(id));
}

/** Writes messages into the room's storage, with their times. */
async function store(room: string, messages: readonly { seq: number; at: string; text?: string }[]): Promise<void> {
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    for (const { at, seq, text = `text ${seq}` } of messages) {
      storage.sql.exec(
        "INSERT INTO messages (seq, at, uid, id, digest, username, message) VALUES (?, ?, 'ada', ?, 1, 'Ada', ?)",
        seq,
        Date.parse(at),
        `id-${seq}`,
        text,
      );
    }
  });
}

/** A room with these messages, which its object has read from storage. */
async function storedRoom(messages: readonly { seq: number; at: string; text?: string }[]): Promise<string> {
  const room = freshRoom();
  const maker = await V1Socket.hello(room);
  maker.close(1000);
  await maker.closed;
  await store(room, messages);
  await evictDurableObject(stubOf(room));
  return room;
}

test("P8.27 a name like an address, and a mention of it, are text on a page of the log", async () => {
  const room = freshRoom();
  const username = "https://evil.example";
  const eve = await V1Socket.hello(room, { username });
  eve.send({ type: "message", id: "1", message: `I am @${username}`, mentions: [{ uid: "any", username }] });
  await eve.takeOnly("message");
  eve.send({ type: "message", id: "2", message: "an answer", replyTo: 1 });
  await eve.takeOnly("message");
  const { html } = await read(`/r/${room}/log`);
  expect(html.split(username).length).toBeGreaterThan(2);
  expect(html).not.toContain(`href="${username}`);
});

test("P7.4 the newest messages are a page of HTML, without a token and without scripts", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("Good **morning**, see https://example.org/?a=1&b=2", "1");
  const { at } = await ada.takeOnly("message");
  ada.send({ type: "message", id: "2", message: "`<b>` is bold", replyTo: 1 });
  await ada.takeOnly("message");
  ada.send({ type: "reaction", id: "3", target: 2, emoji: "👍", on: true });
  await ada.takeOnly("reaction");
  ada.send({ type: "edit", id: "4", target: 1, message: "Good **evening**, see https://example.org/?a=1&b=2" });
  await ada.takeOnly("edit");
  const response = await request(`/r/${room}/log`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const html = await response.text();
  const time = new Date(Number(at)).toISOString();
  const day = time.slice(0, 10);
  expect(html).toContain('<html lang="en">');
  expect(html).toContain(`<h1>${room}</h1>`);
  expect(html).toContain(`<h2><a href="/r/${room}/log/${day}"><time datetime="${day}">`);
  expect(html).toContain(`<a href="/r/${room}/log/${day}?part=0#m1"><time datetime="${time}">`);
  expect(html).toContain("<p>Good <strong>evening</strong>, see <a");
  expect(html).toContain('<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow ugc">');
  expect(html).toContain("(edited)");
  expect(html).toContain("<p><code>&lt;b&gt;</code> is bold</p>");
  expect(html).toContain(
    'In reply to <bdi>Ada</bdi>: <bdi lang="">Good evening, see https://example.org/?a=1&amp;b=2</bdi>',
  );
  expect(html).toContain("<li>👍 1</li>");
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(idsOf(html)).toEqual(["m1", "m2"]);
  expect(html).not.toContain("<script");
});

test("P7.4 consecutive messages of one person have the name once, and each its time", async () => {
  const room = await storedRoom([
    { seq: 1, at: "2026-11-20T10:00:00Z" },
    { seq: 2, at: "2026-11-20T10:04:59Z" },
    { seq: 3, at: "2026-11-20T10:09:59Z" },
  ]);
  const { html } = await read(`/r/${room}/log`);
  const heads = Array.from(html.matchAll(/<p class="head.*?">(.*?)<\/p>/g), ([, head]) =>
    head?.replace(/<[^>]*>/g, ""),
  );
  expect(heads).toEqual(["Ada 10:00", "10:04", "Ada 10:09"]);
});

test("P7.4 where a day has no messages, the page leads to the newest ones, whether or not there is such a room", async () => {
  const { room } = await owned();
  for (const name of [room, freshRoom()]) {
    const { html, status } = await read(`/r/${name}/log/2020-01-01`);
    expect(status).toBe(404);
    expect(html).toContain(`<a href="/r/${name}/log">Newest messages</a>`);
  }
});

test("P7.4 its policy allows its own style alone", async () => {
  const response = await request(`/r/${freshRoom()}/log`);
  const [, style = ""] = /<style>(.*)<\/style>/s.exec(await response.text()) ?? [];
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  expect(response.headers.get("content-security-policy")).toBe(
    `default-src 'none'; style-src 'sha256-${base64}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("P7.4 days lead to the days before and after them that have messages, and a day begins at midnight UTC", async () => {
  const room = await storedRoom([
    { seq: 1, at: "2026-11-20T23:59:59.999Z" },
    { seq: 2, at: "2026-11-21T00:00:00.000Z" },
    { seq: 3, at: "2026-11-21T12:00:00.000Z" },
    { seq: 5, at: "2026-11-27T08:30:00.000Z" },
  ]);
  const middle = await read(`/r/${room}/log/2026-11-21`);
  expect(idsOf(middle.html)).toEqual(["m2", "m3"]);
  expect(middle.html).toContain(`<a href="/r/${room}/log/2026-11-20" rel="prev">Friday, November 20, 2026</a>`);
  expect(middle.html).toContain(`<a href="/r/${room}/log/2026-11-27" rel="next">Friday, November 27, 2026</a>`);
  const first = await read(`/r/${room}/log/2026-11-20`);
  expect(idsOf(first.html)).toEqual(["m1"]);
  expect(first.html).not.toContain('rel="prev"');
  expect((await read(`/r/${room}/log/2026-11-22`)).status).toBe(404);
  expect((await read(`/r/${room}/log/2026-12-01`)).status).toBe(404);
});

test("P7.4 a day with 5,000 messages has parts of 200 numbers, which together show each message once", async () => {
  const from = Date.parse("2026-11-21T06:00:00Z");
  const room = await storedRoom(
    Array.from({ length: 5_000 }, (_, index) => ({
      seq: index + 101,
      at: new Date(from + index * 1_000).toISOString(),
    })),
  );
  const seen: string[] = [];
  let path = `/r/${room}/log/2026-11-21`;
  for (let pages = 0; path !== "" && pages < 30; pages += 1) {
    const { html } = await read(path);
    const ids = idsOf(html);
    expect(ids.length).toBeLessThanOrEqual(200);
    seen.push(...ids);
    path = /<a href="([^"]+)">Later on this day/.exec(html)?.[1] ?? "";
  }
  expect(seen).toEqual(Array.from({ length: 5_000 }, (_, index) => `m${index + 101}`));
  const { html } = await read(`/r/${room}/log/2026-11-21?part=3`);
  expect(idsOf(html)[0]).toBe("m600");
  expect(html).toContain(`href="/r/${room}/log/2026-11-21?part=3#m600"`);
  expect(html).toContain(`<a href="/r/${room}/log/2026-11-21?part=2">Earlier on this day</a>`);
  expect((await read(`/r/${room}/log/2026-11-21?part=26`)).status).toBe(404);
  // The newest 50 go on where their first one is.
  const newest = await read(`/r/${room}/log`);
  expect(idsOf(newest.html)[0]).toBe("m5051");
  expect(newest.html).toContain(`<a href="/r/${room}/log/2026-11-21?part=25" rel="prev">`);
  expect(newest.html).not.toContain("Earlier on this day");
});

test("P7.17 files are links with their names, and with their descriptions unless they are covered", async () => {
  const { owner, room } = await owned();
  const upload = async (name: string, body: Uint8Array) => {
    const response = await exports.default.fetch(`${HOST}/api/rooms/${room}/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${owner.welcome.token}`, "x-file-name": encodeURIComponent(name) },
      body,
    });
    const { file } = (await response.json()) as { file: { id: string } };
    return file.id;
  };
  const [garden, end] = [await upload("garden.jpg", jpeg()), await upload("end.png", png())];
  const files = [
    { id: garden, alt: "Tulips <i>& bees</i>" },
    { id: end, alt: "The butler did it", spoiler: true },
  ];
  owner.send({ type: "message", id: "1", message: "", files });
  await owner.takeOnly("message");
  const { html } = await read(`/r/${room}/log`);
  expect(html).toContain('<bdi>garden.jpg</bdi></a>: <bdi lang="">Tulips &lt;i&gt;&amp; bees&lt;/i&gt;</bdi>');
  expect(html).toContain("<bdi>end.png</bdi></a></li>");
  expect(html).not.toContain("butler");
  const [, address = ""] = /<ul class="files"[^>]*><li><a href="([^"]+)"/.exec(html) ?? [];
  expect((await request(address)).status).toBe(200);
});

test("P7.5 deleted messages are gone, and so is everything of shadowed people", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  ben.say("seen", "1");
  await owner.takeOnly("message");
  owner.say("regretted", "2");
  ben.say("spam", "3");
  await owner.takeOnly("message");
  await owner.takeOnly("message");
  owner.send({ type: "delete", id: "4", target: 2 });
  owner.send({ type: "delete", id: "5", target: 3 });
  await owner.takeOnly("delete");
  await owner.takeOnly("delete");
  await order(owner, { action: "shadow", uid: ben.welcome.uid, on: true });
  ben.say("unseen", "6");
  await ben.takeOnly("message");
  ben.send({ type: "edit", id: "7", target: 1, message: "unseen edit" });
  await ben.takeOnly("edit");
  ben.send({ type: "reaction", id: "8", target: 1, emoji: "🙈", on: true });
  await ben.takeOnly("reaction");
  const { html } = await read(`/r/${room}/log`);
  expect(idsOf(html)).toEqual(["m1"]);
  expect(html).toContain("<p>seen</p>");
  for (const gone of ["regretted", "spam", "unseen", "🙈"]) expect(html).not.toContain(gone);
});

test("P7.5 the edge keeps a page for less than a minute, and a browser asks each time", async () => {
  const { owner, room } = await owned();
  owner.say("regretted", "1");
  await owner.takeOnly("message");
  const first = await request(`/r/${room}/log`);
  expect(first.headers.get("cache-control")).toBe("no-cache");
  expect(await first.text()).toContain("regretted");
  const key = `${HOST}/r/${room}/log`;
  await expect.poll(() => caches.default.match(key)).toBeDefined();
  const kept = await caches.default.match(key);
  const [, seconds] = /^max-age=(\d+)$/.exec(kept?.headers.get("cache-control") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeLessThan(60);
  // The copy answers without waking the room, whatever else is in the address.
  await runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("UPDATE messages SET message = 'new'"),
  );
  expect((await read(`/r/${room}/log?utm=1`)).html).toContain("regretted");
  await caches.default.delete(key);
  expect((await read(`/r/${room}/log`)).html).not.toContain("regretted");
});

test("P7.5 an unchanged page is 304 without a body", async () => {
  const { room } = await owned();
  const first = await request(`/r/${room}/log`);
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^W\/"\w+"$/);
  const again = await request(`/r/${room}/log`, { "if-none-match": tag });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
  for (const header of ["cache-control", "content-security-policy"]) {
    expect(again.headers.get(header)).toBe(first.headers.get(header));
  }
});

test("P7.5 a room that is not open to everyone is 404, like a missing room and a name that no room has", async () => {
  const { owner, room } = await owned();
  owner.say("secret", "1");
  await owner.takeOnly("message");
  const missing = await read(`/r/a.b/log`);
  for (const readers of ["members", "invited"]) {
    await order(owner, { action: "settings", settings: { read: readers } });
    await caches.default.delete(`${HOST}/r/${room}/log`);
    expect(await read(`/r/${room}/log`)).toEqual(missing);
  }
  expect(missing.status).toBe(404);
  expect(await read(`/r/${freshRoom()}/log`)).toEqual(missing);
  // A token of the owner's gives no more: what the edge keeps is for everyone.
  const today = new Date().toISOString().slice(0, 10);
  const other = freshRoom();
  const closed = await read(`/r/${room}/log/${today}`, { authorization: `Bearer ${OWNER_TOKEN}` });
  const nobody = await read(`/r/${other}/log/${today}`);
  expect(closed).toEqual({ status: 404, html: nobody.html.replaceAll(other, room) });
});

test("P7.4 a log has the messages of its own room alone", async () => {
  const [one, other] = [freshRoom(), freshRoom()];
  for (const room of [one, other]) {
    const ada = await V1Socket.hello(room);
    ada.say(`said in ${room}`, "1");
    await ada.takeOnly("message");
  }
  for (const [room, elsewhere] of [
    [one, other],
    [other, one],
  ]) {
    const { html } = await read(`/r/${room}/log`);
    expect(html).toContain(`said in ${room}`);
    expect(html).not.toContain(String(elsewhere));
  }
});

test.each([
  "/r/lobby/log/2026-02-30",
  "/r/lobby/log/2026-13-01",
  "/r/lobby/log/20261127",
  "/r/lobby/log/2026-11-27?part=-1",
  "/r/lobby/log/2026-11-27?part=1.5",
  "/r/lobby/log/2026-11-27?part=01",
  "/r/-x/log",
])("P7.4 %s is 404", async (path) => {
  expect((await read(path)).status).toBe(404);
});

test("P7.4 other methods than GET and HEAD are 405", async () => {
  expect((await request("/r/lobby/log", {}, "POST")).status).toBe(405);
  expect((await request("/r/lobby/log/2026-11-27", {}, "DELETE")).status).toBe(405);
  const head = await request(`/r/${freshRoom()}/log`, {}, "HEAD");
  expect(await head.text()).toBe("");
});

test.each([
  ["/r/garden", "/r/garden/log"],
  ["/r/Garden/", "/r/garden/log"],
  ["/embed/garden", "/r/garden/log"],
  ["/", "/r/lobby/log"],
  ["/r/a.b", "/r/lobby/log"],
])("P7.4 /log leads from the page %s to %s", async (page, log) => {
  const response = await exports.default.fetch(`${HOST}/log`, {
    headers: { referer: `${HOST}${page}` },
    redirect: "manual",
  });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(log);
});

test("ARCHIVE is off unless it is set", () => {
  expect(readConfig({ ...env, ARCHIVE: "" }).archive).toBeUndefined();
  expect(readConfig({ ...env, ARCHIVE: "off" }).archive).toBeUndefined();
  expect(readConfig({ ...env, ARCHIVE: "indexed" }).archive).toBe("indexed");
});
