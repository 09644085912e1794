import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Milliseconds: npm, the compiler and Node, each started anew on a busy machine. */
const TIMEOUT = 120_000;

/** What the examples of the documentation take for granted. */
const PAGE = `
declare const render: (...parts: unknown[]) => void;
declare const line: (...parts: string[]) => HTMLElement;
declare const complain: (code: string) => void;
declare const list: HTMLElement, banner: HTMLElement, form: HTMLFormElement, input: HTMLInputElement;
`;

const NAME = "@parley-chat/client";
const PAGES = ["README.md", "client.md", "PROTOCOL.md"];

let project: string;
const installed = () => join(project, "node_modules", NAME);

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "parley-package-"));
  await run(process.execPath, ["scripts/build-client.mjs"], root);
  await run("npm", ["pack", "./dist", "--silent", "--pack-destination", project], root);
  const tarball = (await readdir(project)).find((name) => name.endsWith(".tgz"));
  await run("tar", ["-xzf", String(tarball)], project);
  await mkdir(dirname(installed()), { recursive: true });
  await mkdir(join(project, "node_modules", "@types"), { recursive: true });
  await rename(join(project, "package"), installed());
  await copyFile(join(root, "test/package/consumer.ts"), join(project, "consumer.ts"));
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "outside", type: "module" }));
  for (const types of ["@types/node", "undici-types", "@cloudflare/workers-types"]) {
    await mkdir(dirname(join(project, "node_modules", types)), { recursive: true });
    await symlink(join(root, "node_modules", types), join(project, "node_modules", types), "junction");
  }
}, TIMEOUT);

afterAll(() => rm(project, { recursive: true, force: true }));

describe("the packed client", () => {
  it("is JavaScript with source maps, its types, its pages, and what every package has", async () => {
    const files = await readdir(installed(), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    const expected = ["index.js", "index.js.map", "node.js", "index.d.ts", "LICENSE", "package.json", ...PAGES];
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(names.filter((name) => !/\.(d\.ts|js|js\.map|md)$|^LICENSE$|^package\.json$/.test(name))).toEqual([]);
  });

  it("needs no other package", async () => {
    const scripts = (await readdir(installed())).filter((name) => name.endsWith(".js"));
    const texts = await Promise.all(scripts.map((name) => readFile(join(installed(), name), "utf8")));
    const imported = texts.flatMap((text) =>
      Array.from(text.matchAll(/(?:from |import\()"([^"]+)"/g), ([, name]) => name),
    );
    expect(imported.filter((name) => !name?.startsWith("./") && name !== "node:fs")).toEqual([]);
  });

  it("has pages whose links lead to a page of the package, or to the web", async () => {
    const texts = await Promise.all(PAGES.map((name) => readFile(join(installed(), name), "utf8")));
    const targets = texts.flatMap((text) => Array.from(text.matchAll(/\]\(([^)#\s]+)/g), ([, target = ""]) => target));
    expect(targets).toEqual(expect.arrayContaining(["client.md", "PROTOCOL.md"]));
    expect(targets.filter((target) => !/^https?:/.test(target) && !PAGES.includes(target))).toEqual([]);
  });

  it("has sizes as docs/client.md says, and `isAtLeast` alone brings nothing else", async () => {
    const size = async (code: string) => {
      const { outputFiles } = await build({
        stdin: { contents: code, resolveDir: project },
        bundle: true,
        splitting: true,
        format: "esm",
        minify: true,
        write: false,
        outdir: project,
      });
      const bytes = (isLazy: boolean) =>
        outputFiles
          .filter(({ path }) => path.includes("on-demand") === isLazy)
          .reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
      return { first: bytes(false), lazy: bytes(true) };
    };
    const whole = await size(`export { connect, webStorage } from "${NAME}"`);
    const page = await readFile(join(installed(), "client.md"), "utf8");
    const said = /(\d+) kB minified and gzipped, and (\d+) kB more on demand/.exec(page);
    expect([whole.first, whole.lazy].map((bytes) => String(Math.round(bytes / 1_000)))).toEqual(said?.slice(1));
    expect(whole.first).toBeLessThan(18_000);
    expect((await size(`import { isAtLeast } from "${NAME}"; console.log(isAtLeast)`)).first).toBeLessThan(1_000);
  });

  const platforms = {
    "a browser": { lib: ["es2022", "dom"], types: [] },
    Node: { lib: ["es2022"], types: ["node"] },
    "a Worker": { lib: ["es2022"], types: ["@cloudflare/workers-types"] },
  };
  const resolutions = { bundler: "esnext", node16: "node16", nodenext: "nodenext" };
  const cases = Object.keys(platforms).flatMap((platform) =>
    Object.keys(resolutions).map((resolution) => [platform, resolution] as const),
  );

  it.each(cases)(
    "has types for %s, with moduleResolution %s and every check of the compiler",
    async (platform, moduleResolution) => {
      const config = {
        compilerOptions: {
          ...Object.entries(platforms).find(([name]) => name === platform)?.[1],
          target: "es2022",
          module: Object.entries(resolutions).find(([name]) => name === moduleResolution)?.[1],
          moduleResolution,
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          verbatimModuleSyntax: true,
          // The library's own declarations are to be sound, too.
          skipLibCheck: platform !== "a browser",
          outDir: "out",
        },
        files: ["consumer.ts"],
      };
      const name = `tsconfig.${platform}.${moduleResolution}.json`.replaceAll(" ", "-");
      await writeFile(join(project, name), JSON.stringify(config));
      const output = await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", name], project);
      expect(output).toBe("");
    },
    TIMEOUT,
  );

  it(
    "is used in the documentation as it is",
    async () => {
      const page = await readFile(join(root, "docs/client.md"), "utf8");
      const examples = Array.from(page.matchAll(/```ts\n(.*?)```/gs), ([, code]) => String(code));
      expect(examples).toHaveLength(4);
      await Promise.all(examples.map((code, index) => writeFile(join(project, `example-${index}.ts`), code)));
      await writeFile(join(project, "page.d.ts"), PAGE);
      const config = {
        compilerOptions: {
          target: "es2022",
          module: "esnext",
          moduleResolution: "bundler",
          strict: true,
          noEmit: true,
        },
        files: ["page.d.ts", ...examples.map((_, index) => `example-${index}.ts`)],
      };
      await writeFile(join(project, "tsconfig.examples.json"), JSON.stringify(config));
      const args = [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.examples.json"];
      expect(await run(process.execPath, args, project)).toBe("");
    },
    TIMEOUT,
  );

  it(
    "runs",
    async () => {
      const script = 'import("./out/consumer.js").then(({ report }) => console.log(JSON.stringify(report)))';
      const output = await run(process.execPath, ["-e", script], project);
      expect(JSON.parse(output)).toEqual({
        seq: 1,
        idLength: 32,
        heard: ["message"],
        text: "hello",
        color: "red",
        status: "closed",
        code: "message_too_long",
        kept: ["parley:wss://parley.test/ws/lobby#identity"],
      });
    },
    TIMEOUT,
  );
});

/** Runs a program to its end; gives what it printed, and fails with that where it fails. */
function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell starts.
    execFile(
      program,
      args,
      { cwd, shell: program === "npm" && process.platform === "win32" },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`));
      },
    );
  });
}
