// The folders of a layer, as a graph: an import from one folder to another is an edge.
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The texts of a layer's files, by their paths in it. */
type Layer = Readonly<Record<string, string>>;

describe.each(["src/room", "src/worker"])("the folders of %s", (layer) => {
  it("import one way: none imports a folder that imports it, directly or through others", async () => {
    const files = await readLayer(layer);
    expect(Object.keys(files).length).toBeGreaterThan(20);
    expect(circularImports(files)).toEqual([]);
  });

  it("cannot import each other through a third one without being found", async () => {
    const files = await readLayer(layer);
    const found = importsBetween(files).find(({ from, to }) => folderOf(from) !== "." && folderOf(to) !== ".");
    const [low, file] = [folderOf(found?.to ?? ""), found?.from ?? ""];
    const planted = {
      ...files,
      "between/planted.ts": `export * from "../${file}";\n`,
      [`${low}/planted.ts`]: 'export * from "../between/planted.ts";\n',
    };
    expect(circularImports(planted)).toEqual(
      expect.arrayContaining([`between/planted.ts imports ${file}`, `${low}/planted.ts imports between/planted.ts`]),
    );
  });
});

/** Imports that are part of a cycle of folders. */
function circularImports(files: Layer): string[] {
  const imports = importsBetween(files);
  const next = Map.groupBy(imports, ({ from }) => folderOf(from));
  const reaches = (start: string, goal: string, seen = new Set<string>()): boolean => {
    if (start === goal) return true;
    if (seen.has(start)) return false;
    seen.add(start);
    return (next.get(start) ?? []).some(({ to }) => reaches(folderOf(to), goal, seen));
  };
  return imports
    .filter(({ from, to }) => reaches(folderOf(to), folderOf(from)))
    .map(({ from, to }) => `${from} imports ${to}`);
}

/** Imports that cross from one folder of a layer to another. */
function importsBetween(files: Layer): { readonly from: string; readonly to: string }[] {
  return Object.entries(files).flatMap(([from, text]) =>
    Array.from(text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g), ([, specifier = ""]) => ({
      from,
      to: posix.join(posix.dirname(from), specifier),
    })).filter(({ to }) => !to.startsWith("../") && folderOf(to) !== folderOf(from)),
  );
}

function folderOf(file: string): string {
  return posix.dirname(file);
}

async function readLayer(layer: string): Promise<Layer> {
  const names = await readdir(join(root, layer), { recursive: true });
  const files = names.map((name) => name.replaceAll("\\", "/")).filter((name) => /\.tsx?$/.test(name));
  const entries = files.map(async (file) => [file, await readFile(join(root, layer, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(entries));
}
