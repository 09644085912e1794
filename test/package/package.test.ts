import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_COMMAND, exportsOf, renderApiPage } from "../../scripts/build/client-api.mjs";
import { installPackage, NAME, root, run } from "./install.ts";

/** Milliseconds: npm, the compiler and Node, each started anew on a busy machine. */
const TIMEOUT = 120_000;

/** What the examples of the documentation take for granted. */
const PAGE = `
declare const render: (...parts: unknown[]) => void;
declare const line: (...parts: string[]) => HTMLElement;
declare const complain: (code: string) => void;
declare const list: HTMLElement, banner: HTMLElement, form: HTMLFormElement, input: HTMLInputElement, nameField: HTMLInputElement;
`;

const PAGES = ["README.md", "client.md", "PROTOCOL.md"];

/** What the consumer uses of a platform, for one that has no types. */
const BARE = `
declare function queueMicrotask(run: () => void): void;
declare const WebSocket: import("${NAME}").SocketConstructor;
`;

let project: string;
const installed = () => join(project, "node_modules", NAME);

beforeAll(async () => {
  project = await installPackage();
  await copyFile(join(root, "test/package/consumer.ts"), join(project, "consumer.ts"));
  await writeFile(join(project, "bare.d.ts"), BARE);
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

  it("needs no other package, but for React in its entry of that name", async () => {
    const scripts = (await readdir(installed())).filter((name) => name.endsWith(".js") && name !== "react.js");
    const texts = await Promise.all(scripts.map((name) => readFile(join(installed(), name), "utf8")));
    const imported = texts.flatMap((text) =>
      Array.from(text.matchAll(/(?:from |import\()"([^"]+)"/g), ([, name]) => name),
    );
    expect(imported.filter((name) => !name?.startsWith("./") && name !== "node:fs")).toEqual([]);
    expect(await readFile(join(installed(), "react.js"), "utf8")).toContain('from "react"');
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
      // As one file each: most bundlers put what two scripts share into the first one.
      const bytes = (isLazy: boolean) =>
        gzipSync(
          Buffer.concat(
            outputFiles.filter(({ path }) => path.includes("on-demand") === isLazy).map(({ contents }) => contents),
          ),
        ).length;
      return { first: bytes(false), lazy: bytes(true) };
    };
    const whole = await size(`export { connect } from "${NAME}"`);
    const page = await readFile(join(installed(), "client.md"), "utf8");
    const said = /(\d+) kB minified and gzipped, and (\d+) kB more on demand/.exec(page);
    expect([whole.first, whole.lazy].map((bytes) => String(Math.round(bytes / 1_000)))).toEqual(said?.slice(1));
    expect(whole.first).toBeLessThan(18_000);
    expect((await size(`import { isAtLeast } from "${NAME}"; console.log(isAtLeast)`)).first).toBeLessThan(1_000);
  });

  it(`has its signatures in docs/client-api.md; if not, run \`${API_COMMAND}\``, async () => {
    const types = pathToFileURL(join(installed(), "types"));
    expect(await readFile(join(root, "docs/client-api.md"), "utf8")).toBe(await renderApiPage(types));
  });

  it("says of every export what it is, and of every method and function how to use it", async () => {
    const exported = await exportsOf(join(installed(), "types/client/index.d.ts"));
    expect(exported.length).toBeGreaterThan(60);
    const page = await readFile(join(installed(), "client.md"), "utf8");
    const undocumented: string[] = [];
    for (const { file, name } of exported) {
      if (!(await hasComment(file, name))) undocumented.push(name);
    }
    const client = await readFile(join(installed(), "types/client/room-client.d.ts"), "utf8");
    const methods = Array.from(client.matchAll(/^ {4}(\w+)(?:<.*>)?\(/gm), ([, method]) => String(method));
    expect(methods.length).toBeGreaterThan(20);
    const functions = ["connect", "view", "findMessage", "findMentions", "readMentions", "measure", "isAtLeast"];
    const unsaid = [...functions, ...methods].filter(
      (name) => name !== "constructor" && !new RegExp(`\\b${name}\\(`).test(page),
    );
    expect({ undocumented, unsaid }).toEqual({ undocumented: [], unsaid: [] });
  });

  const platforms = {
    "a browser": { lib: ["es2022", "dom"], types: [] },
    Node: { lib: ["es2022"], types: ["node"] },
    "a bare platform": { lib: ["es2022"], types: [] },
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
        files: ["consumer.ts", ...(platform === "a bare platform" ? ["bare.d.ts"] : [])],
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
      expect(examples).toHaveLength(5);
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

/** Whether the declaration of a name follows a comment, in its file or in the one that this exports it from. */
async function hasComment(file: string, name: string): Promise<boolean> {
  const text = await readFile(file, "utf8");
  const declared = `(?:declare )?(?:abstract )?(?:class|interface|type|function|const) ${name}\\b`;
  if (new RegExp(`\\*/\\s*(?:export )?${declared}`).test(text)) return true;
  const elsewhere = Array.from(text.matchAll(/export (?:type )?\{([^}]*)\} from "(.+)\.js"/g));
  const path = elsewhere.find(([, names]) => new RegExp(`\\b${name}\\b`).test(names ?? ""))?.[2];
  return path !== undefined && hasComment(`${join(dirname(file), path)}.d.ts`, name);
}
