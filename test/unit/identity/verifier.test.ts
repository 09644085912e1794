import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Issuer } from "../../../src/worker/config/identity-config.ts";
import { Verifier } from "../../../src/worker/identity/verifier.ts";
import {
  AUDIENCE,
  base64url,
  claims,
  forgedToken,
  ISSUER,
  KEYS_URL,
  type KeyAlgorithm,
  SECRET,
  type SigningKey,
  signingKey,
  siteToken,
} from "../../support/site.ts";

const BAD_TOKEN = { ok: false, code: "bad_token" };

/** A verifier with a recorded log and a key set that the test provides. */
function verifier(key: Issuer["key"], keys: readonly SigningKey[] = []) {
  const log: string[] = [];
  const made = new Verifier(
    { issuer: ISSUER, audience: AUDIENCE, key },
    {
      fetch: async () => Response.json({ keys: keys.map(({ jwk }) => jwk) }),
      now: () => Date.now(),
      cache: new Map(),
      log: (failure, reason) => log.push(`${failure}: ${reason}`),
    },
  );
  return { log, verify: (token: string, room = "garden") => made.verify(token, room) };
}

const SHARED = { kind: "secret", secret: new TextEncoder().encode(SECRET) } as const;
const byShared = () => verifier(SHARED);
const byKeys = (...keys: SigningKey[]) => verifier({ kind: "jwks", url: KEYS_URL }, keys);

describe("a valid token", () => {
  test("P8.1 HS256 with the shared secret is accepted", async () => {
    const verdict = await byShared().verify(await siteToken({ name: "Ada", exp: 2_000_000_000 }));
    expect(verdict).toEqual({
      ok: true,
      identity: {
        uid: expect.stringMatching(/^m[0-9a-f]{24}$/),
        username: "Ada",
        role: "member",
        expires: 2_000_000_000_000,
      },
    });
  });

  test.each<KeyAlgorithm>(["RS256", "ES256", "EdDSA"])("P8.1 %s with a key of the set is accepted", async (alg) => {
    const key = await signingKey("one", alg);
    expect(await byKeys(key).verify(await key.sign())).toMatchObject({ ok: true });
  });

  test("P8.1 may be used again, as every reconnect does", async () => {
    const { verify } = byShared();
    const token = await siteToken();
    const first = await verify(token);
    expect(first).toMatchObject({ ok: true });
    expect(await verify(token)).toEqual(first);
  });

  test("P8.1 one matching audience of several is enough, and clocks may differ by a few seconds", async () => {
    const now = Math.floor(Date.now() / 1_000);
    const token = await siteToken({ aud: ["https://other.example", AUDIENCE], exp: now - 5, nbf: now + 5 });
    expect(await byShared().verify(token)).toMatchObject({ ok: true });
  });
});

describe("an invalid token", () => {
  const now = Math.floor(Date.now() / 1_000);
  test.each([
    ["of another issuer", { iss: "https://other.example" }, "ERR_JWT_CLAIM_VALIDATION_FAILED (iss: check_failed)"],
    ["without an issuer", { iss: undefined }, "ERR_JWT_CLAIM_VALIDATION_FAILED (iss: missing)"],
    ["for another audience", { aud: "https://other.example" }, "ERR_JWT_CLAIM_VALIDATION_FAILED (aud: check_failed)"],
    ["without an audience", { aud: undefined }, "ERR_JWT_CLAIM_VALIDATION_FAILED (aud: missing)"],
    ["that has expired", { exp: now - 60 }, "ERR_JWT_EXPIRED"],
    ["that never expires", { exp: undefined }, "ERR_JWT_CLAIM_VALIDATION_FAILED (exp: missing)"],
    ["whose expiry is not a number", { exp: "tomorrow" }, "ERR_JWT_CLAIM_VALIDATION_FAILED (exp: invalid)"],
    ["that is not valid yet", { nbf: now + 60 }, "ERR_JWT_CLAIM_VALIDATION_FAILED (nbf: check_failed)"],
    ["without a subject", { sub: undefined }, "ERR_JWT_CLAIM_VALIDATION_FAILED (sub: missing)"],
    ["with an empty subject", { sub: "" }, "sub: expected a text of 1 to 255 characters"],
    ["with a number for a subject", { sub: 7 }, "sub: expected a text of 1 to 255 characters"],
    ["with rooms that are not a list", { rooms: "garden" }, "rooms: expected a list of texts"],
    ["for other rooms", { rooms: ["attic", "cellar"] }, "rooms: this room is not among them"],
    ["for no room", { rooms: [] }, "rooms: this room is not among them"],
  ])("P8.1 %s is rejected, and the log says why", async (_what, overrides, reason) => {
    const { log, verify } = byShared();
    expect(await verify(await siteToken(overrides))).toEqual(BAD_TOKEN);
    expect(log).toEqual([`token_refused: ${reason}`]);
  });

  test.each(["exp", "iat", "nbf"])(
    "P8.22 P8.23 one with %s in milliseconds is rejected, and the log says so",
    async (claim) => {
      const { log, verify } = byShared();
      expect(await verify(await siteToken({ [claim]: Date.now() }))).toEqual(BAD_TOKEN);
      expect(log).toEqual([
        `token_refused: ${claim}: more than ten years ahead; times are in seconds, not in milliseconds`,
      ]);
    },
  );

  test("P8.22 JWT_MAX_DAYS limits how long a token may be valid", async () => {
    const log: string[] = [];
    const issuer = { issuer: ISSUER, audience: AUDIENCE, maxDays: 2, key: SHARED };
    const ports = { fetch: () => Promise.reject(new Error()), now: () => Date.now(), cache: new Map() };
    const limited = new Verifier(issuer, { ...ports, log: (failure, reason) => log.push(`${failure}: ${reason}`) });
    const day = 24 * 60 * 60;
    expect(await limited.verify(await siteToken({ exp: now + 2 * day }), "garden")).toMatchObject({ ok: true });
    expect(await limited.verify(await siteToken({ exp: now + 2 * day + 60 }), "garden")).toEqual(BAD_TOKEN);
    expect(log).toEqual(["token_refused: exp: further ahead than JWT_MAX_DAYS allows"]);
    expect(await byShared().verify(await siteToken({ exp: now + 3_000 * day }))).toMatchObject({ ok: true });
  });

  test("P8.1 one signed with another secret is rejected", async () => {
    const { log, verify } = byShared();
    expect(await verify(await siteToken({}, SECRET.replace("secret", "guess!")))).toEqual(BAD_TOKEN);
    expect(log).toEqual(["token_refused: ERR_JWS_SIGNATURE_VERIFICATION_FAILED"]);
  });

  test("P8.1 one whose claims were changed after signing is rejected", async () => {
    const [header, , signature] = (await siteToken()).split(".");
    const token = `${header}.${base64url(JSON.stringify(claims({ role: "owner" })))}.${signature}`;
    expect(await byShared().verify(token)).toEqual(BAD_TOKEN);
  });

  test.each([
    ["none", "sha256"],
    ["None", "sha256"],
    ["NONE", "sha256"],
    ["", "sha256"],
    ["HS384", "sha384"],
    ["HS512", "sha512"],
    ["ES256", "sha256"],
    ["PBES2-HS256+A128KW", "sha256"],
  ])(
    "P8.1 if a secret is configured, the algorithm %j is rejected, unsigned or correctly signed",
    async (alg, hash) => {
      const { log, verify } = byShared();
      const unsigned = forgedToken({ alg }, claims());
      const input = unsigned.slice(0, -1);
      const signature = createHmac(hash, SECRET).update(input).digest("base64url");
      expect(await verify(unsigned)).toEqual(BAD_TOKEN);
      expect(await verify(`${input}.${signature}`)).toEqual(BAD_TOKEN);
      expect(log).toHaveLength(2);
    },
  );

  test("P8.1 the same signature as HS256 is accepted, so the rejections above are about the algorithm", async () => {
    const input = forgedToken({ alg: "HS256" }, claims()).slice(0, -1);
    const signature = createHmac("sha256", SECRET).update(input).digest("base64url");
    expect(await byShared().verify(`${input}.${signature}`)).toMatchObject({ ok: true });
  });

  test.each<KeyAlgorithm>(["RS256", "ES256", "EdDSA"])(
    "P8.1 HS256 with the public %s key as its secret is rejected",
    async (alg) => {
      const key = await signingKey("one", alg);
      const input = forgedToken({ alg: "HS256", kid: "one" }, claims()).slice(0, -1);
      const text = JSON.stringify(key.jwk);
      for (const secret of [text, String(key.jwk.n ?? key.jwk.x), ""]) {
        const signature = createHmac("sha256", secret).update(input).digest("base64url");
        expect(await byKeys(key).verify(`${input}.${signature}`)).toEqual(BAD_TOKEN);
      }
      expect(await byKeys(key).verify(forgedToken({ alg: "none", kid: "one" }, claims()))).toEqual(BAD_TOKEN);
    },
  );

  test.each(["PS256", "RS512", "ES384"] as const)(
    "P8.1 a valid %s signature is rejected, because the algorithm is not supported",
    async (alg) => {
      const key = await signingKey("one", alg);
      const open: SigningKey = { ...key, jwk: JSON.parse(JSON.stringify({ ...key.jwk, alg: undefined })) };
      expect(await byKeys(open).verify(await key.sign())).toEqual(BAD_TOKEN);
    },
  );

  test("P8.1 a symmetric key in a key set is never used", async () => {
    const k = Buffer.from(SECRET).toString("base64url");
    const jwk = { kty: "oct", k, kid: "one", alg: "HS256" };
    const shared: SigningKey = { kid: "one", jwk, sign: () => siteToken() };
    const input = forgedToken({ alg: "HS256", kid: "one" }, claims()).slice(0, -1);
    const signature = createHmac("sha256", SECRET).update(input).digest("base64url");
    expect(await byKeys(shared).verify(`${input}.${signature}`)).toEqual(BAD_TOKEN);
  });

  test("P8.1 a key inside the token, or at a URL that the token names, verifies nothing", async () => {
    const own = await signingKey("one");
    const foreign = await signingKey("one");
    const [, payload, signature] = (await foreign.sign()).split(".");
    for (const header of [
      { jwk: foreign.jwk },
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example" },
    ]) {
      const head = base64url(JSON.stringify({ alg: "ES256", kid: "one", ...header }));
      expect(await byKeys(own).verify(`${head}.${payload}.${signature}`)).toEqual(BAD_TOKEN);
    }
  });

  test.each([
    ["nothing", ""],
    ["dots", ".."],
    ["no token", "abc"],
    ["a guest's token", `${"a".repeat(16)}.1.${"0".repeat(32)}`],
    ["five parts, as an encrypted one has", "a.b.c.d.e"],
    ["a broken header", "eyJ.e30.AAAA"],
    ["a header that is not an object", `${base64url("[]")}.e30.AAAA`],
    ["a payload that is not an object", forgedToken({ alg: "HS256" }, []).concat("AAAA")],
    [
      "a header with an unknown critical extension",
      forgedToken({ alg: "HS256", crit: ["b64"], b64: false }, claims(), "AA"),
    ],
  ])("P8.1 %s is rejected", async (_what, token) => {
    expect(await byShared().verify(token)).toEqual(BAD_TOKEN);
    const key = await signingKey("one");
    expect(await byKeys(key).verify(token)).toEqual(BAD_TOKEN);
  });

  test("P8.1 a token of more than 8 Ki characters is rejected unread", async () => {
    const { log, verify } = byShared();
    expect(await verify(await siteToken({ padding: "x".repeat(8 * 1024) }))).toEqual(BAD_TOKEN);
    expect(log).toEqual(["token_refused: token too long"]);
    expect(await verify(await siteToken({ padding: "x".repeat(4 * 1024) }))).toMatchObject({ ok: true });
  });

  test("P8.1 no part of a token appears in the log", async () => {
    const { log, verify } = byShared();
    const wrong = [
      { iss: "wrong" },
      { aud: "wrong" },
      { exp: 1 },
      { sub: undefined, name: "Ada" },
      { rooms: ["wrong"] },
    ];
    for (const overrides of wrong) {
      const token = await siteToken(overrides);
      await verify(token);
      for (const part of token.split(".")) expect(log.join("\n")).not.toContain(part);
    }
    expect(log).toHaveLength(wrong.length);
    expect(log.join("\n")).not.toMatch(/wrong|Ada|ada|site\.example/);
  });
});

describe("the claims", () => {
  const identityOf = async (overrides: object, room = "garden") => {
    const verdict = await byShared().verify(await siteToken(overrides), room);
    if (!verdict.ok) throw new Error(verdict.code);
    return verdict.identity;
  };

  test("P8.2 a name is normalized like any name in the room, and cut to 32 characters", async () => {
    expect((await identityOf({ name: "  Jose\u0301 " })).username).toBe("José");
    expect((await identityOf({ name: "😀".repeat(40) })).username).toBe("😀".repeat(32));
  });

  test.each([
    ["with a direction override", "Ada\u202etxt"],
    ["in two lines", "Ada\nBen"],
    ["without a visible character", "\u200b \u200d"],
    ["that is a number", 7],
    ["that is empty", ""],
  ])("P8.2 a name %s is ignored, and the user can still connect", async (_what, name) => {
    expect(await identityOf({ name })).not.toHaveProperty("username");
  });

  test.each([
    ["over HTTP", "http://site.example/ada.png"],
    ["that is a script", "javascript:alert(1)"],
    ["that is data", "data:image/png;base64,AAAA"],
    ["that is not a URL", "ada.png"],
    ["of 257 characters", `https://site.example/${"x".repeat(257 - 21)}`],
  ])("P8.2 a picture %s is ignored", async (_what, picture) => {
    expect(await identityOf({ picture })).not.toHaveProperty("avatar");
  });

  test("P8.2 a picture over HTTPS becomes the avatar", async () => {
    const picture = "https://site.example/ada.png";
    expect((await identityOf({ picture })).avatar).toBe(picture);
  });

  test("P8.23 the log names each claim that is ignored, without its value", async () => {
    const { log, verify } = byShared();
    const overrides = { name: 7, picture: "http://site.example/ada.png", role: "admin" };
    expect(await verify(await siteToken(overrides))).toMatchObject({ ok: true });
    expect(log).toEqual([
      "claim_ignored: name: expected a name of at most 32 visible characters on one line",
      "claim_ignored: picture: expected an https address of at most 256 characters",
      'claim_ignored: role: expected "operator", "owner", "moderator" or "member"',
    ]);
  });

  test.each([
    ["owner", "owner"],
    ["moderator", "moderator"],
    ["member", "member"],
    ["guest", "member"],
    ["admin", "member"],
    ["Owner", "member"],
    [["owner"], "member"],
    [undefined, "member"],
  ])("P8.2 the role %j makes the user a %s", async (role, expected) => {
    expect((await identityOf({ role })).role).toBe(expected);
  });

  test("P8.2 rooms limits the token to these rooms, in any spelling; without the claim it is valid for all", async () => {
    expect(await identityOf({ rooms: ["attic", "Garden"] })).toBeDefined();
    await expect(identityOf({ rooms: ["attic"] })).rejects.toThrow("bad_token");
    await expect(identityOf({ rooms: ["gardens", "gard*", "*", ""] })).rejects.toThrow("bad_token");
    expect(await identityOf({}, "cellar")).toBeDefined();
  });

  test("P8.3 the uid depends on issuer and subject, and on nothing else", async () => {
    const { uid } = await identityOf({ name: "Ada" });
    expect((await identityOf({ name: "Eve", role: "owner", exp: 2_000_000_000 })).uid).toBe(uid);
    expect((await identityOf({ sub: "ben" })).uid).not.toBe(uid);
    const elsewhere = new Verifier(
      {
        issuer: "https://other.example",
        audience: AUDIENCE,
        key: { kind: "secret", secret: new TextEncoder().encode(SECRET) },
      },
      { fetch: () => Promise.reject(new Error()), now: () => Date.now(), cache: new Map(), log: () => {} },
    );
    const other = await elsewhere.verify(await siteToken({ iss: "https://other.example" }), "garden");
    expect(other).toMatchObject({ ok: true, identity: { uid: expect.not.stringMatching(uid) } });
  });
});
