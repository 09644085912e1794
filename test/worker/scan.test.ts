// The scanner of files (P12.19–P12.21), over each store.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Asking, scan } from "../../src/capabilities/files/scan.ts";
import { base64Url, newFileId, type StoredFile } from "../../src/capabilities/files/stored-file.ts";
import { toBase64 } from "../../src/worker/outgoing/base64.ts";
import { jpeg, png } from "../support/pictures.ts";
import { codeOf, jobsDone, openRoom, pathOf, post, rowsOfFiles, send, statusOf, upload } from "./file-room.ts";
import { BUCKET, STORES, sample, streamOf } from "./file-stores.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

const KEY = new Uint8Array(32).fill(7);
const SCANNER = { url: "https://scanner.example/scan", secret: `whsec_${toBase64(KEY)}` };
const NOW = 1_795_790_480_000;
/** Milliseconds until a scanner that hangs is given up, and those that are always enough for one that does not. */
const SOON = 200;
const LATE = 60_000;

const digest = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const hashOf = async (bytes: Uint8Array<ArrayBuffer>) => bytesToHex(await digest(bytes));

type Answering = (request: Request) => Response | Promise<Response>;

/** Answers in place of the network, and as it does: an aborted request fails. */
function scannerThat(answer: Answering): Asking["send"] {
  return async (address, init) => {
    const request = new Request(address, init);
    const aborted = new Promise<never>((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
    });
    aborted.catch(() => {});
    return Promise.race([answer(request), aborted]);
  };
}

/** Answers once it has read the file. */
const answering = (status: number, headers?: HeadersInit): Answering =>
  async function answer(request) {
    await request.arrayBuffer();
    return new Response(null, { status, ...(headers && { headers }) });
  };

describe.each(STORES)("a file in %s", (_name, pieceBytes, open) => {
  async function scanWith(answer: Answering, length = 1_000, timeoutMs = LATE): Promise<unknown> {
    const room = freshRoom();
    const store = open(room);
    const id = newFileId();
    const bytes = sample(length);
    await store.write(id, streamOf(bytes));
    const hash = base64Url(await digest(bytes));
    const file: StoredFile = { id, name: "Grüße 🌷.bin", type: "application/zip", size: length, hash };
    return scan(store, room, file, SCANNER, { send: scannerThat(answer), now: () => NOW, timeoutMs });
  }

  test("P12.20 is sent as it is stored, with a signed description", async () => {
    const length = pieceBytes + 1;
    const seen: { request?: Request; body?: Uint8Array<ArrayBuffer> } = {};
    const verdict = await scanWith(async (request) => {
      seen.request = request;
      seen.body = new Uint8Array(await request.arrayBuffer());
      return new Response(null, { status: 204 });
    }, length);
    expect(verdict).toEqual({ verdict: "clean" });
    const bytes = sample(length);
    expect(seen.body?.length).toBe(length);
    expect(await hashOf(seen.body ?? new Uint8Array())).toBe(await hashOf(bytes));
    const { headers, method, url } = seen.request ?? new Request("https://none.example");
    expect([method, url, headers.get("content-type")]).toEqual(["POST", SCANNER.url, "application/octet-stream"]);
    const about = headers.get("parley-file") ?? "";
    expect(about).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(about)).toEqual({
      room: expect.any(String),
      id: headers.get("webhook-id"),
      name: "Grüße 🌷.bin",
      type: "application/zip",
      size: length,
      sha256: await hashOf(bytes),
    });
    const signed = `${headers.get("webhook-id")}.${NOW / 1_000}.${about}`;
    const signature = toBase64(hmac(sha256, KEY, utf8ToBytes(signed)));
    expect(headers.get("webhook-timestamp")).toBe(String(NOW / 1_000));
    expect(headers.get("webhook-signature")).toBe(`v1,${signature}`);
  });

  const ANSWERS: readonly (readonly [string, Answering, object])[] = [
    ["200", answering(200), { verdict: "clean" }],
    ["204", answering(204), { verdict: "clean" }],
    ["406", answering(406), { verdict: "rejected" }],
    ["413", answering(413), { verdict: "rejected" }],
    ["422", answering(422), { verdict: "rejected" }],
    ["422 after the first bytes", () => new Response("no", { status: 422 }), { verdict: "rejected" }],
    ["401", answering(401), { verdict: "unavailable", reason: "status 401" }],
    ["403", answering(403), { verdict: "unavailable", reason: "status 403" }],
    ["404", answering(404), { verdict: "unavailable", reason: "status 404" }],
    ["500", answering(500), { verdict: "unavailable", reason: "status 500" }],
    ["503", answering(503), { verdict: "unavailable", reason: "status 503" }],
    [
      "a redirect",
      answering(307, { location: "https://other.example/yes" }),
      { verdict: "unavailable", reason: "status 307" },
    ],
    [
      "a broken connection",
      () => Promise.reject(new TypeError("broken")),
      { verdict: "unavailable", reason: "unreachable" },
    ],
  ];

  test.each(ANSWERS)("P12.20 that the scanner answers with %s has this verdict", async (_what, answer, verdict) => {
    expect(await scanWith(answer)).toEqual(verdict);
  });

  const HANGING: readonly (readonly [string, Answering, string])[] = [
    ["200 to half of the file", () => new Response("fine"), "answered too early"],
    ["nothing", () => new Promise(() => {}), "timeout"],
  ];

  test.each(HANGING)("P12.20 that the scanner answers with %s is not clean", async (_what, answer, reason) => {
    expect(await scanWith(answer, 1_000, SOON)).toEqual({ verdict: "unavailable", reason });
  });

  test("P12.20 is clean by the status, whatever the body says, and a body without end is not read", async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('{"infected": true}')),
      cancel: () => {
        isCancelled = true;
      },
    });
    const verdict = await scanWith(async (request) => {
      await request.arrayBuffer();
      return new Response(endless);
    });
    expect([verdict, isCancelled]).toEqual([{ verdict: "clean" }, true]);
  });
});

describe.each([
  ["the object", undefined],
  ["R2", BUCKET],
])("an upload to %s with a scanner", (_name, bucket) => {
  const settings = { FILE_SCAN_URL: SCANNER.url, FILE_SCAN_SECRET: SCANNER.secret, FILES: bucket };
  const variables = env as unknown as Record<keyof typeof settings, unknown>;
  const before = Object.fromEntries(
    Object.keys(settings).map((name) => [name, variables[name as keyof typeof settings]]),
  );
  let answer: Answering;
  let asked: number;

  beforeEach(() => {
    Object.assign(variables, settings);
    asked = 0;
    answer = answering(200);
    vi.stubGlobal(
      "fetch",
      scannerThat((request) => {
        asked += 1;
        return answer(request);
      }),
    );
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    Object.assign(variables, before);
  });

  test("P12.19 is usable after the scanner said yes, and not before", async () => {
    const { room, owner } = await openRoom();
    let release = () => {};
    const waits = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async (request) => {
      await request.arrayBuffer();
      await waits;
      return new Response();
    };
    const response = post(room, owner.welcome.token, jpeg());
    await expect.poll(() => asked).toBe(1);
    const [id] = await runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql
        .exec<{ id: string }>("SELECT id FROM files")
        .toArray()
        .map((row) => row.id),
    );
    const file = { id: String(id) };
    expect(await statusOf(pathOf(room, file))).toBe(404);
    expect(await send(owner, "1", [file])).toMatchObject({ code: "no_file" });
    release();
    expect((await response).status).toBe(201);
    expect(await send(owner, "2", [file])).toMatchObject({ type: "message" });
    expect(await statusOf(pathOf(room, file))).toBe(200);
  });

  test("P12.19 that it rejects is deleted, and its sender is told", async () => {
    const { room, owner } = await openRoom();
    answer = answering(406);
    const response = await post(room, owner.welcome.token, jpeg());
    expect(response.headers.has("retry-after")).toBe(false);
    expect(await codeOf(response)).toEqual([422, "file_rejected"]);
    await expectNothingLeft(room);
  });

  test("P12.19 without an answer is deleted, and may be repeated", async () => {
    const { room, owner } = await openRoom();
    answer = answering(500);
    const response = await post(room, owner.welcome.token, jpeg());
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await codeOf(response)).toEqual([503, "scan_unavailable"]);
    await expectNothingLeft(room);
    answer = answering(200);
    await upload(room, owner);
  });

  test("P12.21 of bytes that its sender sent before isn't scanned again", async () => {
    const { room, owner } = await openRoom();
    const first = await upload(room, owner);
    expect((await upload(room, owner)).id).toBe(first.id);
    expect(asked).toBe(1);
    await upload(room, owner, png());
    expect(asked).toBe(2);
    // What was rejected is not known.
    answer = answering(422);
    for (const _attempt of [1, 2]) {
      expect(await codeOf(await post(room, owner.welcome.token, png(50)))).toEqual([422, "file_rejected"]);
    }
    expect(asked).toBe(4);
  });

  async function expectNothingLeft(room: string): Promise<void> {
    await jobsDone(room);
    const rows = (await rowsOfFiles(room)) as number[];
    expect(rows.filter((count) => count > 0)).toEqual([]);
    const objects = await BUCKET.list({ prefix: `files/${room}/` });
    expect(objects.objects).toEqual([]);
    const left = await runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql.exec("SELECT id FROM files").toArray(),
    );
    expect(left).toEqual([]);
  }
});
