import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect as enter } from "../../src/client/index.ts";
import { OWNER_TOKEN } from "../../test/support/owner-token.ts";
import { type Program, START, startProgram } from "./program.ts";

let program: Program;
let server: Program["server"];
let folder: string;

beforeAll(async () => {
  program = await startProgram();
  ({ folder, server } = program);
});
afterAll(() => program?.stop());

const freshRoom = () => program.freshRoom();
const parley: Program["run"] = (args, options) => program.run(args, options);
const guestToken: Program["guest"] = (room, username) => program.guest(room, username);

const linesOf = (text: string) => text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));

test("--help says what there is, and mistakes have exit code 2", async () => {
  expect(await parley(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("mcp"), errors: "" });
  expect(await parley(["post", "--help"])).toMatchObject({ code: 0, out: expect.stringContaining("parley post") });
  expect(await parley([])).toMatchObject({ code: 2 });
  expect(await parley(["shout"])).toMatchObject({ code: 2, errors: expect.stringContaining('no command "shout"') });
  expect(await parley(["post", "--colour", "red"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("--colour"),
  });
  expect(await parley(["post", "--room", "a room", "x"])).toMatchObject({ code: 2 });
  expect(await parley(["export", "one", "two"])).toMatchObject({ code: 2, errors: expect.stringContaining('"two"') });
  expect(await parley(["export", "one", "--room", "two"])).toMatchObject({ code: 2 });
  expect(await parley(["export", "--format", "pdf"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("csv"),
  });
  expect(await parley(["import", "--room", "x", "--from", join(folder, "none.zip")])).toMatchObject({ code: 2 });
});

test("a server that isn't there is exit code 3, and says what to do", async () => {
  const ran = await parley(["export", "http://127.0.0.1:9/r/garden"]);
  expect(ran).toMatchObject({ code: 3, errors: expect.stringMatching(/could not be reached[\s\S]*PARLEY_URL/) });
});

test("a room is given by its name or by its address", async () => {
  const room = freshRoom();
  const seed = await file("seed4.jsonl", [{ at: 1 }]);
  expect((await parley(["import", `${server.origin}/r/${room}`, "--from", seed])).errors).toContain("1 new messages");
  const { token } = await guestToken(room, "Ada");
  const socket = `${server.origin.replace("http", "ws")}/ws/${room}`;
  expect((await parley(["post", socket, "by", "address"], { token })).code).toBe(0);
  const lines = linesOf((await parley(["export", room])).out);
  expect(lines.map(({ message }) => message)).toEqual(["message 0", "by address"]);
});

test("P9.2, P15.1 claim prints a link, and bot makes, lists and revokes a bot", async () => {
  const room = freshRoom();
  const env = { OWNER_TOKEN };
  const link = await parley(["claim", room], { env });
  const secret = new RegExp(`^${server.origin}/r/${room}#claim=(\\S+)\n$`).exec(link.out)?.[1];
  const ada = enter(`${server.origin.replace("http", "ws")}/ws/${room}`, { username: "Ada" });
  await ada.claim(secret ?? "");
  expect(ada.state.self?.role).toBe("owner");
  ada.close();
  const made = await parley(["bot", room, "--name", "Robot", "--scopes", "write"], { env });
  expect((await parley(["post", room, "--token", made.out.trim(), "Beep."])).code).toBe(0);
  const id = /token of (\S+)\./.exec(made.errors)?.[1] ?? "";
  expect((await parley(["bot", room, "--list"], { env })).out).toMatch(new RegExp(`^${id}  write .*Robot\n$`));
  expect(await parley(["bot", room, "--revoke", id], { env })).toMatchObject({ code: 0 });
  expect(await parley(["post", room, "--token", made.out.trim(), "Beep."])).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/\[bad_token\]\nThe token is expired/),
  });
  expect(await parley(["bot", room], { env })).toMatchObject({ code: 2 });
  expect(await parley(["claim", room, "--list"], { env: { OWNER_TOKEN: "short" } })).toMatchObject({ code: 2 });
});

test("post writes as the person of its token, from its arguments or from stdin, and says why it was refused", async () => {
  const room = freshRoom();
  await parley(["import", "--room", room, "--from", await file("seed.jsonl", [{ at: 1 }])]);
  const { token } = await guestToken(room, "Ada");
  const first = await parley(["post", "--room", room, "--id", "x", "two", "words"], { token });
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\n$/) });
  expect((await parley(["post", "--room", room, "--id", "x", "two", "words"], { token })).out).toBe(first.out);
  const piped = await parley(["post", "--room", room, "--reply-to", first.out.trim()], {
    token,
    stdin: "from\nstdin\n",
  });
  expect(piped.code).toBe(0);
  expect(await parley(["post", "--room", room], { token })).toMatchObject({
    code: 1,
    errors: expect.stringContaining("[bad_message]"),
  });
  const lines = linesOf((await parley(["export", "--room", room])).out);
  expect(lines.slice(1)).toMatchObject([
    { message: "two words" },
    { message: "from\nstdin", replyTo: Number(first.out) },
  ]);
  expect(await parley(["export", "--room", room], { token })).toMatchObject({
    code: 1,
    errors: expect.stringContaining("[not_allowed]"),
  });
});

test("a bot's token posts as the bot, within its scopes, until the bot is revoked", async () => {
  const room = freshRoom();
  const owner = { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" };
  const bots = `${server.origin}/api/rooms/${room}/bots`;
  const makeBot = async (name: string, scopes: readonly string[]) => {
    const body = JSON.stringify({ name, scopes });
    const made = await fetch(bots, { method: "POST", headers: owner, body });
    expect(made.status).toBe(201);
    return (await made.json()) as { id: string; token: string };
  };
  const { id, token } = await makeBot("Robot", ["write"]);
  // The option counts more than the owner's token of the environment.
  const posted = await parley(["post", "--room", room, "--token", token, "Beep."]);
  expect(posted).toMatchObject({ code: 0, out: "1\n" });
  const [message] = linesOf((await parley(["export", "--room", room])).out);
  expect(message).toMatchObject({ uid: id, username: "Robot", bot: true, message: "Beep." });

  const reader = await makeBot("Reader", ["read"]);
  const refused = await parley(["post", "--room", room, "--token", reader.token, "Beep."]);
  expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining("[not_allowed]") });
  await fetch(`${bots}/${id}`, { method: "DELETE", headers: owner });
  const revoked = await parley(["post", "--room", room, "--token", token, "Beep."]);
  expect(revoked).toMatchObject({ code: 1, errors: expect.stringContaining("[bad_token]") });
});

/** A file of JSON lines, as an export has them. */
async function file(name: string, lines: readonly object[]): Promise<string> {
  const path = join(folder, name);
  const whole = lines.map((line, index) => ({
    type: "message",
    seq: index + 1,
    at: index + 1,
    uid: "u1",
    id: `id-${index}`,
    username: "Ada",
    message: `message ${index}`,
    ...line,
  }));
  await writeFile(path, whole.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return path;
}

test("P17.18 import and export go round, twice is once, and progress is shown", async () => {
  const [first, second] = [freshRoom(), freshRoom()];
  const lines = Array.from({ length: 1_200 }, (_, index) => ({
    ...(index % 7 === 3 ? { replyTo: index } : {}),
    ...(index % 50 === 0 ? { reactions: [{ emoji: "👍", uids: ["u2", "u3"], count: 2 }], editedAt: 5_000 } : {}),
  }));
  const path = await file("many.jsonl", lines);
  const imported = await parley(["import", "--room", first, "--from", path]);
  expect(imported).toMatchObject({ code: 0, errors: expect.stringContaining("1,200 new messages") });
  expect(imported.errors).toContain("1,200 of 1,200");
  expect((await parley(["import", "--room", first, "--from", path])).errors).toContain("0 new messages");
  const out = join(folder, "copy.jsonl");
  expect((await parley(["export", "--room", first, "--out", out])).code).toBe(0);
  expect((await parley(["import", "--room", second, "--from", out])).errors).toContain("1,200 new messages");
  const copy = await parley(["export", "--room", second]);
  expect(linesOf(copy.out)).toHaveLength(1_200);
  // Replies are numbers of messages, which an import in other batches gives other ones.
  expect(copy.out).toBe(await readFile(out, "utf8"));
});

test("several files are put in the order of time", async () => {
  const room = freshRoom();
  const [early, late] = [
    await file("early.jsonl", [
      { at: 10, message: "first" },
      { at: 30, message: "third" },
    ]),
    await file("late.jsonl", [{ at: 20, message: "second", uid: "u2" }]),
  ];
  await parley(["import", "--room", room, "--from", late, "--from", early]);
  const lines = linesOf((await parley(["export", "--room", room])).out);
  expect(lines.map(({ message }) => message)).toEqual(["first", "second", "third"]);
  expect(
    await parley(["import", "--room", room, "--from", await file("old.jsonl", [{ at: 5, id: "old" }])]),
  ).toMatchObject({
    code: 1,
    errors: expect.stringContaining("[import_order]"),
  });
});

test("a zip has the export, and the files that it links to", async () => {
  const room = freshRoom();
  await parley(["import", "--room", room, "--from", await file("seed2.jsonl", [{ at: 1 }])]);
  const { token } = await guestToken(room, "Ada");
  const authorization = `Bearer ${token}`;
  const upload = await fetch(`${server.origin}/api/rooms/${room}/files`, {
    method: "POST",
    headers: { authorization, "x-file-name": "notes.txt", "content-type": "text/plain" },
    body: "the notes",
  });
  const { file: uploaded } = (await upload.json()) as { file: { id: string } };
  await fetch(`${server.origin}/api/rooms/${room}/messages`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ message: "see", files: [{ id: uploaded.id }] }),
  });
  const out = join(folder, "room.zip");
  expect(await parley(["export", "--room", room, "--format", "html", "--zip", "--out", out])).toMatchObject({
    code: 0,
  });
  const entries = unzipSync(await readFile(out));
  const name = `files/${uploaded.id}-notes.txt`;
  expect(Object.keys(entries).sort()).toEqual([name, `${room}.html`].sort());
  expect(strFromU8(entries[name] ?? new Uint8Array())).toBe("the notes");
  expect(strFromU8(entries[`${room}.html`] ?? new Uint8Array())).toContain(`href="${name}"`);
});

test("an assistant lists and calls each tool of the MCP server", async () => {
  const room = freshRoom();
  await parley([
    "import",
    "--room",
    room,
    "--from",
    await file("seed3.jsonl", [{ at: 1, message: "the green heron" }]),
  ]);
  const { token, uid } = await guestToken(room, "Ada");
  const client = await connect(room, token);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    "delete_message",
    "moderate",
    "post_message",
    "read_messages",
    "search_messages",
  ]);
  const posted = await call(client, "post_message", { message: "hello from a tool", replyTo: 1 });
  expect(posted).toMatchObject({ message: "hello from a tool", replyTo: 1, uid });
  expect(await call(client, "read_messages", { limit: 10 })).toMatchObject({
    messages: [{ message: "the green heron", imported: true }, { message: "hello from a tool" }],
  });
  expect(await call(client, "search_messages", { query: "heron" })).toMatchObject({ messages: [{ seq: 1 }] });
  expect(await call(client, "delete_message", { seq: posted.seq })).toEqual({ deleted: posted.seq });
  await expect(call(client, "moderate", { action: "kick", uid })).rejects.toThrow("[not_allowed]");
  await client.close();

  const owner = await connect(room, OWNER_TOKEN);
  expect(await call(owner, "moderate", { action: "ban", uid, minutes: 5, reason: "spam" })).toMatchObject({
    type: "done",
  });
  await owner.close();
  const reader = await connect(room, OWNER_TOKEN, ["--read-only"]);
  expect((await reader.listTools()).tools.map(({ name }) => name)).toEqual(["read_messages", "search_messages"]);
  await reader.close();
});

async function connect(room: string, token: string, options: readonly string[] = []): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  const env = { ...process.env, PARLEY_URL: server.origin, PARLEY_TOKEN: token } as Record<string, string>;
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [START, "mcp", "--room", room, ...options], env }),
  );
  return client;
}

/** @throws Error with the tool's text if it says that it failed */
async function call(client: Client, name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const [first] = content as { text: string }[];
  if (isError) throw new Error(first?.text);
  return JSON.parse(first?.text ?? "");
}
