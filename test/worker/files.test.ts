import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { mp3Frame } from "../support/media.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { bytes, exif, jpeg, png, SECRET } from "../support/pictures.ts";
import {
  age,
  codeOf,
  jobsDone,
  moderate,
  openRoom,
  pathOf,
  post,
  rowsOfFiles,
  send,
  statusOf,
  type Uploaded,
  upload,
} from "./file-room.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

describe("an upload", () => {
  test("P12.2 is answered with the file, which a message names, and everyone can load", async () => {
    const { room, owner } = await openRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    const response = await post(room, ada.welcome.token, jpeg(40, 30, [exif(6)]), {
      "content-type": "image/jpeg",
      "x-file-name": encodeURIComponent("../Grüße.jpg"),
    });
    expect(response.status).toBe(201);
    const { file } = (await response.json()) as { file: Uploaded };
    expect(file).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      name: "Grüße.jpg",
      type: "image/jpeg",
      size: expect.any(Number),
      width: 30,
      height: 40,
    });
    const url = `/files/${room}/${file.id}/Gr%C3%BC%C3%9Fe.jpg`;
    const sent = await send(ada, "1", [{ id: file.id, alt: "A garden", spoiler: true }]);
    expect(sent).toMatchObject({ type: "message", message: "" });
    expect(sent.files).toEqual([{ ...file, alt: "A garden", spoiler: true, url }]);
    expect((await owner.takeOnly("message")).files).toEqual(sent.files);
    const page = await request(`/api/rooms/${room}/messages`);
    expect(await page.json()).toMatchObject({ messages: [{ files: sent.files }] });
    const loaded = await request(url);
    expect(loaded.status).toBe(200);
    const stored = new Uint8Array(await loaded.arrayBuffer());
    expect(stored.length).toBe(file.size);
    expect(String.fromCharCode(...stored)).not.toContain(SECRET);
  });

  test("P12.5 is in the plain dialect's messages as well, and a plain client can't claim one", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const file = await upload(room, ada);
    const sent = await send(ada, "1", [{ id: file.id }], "Look");
    const plain = await V1Socket.hello(room);
    expect((plain.missed[0] as { messages: object[] }).messages).toMatchObject([
      { message: "Look", files: sent.files },
    ]);
    plain.send({ type: "message", id: "2", message: "mine", files: [{ id: file.id }] });
    expect(await plain.take()).toMatchObject({ type: "error", code: "no_file" });
  });

  test("P12.1 is for those whom the owner lets, members by default", async () => {
    const room = freshRoom();
    const owner = await V1Socket.hello(room);
    owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
    await owner.takeOnly("done");
    const guest = await V1Socket.hello(room);
    expect(await codeOf(await post(room, guest.welcome.token, jpeg()))).toEqual([403, "not_allowed"]);
    await moderate(owner, { action: "role", uid: guest.welcome.uid, role: "member" });
    const file = await upload(room, guest);
    await moderate(owner, { action: "settings", settings: { files: "moderators" } });
    expect(await codeOf(await post(room, guest.welcome.token, jpeg()))).toEqual([403, "not_allowed"]);
    guest.send({ type: "message", id: "1", message: "", files: [{ id: file.id }] });
    expect(await guest.takeOnly("error")).toMatchObject({ code: "not_allowed", id: "1" });
    await upload(room, owner);
    await moderate(owner, { action: "settings", settings: { files: "off" } });
    expect(await codeOf(await post(room, owner.welcome.token, jpeg()))).toEqual([403, "not_allowed"]);
    expect(await codeOf(await post(room, "u1.1.x", jpeg()))).toEqual([401, "bad_token"]);
  });

  test("P12.26 P12.27 has the length and the waveform of a voice message, if both are valid and it is audio", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const sound = await upload(room, ada, bytes(mp3Frame(), mp3Frame(1), mp3Frame(2)));
    expect(sound.type).toBe("audio/mpeg");
    const voice = { ms: 300_000, peaks: "0123456789abcdef".repeat(4) };
    expect((await send(ada, "1", [{ id: sound.id, voice: { ...voice, other: 1 } }])).files).toMatchObject([
      { id: sound.id, voice },
    ]);
    const picture = await upload(room, ada);
    const [shown] = (await send(ada, "2", [{ id: picture.id, voice }])).files as object[];
    expect(shown).not.toHaveProperty("voice");
    const wrong = [
      { ...voice, ms: 300_001 },
      { ...voice, ms: 0 },
      { ...voice, ms: 1.5 },
      { ...voice, peaks: "" },
      { ...voice, peaks: "0g" },
      { ...voice, peaks: "0".repeat(65) },
      { ms: 1 },
      "yes",
    ];
    for (const one of wrong) {
      expect(await send(ada, "3", [{ id: sound.id, voice: one }])).toMatchObject({ code: "bad_command" });
    }
  });

  test("P12.4 is named only by its own author, once in a message, and while it is there", async () => {
    const { room } = await openRoom();
    const [ada, eve] = [await V1Socket.hello(room), await V1Socket.hello(room)];
    const file = await upload(room, ada);
    expect(await send(eve, "1", [{ id: file.id }])).toMatchObject({ code: "no_file", id: "1" });
    expect(await send(ada, "2", [{ id: "A".repeat(22) }])).toMatchObject({ code: "no_file" });
    expect(await send(ada, "3", [{ id: file.id }, { id: file.id }])).toMatchObject({ code: "bad_command" });
    expect(await send(ada, "4", [])).toMatchObject({ code: "bad_command" });
    expect(
      await send(
        ada,
        "5",
        Array.from({ length: 11 }, () => ({ id: file.id })),
      ),
    ).toMatchObject({ code: "bad_command" });
    expect(await send(ada, "6", [{ id: file.id, alt: "x".repeat(1_001) }])).toMatchObject({ code: "bad_command" });
    ada.send({ type: "message", id: "7", message: "" });
    expect(await ada.take()).toMatchObject({ code: "bad_message" });
    const sent = await send(ada, "8", [{ id: file.id }]);
    expect(sent).toMatchObject({ type: "message" });
    // P4.3: the same command again is the same message.
    expect(await send(ada, "8", [{ id: file.id }])).toMatchObject({ type: "ack", seq: sent.seq, dup: true });
  });

  test("P12.2 is checked for permission, size, quota and type in this order", async () => {
    const { room, owner } = await openRoom("moderators");
    const guest = await V1Socket.hello(room);
    const big = new Uint8Array(10 * 1024 * 1024 + 1);
    expect(await codeOf(await post(room, guest.welcome.token, big))).toEqual([403, "not_allowed"]);
    expect(await codeOf(await post(room, owner.welcome.token, big))).toEqual([413, "file_too_large"]);
    await runInDurableObject(stubOf(room), (_object, { storage }) => {
      const day = Math.floor(Date.now() / 86_400_000);
      storage.sql.exec(
        "INSERT INTO file_quotas (who, day, bytes) VALUES (?, ?, ?)",
        String(owner.welcome.uid),
        day,
        100 * 1024 * 1024,
      );
    });
    expect(await codeOf(await post(room, owner.welcome.token, big))).toEqual([413, "file_too_large"]);
    expect(await codeOf(await post(room, owner.welcome.token, bytes("<svg>")))).toEqual([429, "quota"]);
    // A full quota never blocks text.
    owner.say("still here", "text");
    expect(await owner.takeOnly("message")).toMatchObject({ message: "still here" });
    await runInDurableObject(stubOf(room), (_object, { storage }) => {
      storage.sql.exec("DELETE FROM file_quotas");
    });
    expect(await codeOf(await post(room, owner.welcome.token, bytes("<svg>")))).toEqual([415, "file_type"]);
    expect(await codeOf(await post(room, owner.welcome.token, jpeg().slice(0, -4)))).toEqual([415, "file_type"]);
    expect(await codeOf(await post(room, owner.welcome.token, null))).toEqual([415, "file_type"]);
  });

  test("P12.13 counts for its author, the room and nobody else: tiny files fill a quota as well", async () => {
    const { room } = await openRoom();
    const [ada, bob] = [await V1Socket.hello(room), await V1Socket.hello(room)];
    await upload(room, ada, png());
    const spent = await runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql.exec<{ who: string; bytes: number }>("SELECT who, bytes FROM file_quotas").toArray(),
    );
    const least = 64 * 1024;
    expect(spent).toEqual(
      expect.arrayContaining([
        { who: ada.welcome.uid, bytes: least },
        { who: "", bytes: least },
      ]),
    );
    await runInDurableObject(stubOf(room), (_object, { storage }) => {
      storage.sql.exec("UPDATE file_quotas SET bytes = ? WHERE who = ?", 100 * 1024 * 1024, String(ada.welcome.uid));
    });
    expect(await codeOf(await post(room, ada.welcome.token, png(50)))).toEqual([429, "quota"]);
    await upload(room, bob, png());
  });

  test("P12.3 of the same bytes by the same person is stored once", async () => {
    const { room } = await openRoom();
    const [ada, bob] = [await V1Socket.hello(room), await V1Socket.hello(room)];
    const one = await upload(room, ada);
    // Metadata is no difference.
    const two = await upload(room, ada, jpeg(40, 30, [exif(1)]));
    const other = await upload(room, bob);
    expect(two.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([2, 2, 2]);
  });

  test("P12.3 that no message names is deleted after an hour", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const [named, forgotten] = [await upload(room, ada), await upload(room, ada, png())];
    await send(ada, "1", [{ id: named.id }]);
    await age(room, 59 * 60 * 1_000);
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([2, 2, 2]);
    await age(room, 2 * 60 * 1_000);
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([1, 1, 1]);
    expect(await statusOf(pathOf(room, named))).toBe(200);
    expect(await send(ada, "2", [{ id: forgotten.id }])).toMatchObject({ code: "no_file" });
  });

  test("P12.3 that the room drops before its last byte came leaves nothing behind", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const { readable, writable } = new IdentityTransformStream();
    const answer = post(room, ada.welcome.token, readable);
    const writer = writable.getWriter();
    const half = jpeg().length / 2;
    await writer.write(jpeg().slice(0, half));
    const begun = () =>
      runInDurableObject(stubOf(room), (_object, { storage }) =>
        storage.sql.exec("SELECT 1 FROM files WHERE state = 'begun'").toArray(),
      );
    await expect.poll(begun).toHaveLength(1);
    await runInDurableObject(stubOf(room), (_object, { storage }) => {
      storage.sql.exec("DELETE FROM files");
    });
    await writer.write(jpeg().slice(half));
    await writer.close();
    expect(await codeOf(await answer)).toEqual([404, "no_file"]);
    expect(await rowsOfFiles(room)).toEqual([0, 0, 0]);
  });

  test("P12.10 that is rejected leaves nothing behind", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    await post(room, ada.welcome.token, bytes("<svg>"));
    expect(await rowsOfFiles(room)).toEqual([]);
    await post(room, ada.welcome.token, png().slice(0, -14));
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([0, 0, 0]);
  });
});

describe("a file is served", () => {
  test("P12.6 in parts, by its tag, and without waking the room", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const file = await upload(room, ada);
    await send(ada, "1", [{ id: file.id }]);
    const whole = await request(pathOf(room, file));
    const etag = String(whole.headers.get("etag"));
    const all = new Uint8Array(await whole.arrayBuffer());
    expect(whole.headers.get("content-length")).toBe(String(file.size));
    const part = async (headers: Record<string, string>) => {
      const response = await request(`${pathOf(room, file)}?pass=none`, headers);
      return [response.status, response.headers.get("content-range"), new Uint8Array(await response.arrayBuffer())];
    };
    const { size } = file;
    expect(await part({ range: "bytes=2-5" })).toEqual([206, `bytes 2-5/${size}`, all.slice(2, 6)]);
    expect(await part({ range: "bytes=-4" })).toEqual([206, `bytes ${size - 4}-${size - 1}/${size}`, all.slice(-4)]);
    expect(await part({ range: "bytes=5-" })).toEqual([206, `bytes 5-${size - 1}/${size}`, all.slice(5)]);
    expect(await part({ range: `bytes=${size}-` })).toEqual([416, `bytes */${size}`, new Uint8Array()]);
    expect(await part({ range: "bytes=0-1,3-4" })).toEqual([200, null, all]);
    expect(await part({ range: "bytes=2-5", "if-range": '"other"' })).toEqual([200, null, all]);
    expect(await part({ "if-none-match": etag })).toEqual([304, null, new Uint8Array()]);
    const head = await request(pathOf(room, file), { range: "bytes=2-5" }, "HEAD");
    expect([head.status, (await head.text()).length]).toEqual([200, 0]);
    expect((await request(pathOf(room, file), {}, "DELETE")).status).toBe(405);
    ada.close(1000);
    await evictDurableObject(stubOf(room));
    expect(await statusOf(`${pathOf(room, file)}?pass=none`)).toBe(200);
  });

  test("P12.7 with headers that let no file act as a page", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const headersOf = async (body: Uint8Array) => {
      const { headers } = await request(pathOf(room, await upload(room, ada, body)));
      return headers;
    };
    const picture = await headersOf(jpeg());
    expect(picture.get("content-type")).toBe("image/jpeg");
    expect(picture.get("content-disposition")).toBe("inline; filename*=UTF-8''photo.jpg");
    expect(picture.get("cache-control")).toBe("public, max-age=31536000, s-maxage=50, immutable");
    for (const headers of [picture, await headersOf(bytes("%PDF-1.7")), await headersOf(bytes("only text"))]) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    }
    for (const body of [bytes("%PDF-1.7"), bytes("only text"), bytes("PK\x03\x04")]) {
      expect((await headersOf(body)).get("content-disposition")).toMatch(/^attachment;/);
    }
  });

  test("P12.6 only under an id that there is", async () => {
    const { room } = await openRoom();
    const file = await upload(room, await V1Socket.hello(room));
    expect(await statusOf(pathOf(room, { id: "A".repeat(22) }))).toBe(404);
    expect(await statusOf(pathOf(room, { id: "x" }))).toBe(404);
    expect(await statusOf(pathOf(freshRoom(), file))).toBe(404);
    expect(await statusOf(`/files/a.b/${file.id}/x`)).toBe(404);
    expect(await statusOf(`/files/${room}`)).toBe(404);
  });

  test("P12.11 with a pass in a room that not everyone may read, and not kept in public", async () => {
    const { room, owner } = await openRoom();
    const file = await upload(room, owner);
    const describe = async (token: unknown) =>
      request(`/api/rooms/${room}/files`, { authorization: `Bearer ${token}` });
    const open = await V1Socket.hello(room);
    expect(await (await describe(open.welcome.token)).json()).toEqual({
      maxBytes: 10 * 1024 * 1024,
      types: expect.arrayContaining(["image/jpeg", "application/pdf"]),
    });
    const url = `${pathOf(room, file)}?x`;
    await moderate(owner, { action: "settings", settings: { read: "members" } });
    await jobsDone(room);
    expect(await statusOf(url)).toBe(404);
    expect(await codeOf(await describe(open.welcome.token))).toEqual([403, "members_only"]);
    const { pass, until } = (await (await describe(owner.welcome.token)).json()) as { pass: string; until: number };
    expect(until - Date.now()).toBeGreaterThan(59 * 60 * 1_000);
    expect(until - Date.now()).toBeLessThanOrEqual(60 * 60 * 1_000);
    const withPass = (value: string) => request(`${pathOf(room, file)}?pass=${value}`);
    const served = await withPass(pass);
    expect([served.status, served.headers.get("cache-control")]).toEqual([200, "private, max-age=31536000, immutable"]);
    for (const wrong of ["", "1", pass.replace(String(until), String(until + 1)), pass.replace("moderate", "read")]) {
      expect((await withPass(wrong)).status).toBe(404);
    }
    await moderate(owner, { action: "settings", settings: { read: "everyone" } });
    await jobsDone(room);
    expect(await statusOf(`${pathOf(room, file)}?pass=none`)).toBe(200);
  });
});

describe("P12.8 the files of a message go with it, when", () => {
  const DELETIONS: readonly (readonly [
    string,
    (room: string, ada: V1Socket, owner: V1Socket, seq: unknown) => unknown,
  ])[] = [
    ["its author deletes it", (_room, ada, _owner, target) => ada.send({ type: "delete", id: "d", target })],
    ["a moderator deletes it", (_room, _ada, owner, target) => owner.send({ type: "delete", id: "d", target })],
    [
      "a moderator clears its author's messages",
      (_room, ada, owner) => owner.send({ type: "moderate", id: "d", action: "clear", uid: ada.welcome.uid }),
    ],
    [
      "its author is erased",
      (room, ada) =>
        request(`/api/rooms/${room}/people/me/erase`, { authorization: `Bearer ${ada.welcome.token}` }, "POST"),
    ],
  ];

  test.each(DELETIONS)("%s", async (_what, act) => {
    const { room, owner } = await openRoom();
    const ada = await V1Socket.hello(room);
    const file = await upload(room, ada);
    const { seq } = await send(ada, "1", [{ id: file.id }]);
    await act(room, ada, owner, seq);
    await owner.takeOnly("delete");
    const left = await runInDurableObject(stubOf(room), (_object, { storage }) => [
      storage.sql.exec("SELECT * FROM file_uses").toArray(),
      storage.sql.exec("SELECT state FROM files").toArray(),
    ]);
    expect(left).toEqual([[], [{ state: "gone" }]]);
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([0, 0, 0]);
    expect(await statusOf(`${pathOf(room, file)}?pass=none`)).toBe(404);
  });

  test("no other message names them", async () => {
    const { room } = await openRoom();
    const ada = await V1Socket.hello(room);
    const file = await upload(room, ada);
    const first = await send(ada, "1", [{ id: file.id }]);
    const second = await send(ada, "2", [{ id: file.id }]);
    ada.send({ type: "delete", id: "d1", target: first.seq });
    await ada.takeOnly("delete");
    await jobsDone(room);
    expect(await statusOf(`${pathOf(room, file)}?pass=none`)).toBe(200);
    expect(await rowsOfFiles(room)).toEqual([1, 1, 1]);
    ada.send({ type: "delete", id: "d2", target: second.seq });
    await ada.takeOnly("delete");
    await jobsDone(room);
    expect(await rowsOfFiles(room)).toEqual([0, 0, 0]);
  });
});

test.each([
  ["a person's messages", ({ welcome }: V1Socket) => `people/${welcome.uid}/messages`],
  ["everything before a time", () => "messages?before=2999-01-01"],
])("P17.5 files go with their messages when an owner deletes %s, and the audit log says so", async (_what, pathOf) => {
  const { room, owner } = await openRoom();
  const ada = await V1Socket.hello(room);
  const file = await upload(room, ada);
  await send(ada, "1", [{ id: file.id }]);
  const deleted = await request(
    `/api/rooms/${room}/${pathOf(ada)}`,
    { authorization: `Bearer ${owner.welcome.token}` },
    "DELETE",
  );
  expect(await deleted.json()).toMatchObject({ done: true });
  const left = await runInDurableObject(stubOf(room), (_object, { storage: { sql } }) => [
    sql.exec("SELECT * FROM file_uses").toArray(),
    sql.exec("SELECT state FROM files").toArray(),
    sql.exec("SELECT action FROM audit ORDER BY entry DESC LIMIT 1").one().action,
  ]);
  expect(left.slice(0, 2)).toEqual([[], [{ state: "gone" }]]);
  expect(left[2]).toMatch(/^delete(?:All|Before)$/);
});

test("P12.12 a report keeps the picture for moderators, until the report is gone", async () => {
  const { room, owner } = await openRoom();
  const ada = await V1Socket.hello(room);
  const file = await upload(room, ada);
  const { files, seq } = await send(ada, "1", [{ id: file.id }]);
  const bob = await V1Socket.hello(room);
  bob.send({ type: "report", id: "r", target: seq });
  await bob.takeOnly("done");
  ada.send({ type: "delete", id: "d", target: seq });
  await ada.takeOnly("delete");
  await jobsDone(room);
  expect(await statusOf(`${pathOf(room, file)}?pass=none`)).toBe(404);
  const passOf = async (token: unknown) => {
    const response = await request(`/api/rooms/${room}/files`, { authorization: `Bearer ${token}` });
    return ((await response.json()) as { pass?: string }).pass;
  };
  expect(await passOf(bob.welcome.token)).toBeUndefined();
  expect(await statusOf(`${pathOf(room, file)}?pass=${await passOf(owner.welcome.token)}`)).toBe(200);
  owner.send({ type: "list", id: "l", what: "reports" });
  expect((await owner.takeOnly("list")).items).toMatchObject([{ evidence: { files } }]);
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("DELETE FROM reports");
  });
  await age(room, 25 * 60 * 60 * 1_000);
  await jobsDone(room);
  expect(await rowsOfFiles(room)).toEqual([0, 0, 0]);
});

test("P12.15 the file of a hidden message is announced to its author and to moderators alone", async () => {
  const { room, owner } = await openRoom();
  const [ada, bob] = [await V1Socket.hello(room), await V1Socket.hello(room)];
  const file = await upload(room, ada);
  await moderate(owner, { action: "shadow", uid: ada.welcome.uid, on: true });
  const sent = await send(ada, "1", [{ id: file.id }]);
  expect(sent.files).toMatchObject([{ id: file.id }]);
  expect((await owner.takeOnly("message")).files).toEqual(sent.files);
  expect(await bob.take()).toEqual({ type: "void", seq: sent.seq, at: sent.at, uid: "", id: "" });
});
