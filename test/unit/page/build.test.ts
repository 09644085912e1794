import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltPage, buildPage } from "../../../scripts/build/page.mjs";

/** Bytes, gzipped, that a browser may have to load before anybody can talk. */
const FIRST_LOAD_BUDGET = 45_000;

/** Bytes, gzipped, that one who reads another language than English loads for it: all that the page says, and nothing else. */
const LANGUAGE_BUDGET = 5_000;

/** Bytes, gzipped, that a page loads which embeds a room. */
const ELEMENT_BUDGET = 4_096;

/** Bytes, gzipped, of the page of a frame: the room's first load, and what talks to the host. */
const FRAME_BUDGET = 52_000;

/** Bytes, gzipped, of the operator's page in English. */
const ADMIN_BUDGET = 75_000;

let folder: string;
let page: BuiltPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-page-"));
  page = await buildPage(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the first load stays within its budget", () => {
  const sizes = Object.fromEntries(page.first.map(({ bytes, url }) => [url, bytes]));
  const sum = page.first.reduce((total, { bytes }) => total + bytes, 0);
  expect(sum, JSON.stringify(sizes)).toBeLessThan(FIRST_LOAD_BUDGET);
});

test("embed.js stays within 4 kB", () => {
  expect(page.element.bytes).toBeLessThanOrEqual(ELEMENT_BUDGET);
});

test("a frame's first load stays within its budget", () => {
  const sizes = Object.fromEntries(page.frame.map(({ bytes, url }) => [url, bytes]));
  expect(
    page.frame.reduce((total, { bytes }) => total + bytes, 0),
    JSON.stringify(sizes),
  ).toBeLessThan(FRAME_BUDGET);
});

test("the full page carries nothing that is for frames", async () => {
  for (const { url } of [...page.first, ...page.lazy].filter((file) => file.url.endsWith(".js"))) {
    const { sources } = JSON.parse(await readFile(join(folder, `${url}.map`), "utf8"));
    expect(sources.filter((source: string) => /\/src\/embed\/|\/page\/embed\//.test(source))).toEqual([]);
  }
});

test("the operator's page is apart from the chat page, and stays within its budget", async () => {
  for (const { url } of [...page.first, ...page.lazy, ...page.frame].filter((file) => file.url.endsWith(".js"))) {
    const { sources } = JSON.parse(await readFile(join(folder, `${url}.map`), "utf8"));
    expect(sources.filter((source: string) => /\/page\/admin\/|\/i18n\/\w+\/admin\.ts/.test(source))).toEqual([]);
  }
  expect(page.admin.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThan(ADMIN_BUDGET);
});

test("nothing of the lazy folder, nor the parser of markup, is in the first load", async () => {
  for (const { url } of page.first.filter((file) => file.url.endsWith(".js"))) {
    const { sources } = JSON.parse(await readFile(join(folder, `${url}.map`), "utf8"));
    expect(sources.filter((source: string) => /\/page\/lazy\/|\/src\/markup\//.test(source))).toEqual([]);
  }
});

test("each script of the first load has code of its own", async () => {
  for (const { url } of [...page.first, ...page.frame].filter((file) => file.url.endsWith(".js"))) {
    const { sources } = JSON.parse(await readFile(join(folder, `${url}.map`), "utf8"));
    expect(sources, url).not.toEqual([]);
  }
});

test("another language than English adds to the first load no more than its own script", () => {
  const languages = page.lazy.filter(({ source }) => /\/page\/i18n\/\w+\/first\.ts$/.test(source ?? ""));
  expect(languages).toHaveLength(8);
  for (const { bytes, source } of languages) expect(bytes, source).toBeLessThan(LANGUAGE_BUDGET);
});

test("the service worker keeps every file of the page but what emoji are called, and another build has another", async () => {
  const worker = await readFile(join(folder, "service-worker.js"), "utf8");
  for (const { source, url } of [...page.first, ...page.lazy]) {
    if (!source?.startsWith("emoji:")) expect(worker).toContain(JSON.stringify(url));
    else expect(worker).not.toContain(url);
  }
  expect(worker).not.toContain("PARLEY_");
});

test("what the HTML asks for was built, and is counted with the first load", async () => {
  const html = await readFile(join(folder, "index.html"), "utf8");
  const asked = Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, url]) => String(url));
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(page.first.map(({ url }) => url)).toEqual(expect.arrayContaining(asked));
  const built = await readdir(join(folder, "assets"));
  expect(built).toEqual(expect.arrayContaining(asked.map((url) => url.replace("/assets/", ""))));
});

test("a name tells the content, so that a browser may keep a file for ever", async () => {
  for (const name of await readdir(join(folder, "assets"))) {
    expect(name).toMatch(/-[A-Z0-9]{8}\.(?:js|css)(?:\.map)?$/);
  }
});
