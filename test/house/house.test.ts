// The walls between the layers ("arrows point down only"), checked with the real compiler and the real linter on
// planted files. Each planted mistake comes with a control that must pass, so no test succeeds for the wrong reason.
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the compiler", () => {
  const dom = { document: "document.title", window: "window.name", localStorage: "localStorage.length" };
  const node = { process: "process.cwd()", Buffer: "Buffer.alloc(1)", __dirname: "__dirname" };
  const worker = { DurableObjectState: "0 as unknown as DurableObjectState", WebSocketPair: "new WebSocketPair()" };
  const ambient = {
    setTimeout: "setTimeout(() => {}, 1)",
    crypto: "crypto.randomUUID()",
    performance: "performance.now()",
    console: "console.log()",
    fetch: 'fetch("/")',
    WebSocket: 'new WebSocket("/")',
  };

  it("rejects timers, randomness, the network and every platform in the protocol and the room", async () => {
    const refused = { ...ambient, ...dom, ...node, ...worker };
    const control = '"ab".toWellFormed()';
    expect(await compile("tsconfig.json", ["src/protocol", "src/room"], refused, control)).toEqual(
      Object.keys(refused),
    );
  });

  it("rejects the DOM in the Worker", async () => {
    const control = `[${worker.WebSocketPair}, ${ambient.setTimeout}]`;
    expect(await compile("src/worker/tsconfig.json", ["src/worker"], dom, control)).toEqual(Object.keys(dom));
  });

  it("rejects the Worker's and Node's types in the client", async () => {
    const refused = { ...worker, ...node };
    const control = `[${ambient.WebSocket}, ${ambient.setTimeout}]`;
    expect(await compile("src/client/tsconfig.json", ["src/client"], refused, control)).toEqual(Object.keys(refused));
  });

  it("rejects the Worker's and Node's types in the page", async () => {
    const refused = { ...worker, ...node };
    const control = `[${dom.document}, ${ambient.setTimeout}]`;
    expect(await compile("src/page/tsconfig.json", ["src/page"], refused, control)).toEqual(Object.keys(refused));
  });

  it("rejects the page's, the Worker's and Node's types in the service worker", async () => {
    const refused = { ...worker, ...node, document: dom.document, localStorage: dom.localStorage };
    const control = `[${ambient.fetch}, caches.keys()]`;
    expect(await compile("src/service-worker/tsconfig.json", ["src/service-worker"], refused, control)).toEqual(
      Object.keys(refused),
    );
  });

  it("rejects a language that lacks one of the page's strings, or has one that English lacks", async () => {
    const german = await readFile(join(root, "src/page/i18n/de/first.ts"), "utf8");
    const planted = german.replaceAll('"../', `"${join(root, "src/page/i18n").replaceAll("\\", "/")}/`);
    const send = '    send: "Senden",\n';
    expect(planted).toContain(send);
    const folder = await scratchFolder();
    await plant(folder, {
      "tsconfig.json": JSON.stringify({ extends: join(root, "src/page/tsconfig.json"), include: ["."] }),
      "complete.ts": planted,
      "lacking.ts": planted.replace(send, ""),
      "surplus.ts": planted.replace(send, `${send}    sendd: "Senden",\n`),
      "pieces.ts": planted.replace(send, "    send: () => 3,\n"),
    });
    const output = await run(folder, ["node_modules/typescript/bin/tsc", "--pretty", "false"]);
    const refused = Array.from(output.matchAll(/^(\w+)\.ts\(\d+,\d+\): error/gm), ([, file]) => file);
    expect(refused.toSorted()).toEqual(["lacking", "pieces", "surplus"]);
    expect(output).toContain("Property 'send' is missing");
    expect(output).toContain("'sendd' does not exist");
  });

  /**
   * Compiles a layer's real files together with planted ones: an import of a real file could bring in a platform's
   * types.
   *
   * @param planted an expression for each name that must not exist
   * @param control an expression that must compile
   * @returns the names that the compiler did not find, in the order of `planted`
   */
  async function compile(config: string, layer: string[], planted: Readonly<Record<string, string>>, control: string) {
    const folder = await scratchFolder();
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    await plant(folder, {
      "tsconfig.json": JSON.stringify({
        extends: join(root, config),
        include: [...layer.map((part) => join(root, part)), "."],
      }),
      "control.ts": `export const planted = ${control};\n`,
      ...Object.fromEntries(
        Object.entries(planted).map(([name, expression]) => [`${name}.ts`, `export const planted = ${expression};\n`]),
      ),
    });
    const output = await run(folder, ["node_modules/typescript/bin/tsc", "--pretty", "false"]);
    expect(output).not.toContain("control.ts");
    return Object.keys(planted).filter((name) =>
      new RegExp(`\\b${name}\\.ts\\(\\d+,\\d+\\): error TS\\d+: Cannot find name '${name}'`).test(output),
    );
  }
});

describe("the linter", () => {
  const layers = [
    "protocol",
    "markup",
    "room",
    "worker",
    "capabilities",
    "client",
    "embed",
    "react",
    "page",
    "service-worker",
  ] as const;
  const mayImport: Readonly<Record<(typeof layers)[number], readonly string[]>> = {
    protocol: [],
    markup: ["protocol"],
    room: ["protocol"],
    worker: ["protocol", "room", "cloudflare:workers"],
    capabilities: ["protocol", "markup", "room", "worker", "cloudflare:workers"],
    client: ["protocol"],
    embed: [],
    react: ["protocol", "client", "embed"],
    page: ["protocol", "markup", "client", "embed"],
    "service-worker": [],
  };
  const platforms = ["cloudflare:workers", "node:fs", "node:fs/promises"];

  it("rejects every sideways and upward import at any depth, and accepts downward ones", async () => {
    const folder = await scratchFolder();
    const files: Record<string, string> = {};
    const refused: string[] = [];
    for (const from of layers) {
      for (const to of [...layers.filter((layer) => layer !== from), ...platforms]) {
        for (const [depth, up] of ["../", "../../", "../../../../"].entries()) {
          const specifier = platforms.includes(to) ? to : `${up}${to}/x.ts`;
          const file = `src/${from}/${"deeper/".repeat(up.length / 3 - 1)}${to.replaceAll(/\W/g, "-")}-${depth}.ts`;
          files[file] = `export { x } from "${specifier}";\n`;
          if (!mayImport[from].includes(to)) {
            refused.push(file);
          }
        }
      }
    }
    await plant(folder, files);
    await copyFile(join(root, "biome.json"), join(folder, "biome.json"));
    expect(await refusedImports(folder)).toEqual(refused.toSorted());
  });

  it("lets one file of the core import a capability: the list of those that are on", async () => {
    const folder = await scratchFolder();
    const line = 'export { x } from "../capabilities/reports/x.ts";\n';
    await plant(folder, {
      "src/worker/capabilities.ts": line,
      "src/worker/other.ts": line,
      "src/room/capabilities.ts": line,
    });
    await copyFile(join(root, "biome.json"), join(folder, "biome.json"));
    expect(await refusedImports(folder)).toEqual(["src/room/capabilities.ts", "src/worker/other.ts"]);
  });

  /** The files of a folder whose imports the linter refuses. */
  async function refusedImports(folder: string): Promise<(string | undefined)[]> {
    const output = await run(folder, [
      "node_modules/@biomejs/biome/bin/biome",
      "lint",
      "--only=style/noRestrictedImports",
      "--vcs-enabled=false",
      "--max-diagnostics=none",
      "--reporter=github",
    ]);
    const reported = [...output.matchAll(/noRestrictedImports,file=[^,]*?(src\/[^,]+)/g)].map(([, file]) => file);
    return reported.toSorted();
  }
});

describe.each(["", "bench/", "bench/page/", "test/browsers/"])("the lockfile of %s", (folder) => {
  it("contains no download address, so that it works with every registry and mirror", async () => {
    const lockfile = await readFile(join(root, folder, "package-lock.json"), "utf8");
    expect(lockfile).toContain('"integrity"');
    expect(lockfile).not.toContain('"resolved"');
  });

  it("pins exact versions", async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions).not.toHaveLength(0);
    expect(versions.filter((version) => !/^(npm:[^ ]+@)?\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });
});

/** Creates a folder outside the tree, which is removed after the test. */
async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "parley-house-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function plant(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Runs one of the project's tools in a folder and returns everything that it printed. */
function run(cwd: string, [script = "", ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Planted mistakes make the exit code useless, so the output is judged.
    execFile(process.execPath, [join(root, script), ...args], { cwd }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
