// `npm run bench:page`: how soon the page is usable on a slow phone, and Lighthouse's scores. docs/page.md has the
// results.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildPage } from "../../scripts/build/page.mjs";
import { connect } from "../../src/client/index.ts";
import { launchBrowser } from "../../test/support/browser.ts";
import { startDevServer } from "../../test/support/dev-server.ts";
import { installIn } from "../install.ts";
import { fillPictureRoom, measurePictures } from "./pictures.ts";
import { fillLongRoom, measureScroll } from "./scroll.ts";
import { measureStartUp, SLOW } from "./start-up.ts";

/** Messages in the measured room: as many as a newcomer receives. */
const MESSAGES = 50;

/** Messages in the scrolled room: as many as a page holds. */
const LONG = 10_000;

/** The same URL, for a new and for a returning user. */
const VISITORS = [
  { who: "newcomer, reading a room with 50 messages", name: undefined },
  { who: "returning user, in a room with 50 messages", name: "Ada" },
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const isWanted = (what: string) => values.only === undefined || values.only === what;
const print = (line: string) => process.stdout.write(`${line}\n`);

async function fillRoom(origin: string): Promise<string> {
  const name = `bench-${Date.now().toString(36)}`;
  const room = connect(`${origin}/ws/${name}`, { username: "Mei" });
  for (let count = 1; count <= MESSAGES; count += 1) await room.send(`Message ${count}, and a few more words to it.`);
  room.close();
  return `${origin}/r/${name}`;
}

if (isWanted("sizes")) {
  const { element, first, frame, lazy } = await buildPage(fileURLToPath(new URL("../../public", import.meta.url)));
  const sum = (files: typeof first) => files.reduce((total, { bytes }) => total + bytes, 0);
  print(`first load ${sum(first)} bytes gzipped, in a frame ${sum(frame)}, on demand ${sum(lazy)}`);
  for (const { bytes, url } of [...first, ...frame, element, ...lazy]) print(`  ${String(bytes).padStart(6)} ${url}`);
}
if (["start-up", "lighthouse", "scroll", "pictures"].some(isWanted)) {
  const server = await startDevServer({ vars: { UPLOADS: "everyone" } });
  try {
    const url = await fillRoom(server.origin);
    if (isWanted("start-up")) await showStartUp(url);
    if (isWanted("lighthouse")) await showLighthouse(url);
    if (isWanted("pictures")) await showPictures(server.origin);
    if (isWanted("scroll")) await showScroll(server.origin);
  } finally {
    await server.stop();
  }
}

async function showStartUp(url: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    for (const slowness of SLOW) {
      const { down, latency, name, processor } = slowness;
      print(`\n${name}: ${latency} ms, ${down} kbit/s, processor ${processor} times slower`);
      for (const { name: known, who } of VISITORS) {
        const { interactive, painted, readable } = await measureStartUp(browser, url, slowness, known);
        const times = [
          `painted ${Math.round(painted)}`,
          `interactive ${Math.round(interactive)}`,
          `readable ${Math.round(readable)}`,
        ];
        print(`  ${who}: ${times.join(", ")} ms`);
      }
    }
  } finally {
    await browser.close();
  }
}

async function showPictures(origin: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const { bytes, url } = await fillPictureRoom(browser, origin, MESSAGES);
    for (const slowness of SLOW) {
      const { painted, readable, shown } = await measurePictures(browser, url, slowness);
      print(
        `\n${slowness.name}: ${MESSAGES} messages with a picture of ${Math.round(bytes / MESSAGES / 1_000)} kB each`,
      );
      print(`  painted ${Math.round(painted)} ms, readable ${Math.round(readable)} ms, shown ${Math.round(shown)} ms`);
    }
  } finally {
    await browser.close();
  }
}

async function showLighthouse(url: string): Promise<void> {
  installIn(new URL("./", import.meta.url), "Lighthouse");
  // Only now, because it may just have been installed.
  const { judge } = await import("./lighthouse.ts");
  const { complaints, scores, times } = await judge(url);
  print(`\nLighthouse, mobile: ${JSON.stringify(scores)}, ${JSON.stringify(times)} ms`);
  for (const complaint of complaints) print(`  ${complaint}`);
}

async function showScroll(origin: string): Promise<void> {
  const room = `long-${Date.now().toString(36)}`;
  await fillLongRoom(origin, room, LONG);
  const mei = connect(`${origin}/ws/${room}`, { username: "Mei" });
  const browser = await launchBrowser();
  try {
    const { messages, ...parts } = await measureScroll(browser, `${origin}/r/${room}`, LONG, async () => {
      await mei.send("Something new, and a few more words to it.");
    });
    print(`\n${messages} messages, processor 4 times slower`);
    for (const [what, { frames, long, longest, possible }] of Object.entries(parts)) {
      const work = `${long} tasks over 16.7 ms, the longest ${longest.toFixed(1)} ms`;
      // Nothing needs drawing between arrivals.
      print(`  ${what}: ${what === "arrivals" ? "" : `${frames} of ${possible} frames; `}${work}`);
    }
  } finally {
    mei.close();
    await browser.close();
  }
}
