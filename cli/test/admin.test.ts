import { once } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OWNER_TOKEN } from "../../test/support/owner-token.ts";
import { main } from "../main.ts";
import { type Program, type Ran, startProgram } from "./program.ts";

let program: Program;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program?.stop());

/** Runs `parley admin` in this process, which is as a person would, and much faster. */
async function admin(...args: string[]): Promise<Ran> {
  const written = { out: "", errors: "" };
  const catching = (stream: NodeJS.WriteStream, key: keyof typeof written) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      written[key] += String(text);
      return true;
    });
  const spies = [catching(process.stdout, "out"), catching(process.stderr, "errors")];
  vi.stubEnv("PARLEY_URL", program.server.origin);
  vi.stubEnv("OWNER_TOKEN", OWNER_TOKEN);
  try {
    const code = await main(["admin", ...args]);
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** A room that the directory knows: it reports ten seconds after its first event. */
async function reportedRoom(): Promise<{ room: string; uid: string }> {
  const room = program.freshRoom();
  const { token, uid } = await program.guest(room, "Ada");
  await program.run(["post", room, "Hello"], { token });
  await expect.poll(async () => (await admin("room", room)).code, { interval: 1_000 }).toBe(0);
  return { room, uid };
}

test("P18.4 rooms and their numbers are shown as a table, and as JSON for programs", async () => {
  const { room } = await reportedRoom();
  await admin("set", room, "title=The garden", "topic=Roses", "slowMode=5");
  await expect
    .poll(async () => (await admin("rooms", "--sort", "people")).out, { interval: 1_000 })
    .toContain("The garden");
  const list = JSON.parse((await admin("rooms", room, "--json")).out);
  expect(list).toMatchObject({ total: 1, rooms: [{ room, title: "The garden", topic: "Roses", messagesToday: 1 }] });
  const shown = await admin("room", `${program.server.origin}/r/${room}`);
  expect(shown.out).toMatch(/^title +The garden$/m);
  expect(shown.out).toContain('"slowMode":5');
  expect((await admin("numbers", "--count", "2")).out.trim().split("\n")).toHaveLength(3);
  expect((await admin("usage")).out).toMatch(/^rowsWritten .*100,000/m);
  const audit = await admin("audit", "--room", room);
  expect(audit.out).toMatch(new RegExp(`${room} +operator +settings`));
});

test("P18.2 an operator closes, opens, reads, prunes and deletes a room, and changes their mind", async () => {
  const { room, uid } = await reportedRoom();
  expect((await admin("close", room)).errors).toBe(`${room} is closed.\n`);
  const { token } = await program.guest(room, "Eve");
  expect(await program.run(["post", room, "Locked out?"], { token })).toMatchObject({ code: 1 });
  expect((await admin("open", room)).code).toBe(0);
  expect((await program.run(["post", room, "Open again"], { token })).code).toBe(0);
  const lines = (await admin("log", room)).out.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(["Hello", "Open again"]);
  expect((await admin("claim", room)).out).toMatch(new RegExp(`/r/${room}#claim=`));
  expect((await admin("invite", room, "--uses", "3")).out).toMatch(new RegExp(`/r/${room}#invite=`));
  expect((await admin("act", room, `{"action":"mute","uid":"${uid}","for":60000}`)).out).toContain('"done"');
  expect((await admin("erase", room, uid)).code).toBe(0);
  expect((await admin("prune", room, "--before", "2999-01-01")).code).toBe(0);
  expect((await admin("log", room)).out).toBe("");

  expect(await admin("delete", room)).toMatchObject({ code: 2 });
  expect((await admin("delete", room, "--name", room)).errors).toContain("will be deleted at");
  expect((await admin("rooms", room)).out).toContain("deleted");
  expect((await admin("keep", room)).errors).toBe(`${room} stays.\n`);
  expect(await admin("keep", room)).toMatchObject({ code: 1 });
});

test("P18.6 reports of all rooms are listed, and resolved", async () => {
  const { room } = await reportedRoom();
  const socket = new WebSocket(`${program.server.origin.replace("http", "ws")}/ws/${room}`, "parley.v1");
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "hello", v: 1, username: "Grace" }));
  socket.send(JSON.stringify({ type: "report", id: "r", target: 1, reason: "rude" }));
  const find = async () => (await admin("reports")).out;
  await expect.poll(find, { interval: 1_000 }).toMatch(new RegExp(`^${room} +1 .*Ada +rude +Hello$`, "m"));
  socket.close();
  expect((await admin("resolve", room, "1")).code).toBe(0);
  await expect.poll(find, { interval: 1_000 }).not.toContain(room);
});

test("P18.3 without the operator's token nothing is shown, and help is on every command", async () => {
  const refused = await program.run(["admin", "rooms"], { token: "", env: { OWNER_TOKEN: "x".repeat(40) } });
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.errors).toContain("bad_token");
  const help = (await admin("--help")).out;
  for (const name of ["rooms", "room", "numbers", "reports", "audit", "delete", "bans"])
    expect(help).toContain(`  ${name}`);
  expect((await admin("delete", "--help")).out).toContain("parley admin delete garden --name garden");
  expect(await admin("rooms", "--sort", "color")).toMatchObject({ code: 2 });
});
