import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { readConfig } from "../../src/worker/config/config.ts";

test.each([
  ["KEEP_EVENTS", "49", 'Invalid KEEP_EVENTS: expected a whole number of at least 50, got "49".'],
  ["KEEP_DAYS", "0", 'Invalid KEEP_DAYS: expected a whole number from 1 to 36500, got "0".'],
  ["MAX_ROOM_SOCKETS", "many", 'Invalid MAX_ROOM_SOCKETS: expected a whole number from 1 to 5000, got "many".'],
  ["CASTS", "no", 'Invalid CASTS: expected "on" or "off", got "no".'],
  ["SEARCH", "yes", 'Invalid SEARCH: expected "on" or "off", got "yes".'],
  ["ARCHIVE", "yes", 'Invalid ARCHIVE: expected "off", "public" or "indexed", got "yes".'],
  ["SYSTEM_NAMES", "uid", 'Invalid SYSTEM_NAMES: expected "name" or "ip", got "uid".'],
  [
    "ALLOWED_ORIGINS",
    "https://example.org/",
    'Invalid ALLOWED_ORIGINS: expected origins such as "https://example.org", separated by commas, got "https://example.org/".',
  ],
  [
    "EMBED_ORIGINS",
    "https://one.example, example.org",
    'Invalid EMBED_ORIGINS: expected origins such as "https://example.org", separated by commas, got "example.org".',
  ],
  [
    "EMBED_ORIGINS",
    "*, https://one.example/blog",
    'Invalid EMBED_ORIGINS: expected origins such as "https://example.org", separated by commas, got "https://one.example/blog".',
  ],
  ["DEPLOYMENT_BANS", "yes", 'Invalid DEPLOYMENT_BANS: expected "on" or "off", got "yes".'],
  ["RESERVED_NAMES", "host,\u0000", 'Invalid RESERVED_NAMES: expected usernames separated by commas, got "\u0000".'],
])("an invalid %s is named in the log, with the values it accepts", (name, value, message) => {
  expect(() => readConfig({ ...env, [name]: value })).toThrow(message);
});

test("P9.16 bans across all rooms need the owner's token", () => {
  expect(() => readConfig({ ...env, DEPLOYMENT_BANS: "on", OWNER_TOKEN: "" })).toThrow(
    'Invalid DEPLOYMENT_BANS: "on" requires OWNER_TOKEN, which authorizes the bans.',
  );
});

test("the log contains no part of an owner's token that is too short", () => {
  expect(() => readConfig({ ...env, OWNER_TOKEN: "hush-hush" })).toThrow(
    /^Invalid OWNER_TOKEN: expected at least 32 characters, got 9\.(?!.*hush)/,
  );
});
