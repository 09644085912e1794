import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorkerd, type Workerd } from "../support/workerd.ts";
import { installPackage, root, run } from "./install.ts";

/** Milliseconds: workerd, npm and Node, each started again on a busy machine. */
const TIMEOUT = 120_000;

/** What a page has, for samples that run in one: its storage outlasts the run, as a browser's does. */
const PAGE = `
import { existsSync, readFileSync, writeFileSync } from "node:fs";
const items = new Map(existsSync("local-storage.json") ? JSON.parse(readFileSync("local-storage.json", "utf8")) : []);
const save = () => writeFileSync("local-storage.json", JSON.stringify([...items]));
Object.assign(globalThis, {
  location: { href: process.env.ORIGIN + "/app" },
  localStorage: {
    get length() { return items.size; },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => { items.set(key, value); save(); },
    removeItem: (key) => { items.delete(key); save(); },
  },
  render() {},
  line: (...parts) => parts.join(" "),
  complain: (message) => { console.error(message); process.exitCode = 1; },
  list: { replaceChildren() {} },
  banner: {},
  form: { addEventListener() {} },
  input: { addEventListener() {} },
});
`;

/** Shows that the program works: it is in the room, and the room stores what it says. */
const PROOF = `
{
  const { uid, username } = await room.whenOnline();
  const stored = await room.send("still here");
  console.log(JSON.stringify({ uid, username, isStored: stored.seq > 0 }));
  room.close();
}
`;

let project: string;
let server: Workerd;

beforeAll(async () => {
  [project, server] = await Promise.all([installPackage(), startWorkerd()]);
  await writeFile(join(project, "page.js"), PAGE);
}, TIMEOUT);
afterAll(async () => {
  await server.stop();
  await rm(project, { recursive: true, force: true });
});

/** The samples of a page in a language, with a room of their own. */
async function samplesOf(page: string, language = "ts"): Promise<string[]> {
  const text = await readFile(join(root, page), "utf8");
  const samples = Array.from(text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs")), ([, code]) =>
    String(code),
  );
  const room = page.replace(/\W+/g, "-").toLowerCase();
  return samples.map((code, index) =>
    code
      .replaceAll(/wss?:\/\/[\w.:<>]*\/ws\/\w+/g, `${server.origin.replace("http", "ws")}/ws/${room}${index}`)
      .replaceAll("/ws/lobby", `/ws/${room}${index}`),
  );
}

async function runSample(name: string, code: string): Promise<unknown> {
  const { code: script } = await transform(code, { loader: "ts", format: "esm" });
  await writeFile(join(project, `${name}.js`), script);
  const environment = `process.env.ORIGIN = ${JSON.stringify(server.origin)};`;
  const program = `${environment} await import("./page.js"); await import("./${name}.js");`;
  const output = await run(process.execPath, ["--input-type=module", "-e", program], project);
  return JSON.parse(output.trim());
}

it(
  "every sample in docs works, and again in a second run: with a storage as the same person",
  async () => {
    const [quick = "", browser = "", node = ""] = await samplesOf("docs/client.md");
    const [origins = ""] = await samplesOf("docs/origins.md");
    const [readme = ""] = await samplesOf("README.md");
    const [pack = ""] = await samplesOf("src/client/README.md");
    const samples = { quick, browser, node, origins, readme, pack };
    const results: Record<string, unknown[]> = {};
    for (const [name, code] of Object.entries(samples)) {
      expect(code).toContain("connect(");
      results[name] = [await runSample(name, code + PROOF), await runSample(name, code + PROOF)];
    }
    const run = (username: unknown) => ({ uid: expect.any(String), username, isStored: true });
    const same = (username: unknown) => [run(username), run(username)];
    expect(results).toEqual({
      // Without a storage, the second run is another person, whose name is taken.
      quick: [run("Ada"), run("Ada 2")],
      browser: same("Ada"),
      node: same("echo"),
      origins: same(expect.stringMatching(/^guest/)),
      readme: same("Ada"),
      pack: same("Ada"),
    });
    for (const name of ["browser", "node", "origins", "readme", "pack"]) {
      const [first, second] = results[name] ?? [];
      expect(second, name).toEqual(first);
    }
  },
  TIMEOUT,
);

it(
  "the Worker's sample posts each time as the person of its token",
  async () => {
    const code = (await samplesOf("docs/client.md"))[3]?.replace("export default", "const worker =") ?? "";
    const address = /wss?:[^"]+/.exec(code)?.[0] ?? "";
    const first = `
      import { connect as join } from "@parley-chat/client";
      import { fileStorage } from "@parley-chat/client/node";
      const storage = fileStorage("worker.json");
      const before = join(${JSON.stringify(address)}, { username: "deploys", storage });
      await before.whenOnline();
      before.close();
      const [, identity] = [...storage.keys()].map((key) => [key, storage.get(key)]).find(([key]) => key.endsWith("#identity"));
    `;
    const proof = `
      const response = await worker.fetch(new Request("https://site.example"), { PARLEY_TOKEN: JSON.parse(identity).token });
      console.log(JSON.stringify({ status: response.status, ...(await response.json()) }));
    `;
    expect(await runSample("worker", code + first + proof)).toMatchObject({ status: 200, seq: 1 });
    expect(await runSample("worker", code + first + proof)).toMatchObject({ status: 200, seq: 2 });
  },
  TIMEOUT,
);

it(
  "the reader's sample follows the room, and enters it",
  async () => {
    const code = (await samplesOf("docs/client.md"))[4] ?? "";
    const enter = `
      await new Promise((resolve) => room.on("status", resolve));
      console.assert(room.state.isReader && room.state.self === undefined);
      await room.enter("Ada");
    `;
    expect(await runSample("reader", code + enter + PROOF)).toMatchObject({ username: "Ada", isStored: true });
  },
  TIMEOUT,
);

it(
  "the React sample builds",
  async () => {
    const [code = ""] = await samplesOf("docs/client.md", "tsx");
    await writeFile(join(project, "chat.tsx"), code);
    // Preact's React layer has the same hooks.
    await build({
      entryPoints: [join(project, "chat.tsx")],
      outfile: join(project, "chat.js"),
      bundle: true,
      format: "esm",
      jsx: "automatic",
      jsxImportSource: "preact",
      alias: { react: "preact/compat" },
      nodePaths: [join(root, "node_modules")],
    });
    const program = 'import { Chat } from "./chat.js"; console.log(JSON.stringify(typeof Chat));';
    expect(await runSample("react", program)).toBe("function");
  },
  TIMEOUT,
);
