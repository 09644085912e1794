import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { emojiModules } from "../build/emoji.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The command that writes THIRD_PARTY_LICENSES.md. */
export const COMMAND = "node scripts/licenses.ts";

/** Data that a plugin turns into modules, so that esbuild doesn't list its package as an input. */
const EMOJI_DATA = "emojibase-data";

/** Data that a script took from a package, for the same reason. */
const CONFUSABLES = { file: "src/room/people/confusables.json", packageName: "unhomoglyph" };

/** Every program that Parley ships. */
const BUNDLES = {
  "the page": "src/page/main.tsx",
  "the page of a frame": "src/page/embed/main.tsx",
  "the service worker": "src/service-worker/main.ts",
  "the client library": "src/client/index.ts",
  "the Worker": "src/worker/index.ts",
} as const;

const OPTIONS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  metafile: true,
  format: "esm",
  splitting: true,
  outdir: "unused",
  external: ["cloudflare:*"],
  plugins: [emojiModules],
  logLevel: "error",
};

/** The packages in each bundle, by the package's name. */
export async function findBundledPackages(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const [bundle, entry] of Object.entries(BUNDLES)) {
    const { metafile } = await build({ ...OPTIONS, entryPoints: [entry] });
    const packages = new Set(Object.keys(metafile?.inputs ?? {}).map(packageOf));
    for (const name of packages) {
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), bundle]);
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** @param input a path of esbuild's metafile, or a plugin's namespace and path */
function packageOf(input: string): string | undefined {
  if (input.startsWith("emoji:")) return EMOJI_DATA;
  if (input === CONFUSABLES.file) return CONFUSABLES.packageName;
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

/** Renders THIRD_PARTY_LICENSES.md. */
export async function renderLicenses(): Promise<string> {
  const packages = await findBundledPackages();
  const sections = Array.from(packages, ([name, bundles]) => {
    const { homepage, license, version } = readManifest(name);
    const title = homepage === undefined ? name : `[${name}](${homepage})`;
    return `## ${name}\n\n${title} ${version}, ${license}, in ${bundles.join(", ")}.\n\n\`\`\`text\n${readLicense(name)}\n\`\`\``;
  });
  return `# Third-party licenses\n\nParley ships these packages inside its bundles. \`${COMMAND}\` writes this page.\n\n${sections.join("\n\n")}\n`;
}

function readManifest(name: string): {
  readonly version: string;
  readonly license: string;
  readonly homepage?: string;
} {
  // npm has validated the manifests of installed packages.
  return JSON.parse(readFileSync(`${ROOT}/node_modules/${name}/package.json`, "utf8"));
}

/** @throws Error if the package has no license file */
function readLicense(name: string): string {
  const folder = `${ROOT}/node_modules/${name}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no license file`);
  return readFileSync(`${folder}/${file}`, "utf8").trim();
}
