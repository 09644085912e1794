import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { Guest } from "./guest.ts";
import { freshRoom, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Gzipped bytes that a browser may load before the room is there and the user can type. */
const BUDGET = 45_000;

/** Gzipped bytes until messages can be read: the parser of messages, which loads meanwhile, is part of it. */
const READ_BUDGET = 75_000;

/** Extra gzipped bytes for a language other than English, which other users do not load. */
const LANGUAGE_BUDGET = 5_000;

/** Everything a page had loaded by a moment: paths, and bytes as transferred. */
function loadedUntil(page: Page, moment: "typable" | "readable"): Promise<ReadonlyMap<string, number>> {
  const read = page.evaluate((name) => {
    const until = Number(document.documentElement.dataset[name]);
    // Resource timings include the document, and the compressed size of everything.
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return all
      .filter((entry) => entry instanceof PerformanceResourceTiming && entry.responseEnd <= until)
      .filter(({ name }) => !/\.(?:svg|png|webmanifest)$/.test(name))
      .map((entry): [string, number] => [
        new URL(entry.name).pathname,
        entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0,
      ]);
  }, moment);
  return read.then((entries) => new Map(entries));
}

/** The scripts that the early script asks for: the parser of messages. */
async function nextScripts(): Promise<readonly string[]> {
  const html = await (await fetch(visitors.origin)).text();
  const paths = /data-next="(.+?)"/.exec(html)?.[1]?.split(" ") ?? [];
  expect(paths).toContainEqual(expect.stringContaining("/assets/parse-markup-"));
  return paths;
}

/** Runs in a page before its own scripts: notes when the composer is there, and when a message is. */
function noteMoments(): void {
  const moments = { typable: "#composer-text", readable: ".messages .text" };
  const note = () => {
    const { dataset } = document.documentElement;
    for (const [name, selector] of Object.entries(moments)) {
      if (document.querySelector(selector) !== null) dataset[name] ??= String(performance.now());
    }
  };
  new MutationObserver(note).observe(document, { childList: true, subtree: true });
}

test.each([
  ["a newcomer", undefined, "en", 0],
  ["a returning user", "Ada", "en", 0],
  ["a newcomer of another language", undefined, "de", LANGUAGE_BUDGET],
])("the bytes that a browser loads until %s can type, and can read, stay within the budget", async (...row) => {
  const [, name, locale, extra] = row;
  const { promise: measured, resolve: measure } = Promise.withResolvers<void>();
  const { promise: typable, resolve: type } = Promise.withResolvers<void>();
  const room = freshRoom();
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  await mei.says("hello");
  const page = await visitors.visit({
    path: `/r/${room}`,
    locale,
    ...(name === undefined ? {} : { name }),
    prepare: async (page) => {
      await page.addInitScript(noteMoments);
      // The lazy part loads next, and must not be needed to read.
      await page.route("**/assets/parts-*.js", (route) => measured.then(() => route.continue()));
      // The parser loads meanwhile, and must not be needed to type.
      for (const path of await nextScripts())
        await page.route(`**${path}`, (route) => typable.then(() => route.continue()));
    },
  });
  await page.waitForFunction(() => document.documentElement.dataset.typable !== undefined);
  type();
  await sees(page, "hello");
  for (const [moment, budget] of [
    ["typable", BUDGET],
    ["readable", READ_BUDGET],
  ] as const) {
    const loaded = await loadedUntil(page, moment);
    const sum = [...loaded.values()].reduce((total, bytes) => total + bytes, 0);
    expect([...loaded.keys()].some((path) => path.endsWith(".css"))).toBe(true);
    expect(sum).toBeGreaterThan(10_000);
    expect(sum, JSON.stringify([...loaded])).toBeLessThan(budget + extra);
  }
  measure();
});

test("the bar of the header is painted before the page's script is there, and keeps its height", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: opened, resolve: open } = Promise.withResolvers<Page>();
  const html = await (await fetch(visitors.origin)).text();
  const [, script] = /<script type="module" src="(.+?)"/.exec(html) ?? [];
  const room = freshRoom();
  // Loading ends with the script.
  const loaded = visitors.visit({
    path: `/r/${room}`,
    viewport: { width: 390, height: 700 },
    prepare: async (page) => {
      await page.route(`**${script}`, (route) => arrived.then(() => route.continue()));
      open(page);
    },
  });
  const page = await opened;
  const bar = page.getByRole("banner");
  await bar.getByText("Parley").waitFor();
  const before = await bar.boundingBox();
  arrive();
  await loaded;
  await bar.getByText(`#${room}`).waitFor();
  expect(await bar.boundingBox()).toEqual(before);
});

test("a browser that is too old shows a note and no chat", async () => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    name: "Ada",
    prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(Intl, "Segmenter")),
  });
  await page.getByText("This browser is too old for the chat.").waitFor();
  expect(await page.getByRole("main").count()).toBe(1);
  expect(await page.getByRole("textbox").count()).toBe(0);
});
