import { describe, expect, test } from "vitest";
import type { KeyCache } from "../../../src/worker/identity/key-set.ts";
import { Verifier } from "../../../src/worker/identity/verifier.ts";
import { AUDIENCE, ISSUER, KEYS_URL, type SigningKey, signingKey } from "../../support/site.ts";

const BAD_TOKEN = { ok: false, code: "bad_token" };
const unavailable = (retryAfter: unknown = expect.any(Number)) => ({
  ok: false,
  code: "identity_unavailable",
  retryAfter,
});

/** An issuer whose keys, responses and time the test controls. */
function issuer(...keys: SigningKey[]) {
  const state = {
    keys,
    fetches: 0,
    /** How the key set URL responds. */
    answer: async (): Promise<Response> => Response.json({ keys: state.keys.map(({ jwk }) => jwk) }),
    now: Date.now(),
    cache: new Map() as KeyCache,
  };
  const room = () => {
    const verifier = new Verifier(
      { issuer: ISSUER, audience: AUDIENCE, key: { kind: "jwks", url: KEYS_URL } },
      {
        fetch: (url, init) => {
          expect(url).toBe(KEYS_URL);
          expect(init.redirect).toBe("manual");
          state.fetches += 1;
          return state.answer();
        },
        now: () => state.now,
        cache: state.cache,
        log: () => {},
      },
    );
    return (token: string) => verifier.verify(token, "garden");
  };
  return { state, room, verify: room() };
}

describe("an issuer's keys", () => {
  test("P8.1 are fetched once for any number of tokens, across all rooms", async () => {
    const key = await signingKey("one");
    const { room, state, verify } = issuer(key);
    for (let count = 0; count < 10; count += 1) expect(await verify(await key.sign())).toMatchObject({ ok: true });
    expect(await room()(await key.sign())).toMatchObject({ ok: true });
    expect(state.fetches).toBe(1);
  });

  test("P8.1 are fetched once for all tokens that arrive before the first response", async () => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => key.sign({ sub: `person ${index}` })));
    for (const verdict of await Promise.all(tokens.map(verify))) expect(verdict).toMatchObject({ ok: true });
    expect(state.fetches).toBe(1);
  });

  test("P8.1 a rotated key is found with one more fetch, which also drops the previous key", async () => {
    const before = await signingKey("before");
    const after = await signingKey("after");
    const { state, verify } = issuer(before);
    await verify(await before.sign());
    state.keys = [after];
    state.now += 60_000;
    expect(await verify(await after.sign())).toMatchObject({ ok: true });
    expect(state.fetches).toBe(2);
    state.now += 60_000;
    expect(await verify(await before.sign())).toEqual(BAD_TOKEN);
  });

  test("P8.1 a thousand made-up key ids cost one fetch per half minute, and valid tokens still pass meanwhile", async () => {
    const key = await signingKey("one");
    const foreign = await signingKey("invented");
    const { state, verify } = issuer(key);
    await verify(await key.sign());
    state.now += 30_000;
    const token = await foreign.sign();
    expect(await verify(token)).toEqual(BAD_TOKEN);
    expect(state.fetches).toBe(2);
    for (let count = 0; count < 1_000; count += 1) {
      expect(await verify(token)).toEqual(unavailable(30_000 - count * 29));
      state.now += 29;
    }
    expect(state.fetches).toBe(2);
    expect(await verify(await key.sign())).toMatchObject({ ok: true });
    state.now += 1_000;
    expect(await verify(token)).toEqual(BAD_TOKEN);
    expect(state.fetches).toBe(3);
  });

  test("P8.1 a thousand made-up key ids at once cost one fetch", async () => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    await verify(await key.sign());
    state.now += 30_000;
    const token = await (await signingKey("invented")).sign();
    await Promise.all(Array.from({ length: 1_000 }, () => verify(token)));
    expect(state.fetches).toBe(2);
  });

  test("P8.1 a withdrawn key is trusted for at most ten minutes", async () => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    await verify(await key.sign());
    state.keys = [await signingKey("two")];
    state.now += 10 * 60_000 - 1;
    expect(await verify(await key.sign())).toMatchObject({ ok: true });
    state.now += 1;
    expect(await verify(await key.sign())).toEqual(BAD_TOKEN);
    expect(state.fetches).toBe(2);
  });

  test("P8.1 a key that is in no set verifies nothing, even if its id matches", async () => {
    const key = await signingKey("one");
    const namesake = await signingKey("one");
    const { verify } = issuer(key);
    expect(await verify(await namesake.sign())).toEqual(BAD_TOKEN);
  });
});

describe("a key set URL that fails", () => {
  test.each<[string, () => Promise<Response>]>([
    ["is down", () => Promise.reject(new TypeError("network"))],
    ["answers 500", async () => new Response("oops", { status: 500 })],
    ["redirects", async () => new Response(null, { status: 302, headers: { location: "https://evil.example" } })],
    ["returns HTML", async () => new Response("<!doctype html>")],
    ["returns no key set", async () => Response.json({ nothing: true })],
  ])("P8.5 that %s rejects no user for good: identity_unavailable", async (_what, answer) => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    state.answer = answer;
    expect(await verify(await key.sign())).toEqual(unavailable());
  });

  test("P8.5 costs five fetches per half minute under any load, and everyone can sign in once it recovers", async () => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    const answer = state.answer;
    state.answer = () => Promise.reject(new TypeError("network"));
    for (let count = 0; count < 100; count += 1) expect(await verify(await key.sign())).toEqual(unavailable());
    expect(state.fetches).toBe(5);
    state.answer = answer;
    state.now += 30_000;
    expect(await verify(await key.sign())).toMatchObject({ ok: true });
    expect(state.fetches).toBe(6);
  });

  test("P8.5 leaves the cached keys valid for an hour, and no longer", async () => {
    const key = await signingKey("one");
    const { state, verify } = issuer(key);
    await verify(await key.sign());
    state.answer = () => Promise.reject(new TypeError("network"));
    state.now += 30 * 60_000;
    expect(await verify(await key.sign({ exp: 2_000_000_000 }))).toMatchObject({ ok: true });
    state.now += 30 * 60_000;
    expect(await verify(await key.sign({ exp: 2_000_000_000 }))).toEqual(unavailable());
  });
});
