import { describe, expect, onTestFinished, test, vi } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { TURNSTILE } from "../../support/site.ts";
import { freshRoom, request } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// This folder runs with the variables that vitest.config.ts sets for it, Turnstile among them.

const SITEVERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify";

/** Turnstile answers like this; `undefined` if it can't be reached. Returns the forms that it got. */
function turnstile(outcome: object | undefined): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
    expect(url).toBe(SITEVERIFY);
    asked.push(new URLSearchParams(String(init?.body)));
    if (outcome === undefined) throw new TypeError("unreachable");
    return Response.json(outcome);
  });
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => {
    fetched.mockRestore();
    log.mockRestore();
  });
  return asked;
}

async function guardedRoom(): Promise<string> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Ada" });
  owner.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  expect(await owner.takeOnly("done")).toMatchObject({ id: "c" });
  owner.send({ type: "moderate", id: "m", action: "settings", settings: { challenge: "always" } });
  expect(await owner.takeOnly("done")).toMatchObject({ id: "m" });
  return room;
}

const hello = (answer?: string) => ({
  type: "hello",
  v: 1,
  ...(answer === undefined ? {} : { challenge: { kind: "turnstile", answer } }),
});

describe("P10.3 with Turnstile, a new guest", () => {
  test("is asked for it, and enters with an answer that Turnstile confirms for a host of ours", async () => {
    const room = await guardedRoom();
    const asked = turnstile({ success: true, hostname: "one.example" });
    const socket = await V1Socket.open(room);
    socket.send(hello());
    expect(await socket.take()).toMatchObject({
      code: "challenge_needed",
      challenge: { kind: "turnstile", siteKey: TURNSTILE.TURNSTILE_SITE_KEY },
    });
    expect(asked).toEqual([]);
    socket.send(hello("solved"));
    socket.say("right behind it", "1");
    expect(await socket.take()).toMatchObject({ type: "welcome" });
    expect(await socket.takeOnly("message")).toMatchObject({ message: "right behind it" });
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      { secret: TURNSTILE.TURNSTILE_SECRET, response: "solved" },
    ]);
  });

  test.each([
    ["a token that was used", { success: false, "error-codes": ["timeout-or-duplicate"] }],
    ["a widget on a foreign host", { success: true, hostname: "evil.example" }],
    ["no host", { success: true }],
  ])("is asked again for %s", async (_, outcome) => {
    const room = await guardedRoom();
    turnstile(outcome);
    const socket = await V1Socket.open(room);
    socket.send(hello("token"));
    expect(await socket.take()).toMatchObject({ code: "bad_challenge", challenge: { kind: "turnstile" } });
  });

  test.each([
    ["can't be reached", undefined],
    ["has no answer of the agreed form", { answer: 42 }],
    ["doesn't take our secret", { success: false, "error-codes": ["invalid-input-secret"] }],
  ])("may try again later if Turnstile %s", async (_, outcome) => {
    const room = await guardedRoom();
    turnstile(outcome);
    const socket = await V1Socket.open(room);
    socket.send(hello("token"));
    expect(await socket.take()).toMatchObject({ code: "challenge_unavailable", retryAfter: 5_000 });
  });

  test("can't say that the answer was verified", async () => {
    const room = await guardedRoom();
    turnstile({ success: false });
    const socket = await V1Socket.open(room);
    socket.send({ type: "hello", v: 1, challenge: { kind: "turnstile", answer: "token", verdict: "passed" } });
    expect(await socket.take()).toMatchObject({ code: "bad_challenge" });
  });
});

test("P10.3 the document for the widget has a policy of its own, which names Turnstile", async () => {
  const response = await request("/api/challenge");
  expect(response.status).toBe(200);
  const policy = response.headers.get("content-security-policy") ?? "";
  const nonce = /script-src 'nonce-([a-z0-9]+)' https:\/\/challenges\.cloudflare\.com;/.exec(policy)?.[1];
  expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'self'$/);
  const html = await response.text();
  expect(html).toContain(`sitekey: "${TURNSTILE.TURNSTILE_SITE_KEY}"`);
  expect(html).not.toContain(TURNSTILE.TURNSTILE_SECRET);
  expect(html.match(/nonce="([^"]+)"/g)).toEqual([`nonce="${nonce}"`, `nonce="${nonce}"`, `nonce="${nonce}"`]);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await request("/api/challenge")).headers.get("content-security-policy")).not.toBe(policy);
});
