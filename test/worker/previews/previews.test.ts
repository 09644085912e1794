import { runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { findPreview } from "../../../src/capabilities/previews/find-preview.ts";
import { order, owned } from "../owned-room.ts";
import { freshRoom, type Received, request, stubOf, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const SITE = "https://garden.example.org";

/** Says something, and waits for the message's own event. */
async function say(socket: V1Socket, text: string, id: string): Promise<number> {
  socket.say(text, id);
  for (;;) {
    const message = await socket.takeOnly("message");
    if (message.uid === socket.welcome.uid && message.id === id) return Number(message.seq);
  }
}

/** The preview that a link gets, or why none. */
async function previewOf(path: string): Promise<unknown> {
  const found = await findPreview(`See ${SITE}${path}`, undefined, fetch);
  return found.type === "page" ? { ...found.preview, ...(found.picture && { picture: found.picture }) } : found.type;
}

async function page(room: string, limit = 10): Promise<Received[]> {
  const response = await request(`/api/rooms/${room}/messages?limit=${limit}`);
  return ((await response.json()) as { messages: Received[] }).messages;
}

test("P13.1 a preview follows its message as an event, for everyone, and is part of its present state", async () => {
  const { owner, room } = await owned();
  const guest = await V1Socket.hello(room, { username: "Gus" });
  const seq = await say(owner, `Look: ${SITE}/`, "1");
  const event = await guest.takeOnly("preview");
  expect(event).toEqual({
    type: "preview",
    seq: seq + 1,
    at: expect.any(Number),
    uid: owner.welcome.uid,
    id: expect.stringMatching(/^[a-z\d]{16}$/),
    target: seq,
    preview: {
      url: `${SITE}/`,
      site: "Gardens",
      title: 'The garden & its "owner" 🌻',
      description: "All about roses",
      picture: { id: expect.stringMatching(/^[a-z\d]{32}$/), width: 1_200, height: 630 },
    },
  });
  expect(await owner.takeOnly("preview")).toEqual(event);
  const { preview } = event;
  expect(await page(room)).toMatchObject([{ seq, message: `Look: ${SITE}/`, preview }]);
  const late = await V1Socket.hello(room, { username: "Lena" });
  expect(late.missed).toMatchObject([{ type: "reset", messages: [{ seq, preview }] }]);
});

test("P13.4 a client that resumes receives the preview as it is now", async () => {
  const { owner, room } = await owned();
  const before = owner.position(Number(owner.welcome.head));
  const seq = await say(owner, `Look: ${SITE}/plain`, "1");
  await owner.takeOnly("preview");
  const resume = async () => (await V1Socket.hello(room, { since: before })).missed;
  const [message, preview] = await resume();
  expect(message).toMatchObject({ type: "message", seq });
  expect(message).not.toHaveProperty("preview");
  expect(preview).toMatchObject({ type: "preview", target: seq, preview: { title: "Only a title" } });
  owner.send({ type: "removePreview", id: "r", target: seq });
  await owner.takeOnly("done");
  const events = (await resume()).filter(({ type }) => type === "preview");
  expect(events).toHaveLength(2);
  for (const event of events) expect(event).not.toHaveProperty("preview");
});

test("P13.2 a message is stored and sent before its link is looked up", async () => {
  const { owner, room } = await owned();
  const seq = await say(owner, `Slow: ${SITE}/slow`, "1");
  expect(await say(owner, "Meanwhile", "2")).toBe(seq + 1);
  expect((await page(room)).map(({ preview }) => preview)).toEqual([undefined, undefined]);
});

test.each([
  ["/", { site: "Gardens", title: 'The garden & its "owner" 🌻', description: "All about roses" }],
  ["/plain", { site: "garden.example.org", title: "Only a title" }],
  ["/rose.png", { site: "garden.example.org", picture: { url: `${SITE}/rose.png` } }],
  ["/film", { title: "A film", video: true }],
  ["/hostile", { title: "evil <script>alert(1)</script>" }],
  ["/endless", { title: "Before the end" }],
  ["/latin", { title: "Café" }],
  ["/cyrillic", { title: "Сад" }],
  ["/no-charset", { title: "Grüße" }],
  ["/moved", { url: `${SITE}/moved`, title: "Only a title" }],
  ["/hops/3", { title: "Only a title" }],
  ["/cookies", { title: "Sent:" }],
])("P13.2 the page %s has a preview", async (path, preview) => {
  expect(await previewOf(path)).toMatchObject(preview);
});

test("P13.2 a long title is cut", async () => {
  const { title } = (await previewOf("/long")) as { title: string };
  expect(Array.from(title).length).toBeLessThanOrEqual(200);
  expect(title).toMatch(/rose…$/);
});

test.each([
  "/untitled",
  "/late",
  "/report.pdf",
  "/rose.svg",
  "/gone",
  "/nowhere",
  "/loop",
  "/hops/4",
  "/to-router",
  "/to-file",
  "/unknown",
  "/slow",
  "/stalled",
])("P13.2 P13.3 the page %s has none", async (path) => {
  expect(await previewOf(path)).toBe("nothing");
});

test("P13.3 a picture within the network is not part of a preview", async () => {
  expect(await previewOf("/inward")).toEqual({ url: `${SITE}/inward`, site: "garden.example.org", title: "Inward" });
});

test("P13.3 nothing is asked for an address within the network", async () => {
  const asked: string[] = [];
  const send = (async (url: string) => {
    asked.push(url);
    return Response.redirect("http://127.0.0.1/", 302);
  }) as typeof fetch;
  expect(await findPreview("http://127.0.0.1:8787/ and https://example.org/", undefined, send)).toEqual({
    type: "nothing",
  });
  expect(asked).toEqual([]);
  expect(await findPreview("https://example.org/", undefined, send)).toEqual({ type: "nothing" });
  expect(asked).toEqual(["https://example.org/"]);
});

test.each(["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"])(
  "P13.2 the video %s is asked about at its site's own address",
  async (link) => {
    expect(await findPreview(link, undefined, fetch)).toEqual({
      type: "page",
      preview: { url: link, site: "YouTube", title: `Video of ${link}`, description: "Someone", video: true },
      picture: { url: `${SITE}/rose.png`, width: 480, height: 360 },
    });
  },
);

test("P13.4 an edit that changes the first link replaces the preview, and one without a link removes it", async () => {
  const { owner, room } = await owned();
  const target = await say(owner, `${SITE}/`, "1");
  await owner.takeOnly("preview");
  owner.send({ type: "edit", id: "2", target, message: `Rather ${SITE}/plain` });
  expect(await owner.takeOnly("preview")).toMatchObject({ target, preview: { title: "Only a title" } });
  // The same link again asks no one, and tells no one.
  owner.send({ type: "edit", id: "3", target, message: `Rather this: ${SITE}/plain` });
  owner.send({ type: "edit", id: "4", target, message: "Nothing" });
  const removal = await owner.takeOnly("preview");
  expect(removal).toMatchObject({ target });
  expect(removal).not.toHaveProperty("preview");
  const [message] = await page(room);
  expect(message).not.toHaveProperty("preview");
});

test("P13.4 an edit to a link without a preview removes the one before", async () => {
  const { owner } = await owned();
  const target = await say(owner, `${SITE}/`, "1");
  await owner.takeOnly("preview");
  owner.send({ type: "edit", id: "2", target, message: `${SITE}/gone` });
  expect(await owner.takeOnly("preview")).not.toHaveProperty("preview");
});

test("P13.4 a deleted message leaves nothing of its preview", async () => {
  const { owner, room } = await owned();
  const target = await say(owner, `${SITE}/`, "1");
  const { preview } = (await owner.takeOnly("preview")) as { preview: { picture: { id: string } } };
  owner.send({ type: "delete", id: "2", target });
  await owner.takeOnly("delete");
  expect(await page(room)).toMatchObject([{ seq: target, deleted: true }]);
  expect(JSON.stringify(await page(room))).not.toContain("garden");
  const stored = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    ["messages", "changes", "previews", "preview_lookups"].map((table) =>
      storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
    ),
  );
  expect(JSON.stringify(stored)).not.toMatch(/garden\.example|roses/);
  expect((await request(`/previews/${room}/${preview.picture.id}`)).status).toBe(404);
});

test("P13.4 erasing a person erases their previews", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { previews: "on" } });
  const guest = await V1Socket.hello(room, { username: "Gus" });
  await say(guest, `${SITE}/`, "1");
  await guest.takeOnly("preview");
  const erased = await exports.default.fetch(`https://chat.example/api/rooms/${room}/people/me/erase`, {
    method: "POST",
    headers: { authorization: `Bearer ${guest.welcome.token}` },
  });
  expect(erased.status).toBe(200);
  const stored = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    ["messages", "changes", "previews"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
  );
  expect(JSON.stringify(stored)).not.toMatch(/garden\.example|roses/);
});

test("P13.5 its author removes a preview, for everyone, and an edit around the link brings it not back", async () => {
  const { owner, room } = await owned();
  const target = await say(owner, `${SITE}/`, "1");
  await owner.takeOnly("preview");
  owner.send({ type: "removePreview", id: "r1", target });
  expect(await owner.takeOnly("preview")).not.toHaveProperty("preview");
  expect(await owner.takeOnly("done")).toEqual({ type: "done", id: "r1" });
  owner.send({ type: "edit", id: "2", target, message: `${SITE}/ is gone` });
  await owner.takeOnly("edit");
  // The lookup of the edit came before this one's.
  await say(owner, `${SITE}/plain`, "3");
  expect(await owner.takeOnly("preview")).toMatchObject({ preview: { title: "Only a title" } });
  const [message] = await page(room);
  expect(message).not.toHaveProperty("preview");
});

test("P13.5 moderators remove the previews of others, and others do not", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { previews: "on" } });
  const [ada, ben] = [await V1Socket.hello(room, { username: "Ada" }), await V1Socket.hello(room, { username: "Ben" })];
  const target = await say(ada, `${SITE}/plain`, "1");
  await ben.takeOnly("preview");
  ben.send({ type: "removePreview", id: "r1", target });
  expect(await ben.takeOnly("error")).toMatchObject({ code: "not_yours", id: "r1" });
  ben.send({ type: "removePreview", id: "r2", target: 999 });
  expect(await ben.takeOnly("error")).toMatchObject({ code: "no_target", id: "r2" });
  ben.send({ type: "removePreview", id: "r3" });
  expect(await ben.takeOnly("error")).toMatchObject({ code: "bad_target", id: "r3" });
  owner.send({ type: "removePreview", id: "r4", target });
  expect(await owner.takeOnly("done")).toEqual({ type: "done", id: "r4" });
  expect(await ben.takeOnly("preview")).toMatchObject({ target, uid: owner.welcome.uid });
  ada.send({ type: "delete", id: "2", target });
  await ada.takeOnly("delete");
  ada.send({ type: "removePreview", id: "r5", target });
  expect(await ada.takeOnly("error")).toMatchObject({ code: "target_deleted" });
});

test("P13.6 members' links have previews, guests' only if the owner says so, and nobody's if previews are off", async () => {
  const { owner, room } = await owned();
  const guest = await V1Socket.hello(room, { username: "Gus" });
  const byGuest = await say(guest, `${SITE}/`, "1");
  const byOwner = await say(owner, `${SITE}/plain`, "1");
  expect(await guest.takeOnly("preview")).toMatchObject({ target: byOwner });
  await order(owner, { action: "settings", settings: { previews: "on" } });
  expect(await guest.takeOnly("room")).toMatchObject({ settings: { previews: "on" } });
  const later = await say(guest, `${SITE}/`, "2");
  expect(await guest.takeOnly("preview")).toMatchObject({ target: later });
  await order(owner, { action: "settings", settings: { previews: "off" } });
  const never = await say(owner, `${SITE}/plain`, "2");
  await order(owner, { action: "settings", settings: { previews: "members" } });
  await say(owner, `${SITE}/film`, "3");
  await owner.takeOnly("preview");
  const messages = await page(room);
  const bare = messages.filter(({ preview }) => preview === undefined).map(({ seq }) => seq);
  expect(bare).toEqual([byGuest, never]);
});

test.each(["reject", "hide"])(
  "P13.11 a page with a blocked word (%s) has no preview, whoever posts its link",
  async (list) => {
    const { owner, room } = await owned();
    const target = await say(owner, `${SITE}/plain`, "1");
    await owner.takeOnly("preview");
    const words = { reject: [], hide: [], [list]: ["roses"] };
    await order(owner, { action: "settings", settings: { words } });
    owner.send({ type: "edit", id: "2", target, message: `Rather ${SITE}/` });
    expect(await owner.takeOnly("preview")).not.toHaveProperty("preview");
    await say(owner, `${SITE}/plain`, "3");
    expect(await owner.takeOnly("preview")).toMatchObject({ preview: { title: "Only a title" } });
    const [edited] = await page(room);
    expect(edited).not.toHaveProperty("preview");
  },
);

test("P13.7 a hidden message's preview is for its author and moderators alone", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { previews: "on" } });
  const [eve, ben] = [await V1Socket.hello(room, { username: "Eve" }), await V1Socket.hello(room, { username: "Ben" })];
  await order(owner, { action: "shadow", uid: eve.welcome.uid, on: true });
  const target = await say(eve, `${SITE}/`, "1");
  const event = await eve.takeOnly("preview");
  expect(event).toMatchObject({ target, preview: { site: "Gardens" } });
  expect(event).not.toHaveProperty("hidden");
  expect(await owner.takeOnly("preview")).toMatchObject({ target, hidden: true });
  expect(await ben.takeOnly("void")).toMatchObject({ seq: target });
  expect(await ben.takeOnly("void")).toMatchObject({ seq: event.seq });
  expect(await page(room)).toEqual([]);
  ben.send({ type: "removePreview", id: "r", target });
  expect(await ben.takeOnly("error")).toMatchObject({ code: "no_target" });
});

test("P13.7 a hidden edit changes nobody's preview", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { previews: "on" } });
  const eve = await V1Socket.hello(room, { username: "Eve" });
  const target = await say(eve, `${SITE}/plain`, "1");
  await eve.takeOnly("preview");
  await order(owner, { action: "shadow", uid: eve.welcome.uid, on: true });
  eve.send({ type: "edit", id: "2", target, message: "Nothing" });
  await eve.takeOnly("edit");
  expect(await page(room)).toMatchObject([{ message: `${SITE}/plain`, preview: { title: "Only a title" } }]);
});

test("P13.8 plain clients receive no previews, and nobody sends one of their own", async () => {
  const { owner, room } = await owned();
  const plain = await TestSocket.join(room);
  const seq = await say(owner, `${SITE}/`, "1");
  await owner.takeOnly("preview");
  plain.say("Hello", { preview: { title: "Made up" } });
  const objects = [JSON.parse(await plain.takeText()), JSON.parse(await plain.takeText())];
  expect(objects).toMatchObject([
    { type: "message", seq },
    { type: "message", message: "Hello" },
  ]);
  const late = await TestSocket.open(room, "?history=5");
  const history = [JSON.parse(await late.takeText()), JSON.parse(await late.takeText())];
  for (const object of [...objects, ...history, ...(await page(room)).slice(1)]) {
    expect(object).not.toHaveProperty("preview");
  }
});

/** Posts a link, and asks for the picture of its preview. */
async function pictureOf(path: string): Promise<Response> {
  const { owner, room } = await owned();
  await say(owner, `${SITE}${path}`, "1");
  const { preview } = (await owner.takeOnly("preview")) as { preview: { picture: { id: string } } };
  return request(`/previews/${room}/${preview.picture.id}`);
}

test("P13.9 the Worker serves the picture itself, harmless and cached", async () => {
  const response = await pictureOf("/");
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=86400, immutable",
  });
  expect(new Uint8Array(await response.arrayBuffer()).slice(1, 4)).toEqual(new TextEncoder().encode("PNG"));
});

test.each(["/svg", "/big"])("P13.9 the picture of %s is none", async (path) => {
  expect((await pictureOf(path)).status).toBe(404);
});

test("P13.9 a picture has one address, and no request of ours gets it", async () => {
  const { owner, room } = await owned();
  await say(owner, `${SITE}/`, "1");
  const { preview } = (await owner.takeOnly("preview")) as { preview: { picture: { id: string } } };
  const path = `/previews/${room}/${preview.picture.id}`;
  expect((await request(path, { "parley-preview": "1" })).status).toBe(404);
  expect((await request(path, {}, "POST")).status).toBe(405);
  expect((await request(`/previews/${freshRoom()}/${preview.picture.id}`)).status).toBe(404);
  expect((await request(`/previews/${room}/${"0".repeat(32)}`)).status).toBe(404);
  expect((await request(`/previews/${room}/short`)).status).toBe(404);
  expect((await request(path)).status).toBe(200);
});

test("P13.10 a flood of links asks other sites for few of them", async () => {
  const { owner, room } = await owned();
  for (let index = 0; index < 40; index += 1) owner.say(`${SITE}/slow?${index}`, String(index));
  for (let index = 0; index < 40; index += 1) await owner.takeOnly("message");
  const [row] = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec<{ count: number }>("SELECT count(*) AS count FROM preview_lookups").toArray(),
  );
  expect(row?.count).toBeLessThanOrEqual(20);
  expect(row?.count).toBeGreaterThan(0);
});
