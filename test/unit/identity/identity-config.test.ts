import { describe, expect, test } from "vitest";
import { readIdentityConfig } from "../../../src/worker/config/identity-config.ts";
import { HS256, SECRET } from "../../support/site.ts";

const KEYS = { JWT_ISSUER: "https://site.example", JWT_AUDIENCE: "chat" };
const ACCESS = { ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUD: "f".repeat(64) };

describe("sign-in settings", () => {
  test("P8.1 without any settings, nobody can sign in", () => {
    expect(readIdentityConfig({})).toEqual({});
    const empty = { JWT_SECRET: "", JWT_JWKS_URL: "", JWT_ISSUER: "", JWT_AUDIENCE: "", ACCESS_TEAM_DOMAIN: "" };
    expect(readIdentityConfig({ ...empty, ACCESS_AUD: "" })).toEqual({});
  });

  test("P8.1 a secret or a key set URL comes with an issuer and an audience", () => {
    expect(readIdentityConfig(HS256).site).toMatchObject({ issuer: HS256.JWT_ISSUER, key: { kind: "secret" } });
    for (const url of ["https://site.example/keys", "http://localhost:8080/keys", "http://127.0.0.1:8080/keys"]) {
      expect(readIdentityConfig({ ...KEYS, JWT_JWKS_URL: url }).site).toMatchObject({ key: { kind: "jwks", url } });
    }
  });

  test("P8.22 JWT_MAX_DAYS is a whole number of days", () => {
    expect(readIdentityConfig({ ...HS256, JWT_MAX_DAYS: "2" }).site).toMatchObject({ maxDays: 2 });
    expect(readIdentityConfig({ ...HS256, JWT_MAX_DAYS: "" }).site).not.toHaveProperty("maxDays");
    for (const wrong of ["0", "1.5", "3651", "a week"]) {
      expect(() => readIdentityConfig({ ...HS256, JWT_MAX_DAYS: wrong })).toThrow("Invalid JWT_MAX_DAYS");
    }
  });

  test("P8.7 Access needs a team's host and an audience", () => {
    expect(readIdentityConfig(ACCESS).access).toEqual({
      issuer: "https://team.cloudflareaccess.com",
      audience: ACCESS.ACCESS_AUD,
      key: { kind: "jwks", url: "https://team.cloudflareaccess.com/cdn-cgi/access/certs" },
    });
  });

  test.each([
    ["a secret of 31 bytes", { ...HS256, JWT_SECRET: SECRET.slice(1) }, "JWT_SECRET"],
    ["a secret beside a key set URL", { ...HS256, JWT_JWKS_URL: "https://site.example/keys" }, "JWT_JWKS_URL"],
    ["no issuer", { ...HS256, JWT_ISSUER: "" }, "JWT_ISSUER"],
    ["no audience", { ...HS256, JWT_AUDIENCE: "" }, "JWT_AUDIENCE"],
    ["no key", KEYS, "JWT_SECRET"],
    ["a key set over plain HTTP", { ...KEYS, JWT_JWKS_URL: "http://site.example/keys" }, "JWT_JWKS_URL"],
    [
      "a key set URL that only looks local",
      { ...KEYS, JWT_JWKS_URL: "http://localhost.site.example/keys" },
      "JWT_JWKS_URL",
    ],
    ["a key set URL without a scheme", { ...KEYS, JWT_JWKS_URL: "site.example/keys" }, "JWT_JWKS_URL"],
    ["a team without an audience", { ...ACCESS, ACCESS_AUD: "" }, "ACCESS_AUD"],
    ["an audience without a team", { ...ACCESS, ACCESS_TEAM_DOMAIN: "" }, "ACCESS_TEAM_DOMAIN"],
    ["a team domain with a scheme", { ...ACCESS, ACCESS_TEAM_DOMAIN: "https://team.example" }, "ACCESS_TEAM_DOMAIN"],
    ["a team domain with a path", { ...ACCESS, ACCESS_TEAM_DOMAIN: "team.example/certs" }, "ACCESS_TEAM_DOMAIN"],
  ])("P8.1 %s is invalid, and the error names the variable", (_what, variables, name) => {
    expect(() => readIdentityConfig(variables)).toThrow(name);
  });

  test("P8.1 no error contains a secret", () => {
    const secret = "hush-hush";
    const keys = "https://site.example/keys";
    for (const variables of [
      { ...HS256, JWT_SECRET: secret },
      { JWT_SECRET: secret, JWT_JWKS_URL: keys },
      { JWT_SECRET: secret },
    ]) {
      expect(() => readIdentityConfig(variables)).toThrow(/^(?!.*hush-hush)/);
    }
  });
});
