import { expect, inject, test } from "vitest";

/** Every file that the page's HTML requests. */
async function assets(): Promise<string[]> {
  const html = await (await fetch(inject("origin"))).text();
  return Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path]) => String(path));
}

async function cacheControl(path: string): Promise<string | null> {
  const response = await fetch(inject("origin") + path);
  await response.body?.cancel();
  return response.headers.get("cache-control");
}

test("a file with a content hash in its name is cached forever", async () => {
  const paths = await assets();
  expect(paths.length).toBeGreaterThanOrEqual(3);
  for (const path of paths) expect(await cacheControl(path)).toBe("public, max-age=31536000, immutable");
});

test.each(["/", "/r/any", "/icon.svg", "/nowhere"])("%s is revalidated each time", async (path) => {
  expect(await cacheControl(path)).toBe("public, max-age=0, must-revalidate");
});
