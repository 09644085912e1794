import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readFlatToml, readServerSettings, readWranglerSettings } from "../../../scripts/settings/read-settings.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("a flat TOML file has one setting a line: texts, whole numbers and comments", () => {
  const text = `# Rooms\nROOMS = "listed"   # not open\nROOM_NAMES = 'lobby, "x"'\n\nMAX_ROOM_SOCKETS = 500\nRESERVED_NAMES = "Zo\\u00eb # 1"\n`;
  expect(readFlatToml(text, "parley.toml")).toEqual({
    ROOMS: "listed",
    ROOM_NAMES: 'lobby, "x"',
    MAX_ROOM_SOCKETS: "500",
    RESERVED_NAMES: "Zoë # 1",
  });
});

test.each([
  "[rooms]",
  'CASTS = "on"',
  "ROOMS = open",
  'ROOMS = "open',
  "ROOM_NAMES = [",
  'ROOMS "open"',
  'ROOMS = "\\q"',
])("a line that is no setting is refused with its number: %s", (line) => {
  expect(() => readFlatToml(`CASTS = "off"\n${line}`, "parley.toml")).toThrow(/^parley\.toml:2: /);
});

test("a file may have the heading of wrangler.toml's settings, once", () => {
  expect(readFlatToml('# Rooms\n[vars] # settings\nROOMS = "claimed"\n', "parley.toml")).toEqual({ ROOMS: "claimed" });
  expect(() => readFlatToml("[vars]\n[vars]\n", "parley.toml")).toThrow(/^parley\.toml:2: /);
});

test("a file that can't be read is named in one sentence", () => {
  expect(() => readServerSettings("no-such.toml", {})).toThrow(
    /^Can't read the settings in no-such\.toml: there is no such file\.$/,
  );
  expect(() => readServerSettings(root, {})).toThrow(/: it is a folder\.$/);
});

test("the doctor says in one line which option it doesn't know", () => {
  const command = ["scripts/doctor.ts", "--serv"];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Unknown option '--serv'.*\n$/);
});

test("the environment comes before wrangler's and a file's values, and only settings are taken from it", () => {
  expect(readServerSettings(undefined, { ROOMS: "claimed", PATH: "/bin", OWNER_TOKEN: "t" })).toEqual({
    ROOMS: "claimed",
    OWNER_TOKEN: "t",
  });
});

test("a deployment's settings are those of wrangler.toml and of --var", async () => {
  const values = await readWranglerSettings([
    "deploy",
    "--var",
    "CASTS:off",
    "ACCESS_AUD:a:b",
    "--minify",
    "--var=ROOMS:x",
  ]);
  expect(values).toMatchObject({ SYSTEM_NAMES: "name", CASTS: "off", ACCESS_AUD: "a:b", ROOMS: "x", KEEP_DAYS: "" });
});

test.each(["dev", "deploy"])("`%s` ends before it starts if a setting is invalid", (command) => {
  const args = ["scripts/wrangler.mjs", command, "--var", "MAX_ROOM_SOCKETS:abc"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain('Invalid MAX_ROOM_SOCKETS: expected a whole number from 1 to 5000, got "abc".');
  expect(stderr).toContain('For example: MAX_ROOM_SOCKETS = "500"');
});
