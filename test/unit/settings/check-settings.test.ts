import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMAND, renderSettings, SETTINGS_PAGE } from "../../../scripts/settings/render-table.ts";
import { describeProblems, describeSettings, describeUnknown } from "../../../scripts/settings/report.ts";
import { checkSettings } from "../../../src/worker/config/check-settings.ts";
import { readConfig } from "../../../src/worker/config/config.ts";
import { SETTINGS } from "../../../src/worker/config/settings.ts";

test("settings that the Worker refuses are refused before it starts, each with what it takes and an example", () => {
  expect(checkSettings({ MAX_ROOM_SOCKETS: "abc", CASTS: "no", ROOMS: "open" })).toEqual([
    { name: "CASTS", message: 'Invalid CASTS: expected "on" or "off", got "no".', example: 'CASTS = "off"' },
    {
      name: "MAX_ROOM_SOCKETS",
      message: 'Invalid MAX_ROOM_SOCKETS: expected a whole number from 1 to 5000, got "abc".',
      example: 'MAX_ROOM_SOCKETS = "500"',
    },
  ]);
  expect(describeProblems({ ROOMS: "listed", ROOM_NAMES: "lobby" })).toBeUndefined();
});

test("a setting is refused once: its example needs no other setting", () => {
  expect(checkSettings({ ROOMS: "closed" }).map(({ name }) => name)).toEqual(["ROOMS"]);
});

test("a setting that is missing is named like an invalid one, and no secret is shown", () => {
  const problems = checkSettings({ JWT_ISSUER: "https://example.org", JWT_SECRET: "short-and-secret" });
  expect(problems.map(({ name }) => name)).toEqual(["JWT_AUDIENCE", "JWT_SECRET"]);
  expect(JSON.stringify(problems)).not.toContain("short-and-secret");
});

test("secrets that are set on Cloudflare don't count as missing in a deployment", () => {
  const values = {
    DEPLOYMENT_BANS: "on",
    TURNSTILE_SITE_KEY: "key",
    FILE_SCAN_URL: "https://scanner.example/",
    JWT_ISSUER: "https://example.org",
    JWT_AUDIENCE: "a",
  };
  expect(checkSettings(values, "secrets")).toEqual([]);
  expect(checkSettings(values).map(({ name }) => name)).toEqual([
    "JWT_SECRET",
    "FILE_SCAN_SECRET",
    "DEPLOYMENT_BANS",
    "TURNSTILE_SECRET",
  ]);
  expect(checkSettings({ ...values, CASTS: "no" }, "secrets").map(({ name }) => name)).toEqual(["CASTS"]);
});

/** Settings without which another one is refused. */
const NEEDS: Readonly<Record<string, object>> = {
  DEPLOYMENT_BANS: { OWNER_TOKEN: "x".repeat(32) },
  JWT_ISSUER: { JWT_SECRET: "x".repeat(32), JWT_AUDIENCE: "a" },
  JWT_AUDIENCE: { JWT_SECRET: "x".repeat(32), JWT_ISSUER: "i" },
  JWT_JWKS_URL: { JWT_ISSUER: "i", JWT_AUDIENCE: "a" },
  JWT_SECRET: { JWT_ISSUER: "i", JWT_AUDIENCE: "a" },
  ACCESS_TEAM_DOMAIN: { ACCESS_AUD: "a" },
  ACCESS_AUD: { ACCESS_TEAM_DOMAIN: "team.example" },
  ACCESS_OPERATOR_AUD: { ACCESS_TEAM_DOMAIN: "team.example" },
  FILE_SCAN_URL: { FILE_SCAN_SECRET: `whsec_${"x".repeat(44)}` },
  TURNSTILE_SITE_KEY: { TURNSTILE_SECRET: "s" },
  TURNSTILE_SECRET: { TURNSTILE_SITE_KEY: "k" },
};

test.each(SETTINGS.map(({ example, name }) => ({ name, example })))("the example of $name is valid", (setting) => {
  expect(() => readConfig({ [setting.name]: setting.example, ...NEEDS[setting.name] })).not.toThrow();
});

test("an empty value of any setting is its default", () => {
  expect(readConfig(Object.fromEntries(SETTINGS.map(({ name }) => [name, ""])))).toEqual(readConfig({}));
});

test("wrangler.toml has every variable that the Worker reads, and no other", () => {
  const [, vars = ""] = readFileSync(new URL("../../../wrangler.toml", import.meta.url), "utf8").split("\n[vars]\n");
  const written = Array.from(vars.matchAll(/^([A-Z_]+) =/gm), ([, name]) => name);
  const described = SETTINGS.filter(({ group }) => group !== "secrets").map(({ name }) => name);
  expect(written.toSorted()).toEqual(described.toSorted());
});

test(`docs/configuration.md has the table of every setting; if not, run \`${COMMAND}\``, () => {
  const page = readFileSync(SETTINGS_PAGE, "utf8");
  expect(renderSettings(page)).toBe(page);
  for (const { name } of SETTINGS) expect(page).toContain(`| \`${name}\` |`);
});

test("the doctor says what is set, what is unsafe for a public room, and hides secrets", () => {
  const report = describeSettings({ SYSTEM_NAMES: "ip", OWNER_TOKEN: "t".repeat(40) }, "none");
  expect(report).toContain('SYSTEM_NAMES = "ip"');
  expect(report).toContain("SYSTEM_NAMES: Everyone in a room sees everyone's address.");
  expect(report).toContain("OWNER_TOKEN = (set)");
  expect(report).not.toContain("tttt");
  expect(describeSettings({}, "none")).toContain("OWNER_TOKEN: Nobody can claim a room");
});

test("a misspelled name is reported with the setting that was meant", () => {
  expect(describeUnknown(["MAX_ROOM_SOCKET", "rooms", "CLOUDFLARE_API_TOKEN", "CASTS", "OTHER"])).toEqual([
    "Unknown setting MAX_ROOM_SOCKET. Did you mean MAX_ROOM_SOCKETS?",
    "Unknown setting rooms. Did you mean ROOMS?",
    "Unknown setting OTHER.",
  ]);
});
