import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { findBinary } from "../../support/workerd.ts";

const page = await readFile(new URL("../../../docs/bots.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("## As a Worker"));

/** The code of a language in the section. */
const sample = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(section)?.[1] ?? "";

const TIME = Date.parse("2026-11-27T08:00:00Z");

/** Has the sample's cron go off. */
const DRIVER = `export default {
  async test(_controller, env) {
    const { outcome } = await env.BOT.scheduled({ scheduledTime: new Date(${TIME}), cron: "0 8 * * *" });
    if (outcome !== "ok") throw new Error(outcome);
  },
};`;

/** The sample with its service binding, which leads to a server of this test. */
const configOf = (binding: string, address: string) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "bot", worker = (
      modules = [(name = "bot.js", esModule = embed "bot.js")],
      compatibilityDate = "2026-01-01",
      bindings = [(name = "${binding}", service = "chat"), (name = "BOT_TOKEN", text = "bot_secret")],
    )),
    (name = "chat", external = (address = "${address}", http = ())),
    (name = "driver", worker = (
      modules = [(name = "driver.js", esModule = embed "driver.js")],
      compatibilityDate = "2026-01-01",
      compatibilityFlags = ["service_binding_extra_handlers"],
      bindings = [(name = "BOT", service = "bot")],
    )),
  ],
);
`;

test("the Worker of docs/bots.md posts through its service binding, with an id that makes it safe to repeat", async () => {
  const posts: unknown[] = [];
  const chat = createServer(async (request, response) => {
    const { headers, method, url } = request;
    const body = Buffer.concat(await request.toArray()).toString();
    posts.push({ method, host: headers.host, url, bearer: headers.authorization, type: headers["content-type"], body });
    response.writeHead(201).end();
  });
  chat.listen(0, "127.0.0.1");
  await once(chat, "listening");
  onTestFinished(() => void chat.close());
  const folder = await mkdtemp(join(tmpdir(), "parley-worker-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [, binding = ""] = /binding = "(\w+)"/.exec(sample("toml")) ?? [];
  const { port } = chat.address() as AddressInfo;
  await writeFile(join(folder, "bot.js"), sample("js"));
  await writeFile(join(folder, "driver.js"), DRIVER);
  await writeFile(join(folder, "config.capnp"), configOf(binding, `127.0.0.1:${port}`));
  await promisify(execFile)(findBinary(), ["test", "--experimental", join(folder, "config.capnp")]);
  expect(posts).toEqual([
    {
      method: "POST",
      host: "chat.example.org",
      url: "/api/rooms/garden/messages",
      bearer: "Bearer bot_secret",
      type: "application/json",
      body: JSON.stringify({ id: `morning-${TIME}`, message: "Good morning!" }),
    },
  ]);
});
