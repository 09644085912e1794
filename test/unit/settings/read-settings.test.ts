import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readServerSettings, readToml, readWranglerSettings } from "../../../scripts/settings/read-settings.ts";
import { describeMisspelled } from "../../../scripts/settings/report.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("a file of settings is TOML: texts, whole numbers and comments", () => {
  const text = `# Rooms\nROOMS = "listed"   # not open\nROOM_NAMES = 'lobby, "x"'\n\nMAX_ROOM_SOCKETS = 500\nRESERVED_NAMES = "Zo\\u00eb # 1"\n`;
  expect(readToml(text, "parley.toml")).toEqual({
    ROOMS: "listed",
    ROOM_NAMES: 'lobby, "x"',
    MAX_ROOM_SOCKETS: "500",
    RESERVED_NAMES: "Zoë # 1",
  });
});

test.each(["ROOMS = open", 'ROOMS = "open', "ROOM_NAMES = [", 'ROOMS "open"', 'ROOMS = "\\q"', 'CASTS = "on"'])(
  "what isn't TOML is refused with its line: %s",
  (line) => {
    expect(() => readToml(`CASTS = "off"\n${line}`, "parley.toml")).toThrow(/^parley\.toml:[23]: \S.*$/);
  },
);

test.each(["[rooms]", "ROOM_NAMES = ['a']", "MAX_ROOM_SOCKETS = 1.5", "CASTS = true", "SINCE = 2026-11-28"])(
  "a value that no setting has is refused with its name: %s",
  (line) => {
    const [name = ""] = /\w+/.exec(line) ?? [];
    expect(() => readToml(line, "parley.toml")).toThrow(`parley.toml: ${name} must be a text or a whole number`);
  },
);

test("a file may have the table of wrangler.toml's settings, and each setting once", () => {
  expect(readToml('# Rooms\n[vars] # settings\nROOMS = "claimed"\n', "parley.toml")).toEqual({ ROOMS: "claimed" });
  expect(() => readToml("[vars]\n[vars]\n", "parley.toml")).toThrow(/^parley\.toml:\d: /);
  expect(() => readToml('ROOMS = "open"\n[vars]\nROOMS = "claimed"\n', "parley.toml")).toThrow("ROOMS is set twice");
});

test("a name in the environment that is almost a setting's is told, and no other", () => {
  const names = [
    "MAX_ROOM_SOCKET",
    "OWNER_TOKENS",
    "rooms",
    "ROOMS",
    "PATH",
    "HOME",
    "npm_config_cache",
    "CASTLE_OF_GLASS",
  ];
  expect(describeMisspelled(names)).toEqual([
    "Unknown setting MAX_ROOM_SOCKET. Did you mean MAX_ROOM_SOCKETS?",
    "Unknown setting OWNER_TOKENS. Did you mean OWNER_TOKEN?",
    "Unknown setting rooms. Did you mean ROOMS?",
  ]);
});

test("a file that can't be read is named in one sentence", () => {
  expect(() => readServerSettings("no-such.toml", {})).toThrow(
    /^Can't read the settings in no-such\.toml: there is no such file\.$/,
  );
  expect(() => readServerSettings(root, {})).toThrow(/: it is a folder\.$/);
});

test("the doctor says which option it doesn't know, and where they are listed", () => {
  const command = ["scripts/doctor.ts", "--serv"];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toBe("Unknown option '--serv'\n`npm run doctor -- --help` lists the options.\n");
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
