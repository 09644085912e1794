import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readObject } from "../../../src/protocol/frame.ts";

const page = await readFile(new URL("../../../docs/bots.md", import.meta.url), "utf8");

const TOKEN = `bot_${"x".repeat(43)}`;

/** The first program of a language in the page. */
function sample(language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1] ?? "";
}

const PROGRAMS = [
  { language: "js", command: process.execPath, file: "bot.mjs" },
  { language: "python", command: "python3", file: "bot.py" },
  { language: "php", command: "php", file: "bot.php" },
];

const isInstalled = (command: string) => spawnSync(command, ["--version"]).status === 0;

/** A room in which a person and another bot say `!ping`. Resolves with the first post. */
async function standIn() {
  const said = [
    { seq: 8, message: "hello" },
    { seq: 9, message: "!ping", bot: true },
    { seq: 10, message: "!ping" },
  ];
  const posted: { bearer: string | undefined; body: unknown }[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://stand-in");
    const chunks = await request.toArray();
    const answer = (body: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    if (pathname !== "/api/rooms/garden/messages") return answer({ error: { code: "not_found" } });
    if (request.method === "POST") {
      const body = readObject(Buffer.concat(chunks).toString());
      posted.push({ bearer: request.headers.authorization, body: body.ok ? body.value : body.error });
      return answer({});
    }
    asked.push(searchParams.toString());
    const after = searchParams.get("after");
    const messages = after === null ? [] : said.filter(({ seq }) => seq > Number(after));
    return answer({ messages, head: 7 });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // An address with a port, because it listens on one.
  const { port } = server.address() as AddressInfo;
  return { asked, posted, origin: `http://127.0.0.1:${port}` };
}

test.each(PROGRAMS.filter(({ command }) => isInstalled(command)))(
  "the bot of docs/bots.md in $language answers a person once, and no bot",
  async ({ command, file, language }) => {
    const room = await standIn();
    const folder = await mkdtemp(join(tmpdir(), "parley-bot-"));
    await writeFile(join(folder, file), sample(language));
    const env = { ...process.env, CHAT: room.origin, BOT_TOKEN: TOKEN };
    const program: ChildProcess = spawn(command, [join(folder, file)], { env, stdio: "inherit" });
    onTestFinished(async () => {
      program.kill("SIGKILL");
      await rm(folder, { recursive: true });
    });
    // It goes on after the message that it answered.
    await expect.poll(() => room.asked.filter((query) => query === "after=10").length).toBeGreaterThan(0);
    expect(room.posted).toEqual([{ bearer: `Bearer ${TOKEN}`, body: { id: "pong-10", message: "pong", replyTo: 10 } }]);
    expect(room.asked[0]).toBe("limit=1");
  },
);
