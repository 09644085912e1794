import type { Browser } from "playwright-core";
import { connect } from "../../src/client/index.ts";
import { median, openSlowTab, type Slowness } from "./start-up.ts";

/** Loads per measurement; the median counts. */
const LOADS = 3;

/** Pixels of a picture, as phones make them. */
const WIDTH = 1_600;
const HEIGHT = 1_200;

/** Milliseconds from the start of navigation until a newcomer sees a log of pictures, each the median of several loads. */
export interface PicturePaint {
  /** First contentful paint. */
  readonly painted: number;
  /** The messages, with the places of their pictures. */
  readonly readable: number;
  /** All pictures within the window. */
  readonly shown: number;
}

/** A room whose messages all have a picture. */
export interface PictureRoom {
  readonly url: string;
  /** Bytes of all pictures. */
  readonly bytes: number;
}

/** Fills a room with messages that have a picture each. */
export async function fillPictureRoom(browser: Browser, origin: string, count: number): Promise<PictureRoom> {
  const name = `pictures-${Date.now().toString(36)}`;
  const room = connect(`${origin}/ws/${name}`, { username: "Mei" });
  const page = await browser.newPage();
  let bytes = 0;
  for (let index = 1; index <= count; index += 1) {
    const picture = Buffer.from(await page.evaluate(drawPicture, { index, width: WIDTH, height: HEIGHT }), "base64");
    const blob = new Blob([picture], { type: "image/jpeg" });
    bytes += blob.size;
    const { id } = await room.upload(blob, { name: `garden ${index}.jpg` });
    await room.send(`Picture ${index}, and a few more words to it.`, { files: [{ id }] });
  }
  await page.close();
  room.close();
  return { url: `${origin}/r/${name}`, bytes };
}

/** Runs in a browser: a picture with as much detail as a photo, as base64. */
async function drawPicture({
  height,
  index,
  width,
}: {
  index: number;
  width: number;
  height: number;
}): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  for (let shape = 0; shape < 4_000; shape += 1) {
    context.fillStyle = `hsl(${(index * 37 + shape * 7) % 360} 40% ${30 + ((shape * 13) % 50)}%)`;
    context.fillRect((shape * 7_919) % width, (shape * 104_729 * index) % height, 8 + (shape % 90), 8 + (shape % 70));
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Measures how soon a newcomer sees such a room. */
export async function measurePictures(browser: Browser, url: string, slowness: Slowness): Promise<PicturePaint> {
  const loads: PicturePaint[] = [];
  while (loads.length < LOADS) loads.push(await load(browser, url, slowness));
  const middle = (part: keyof PicturePaint) => median(loads.map((one) => one[part]));
  return {
    painted: middle("painted"),
    readable: middle("readable"),
    shown: middle("shown"),
  };
}

async function load(browser: Browser, url: string, slowness: Slowness): Promise<PicturePaint> {
  const { context, page } = await openSlowTab(browser, slowness);
  try {
    await page.addInitScript(notePictures);
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset.shown !== undefined);
    return await page.evaluate(() => {
      const { readable, shown } = document.documentElement.dataset;
      const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
      return { painted, readable: Number(readable), shown: Number(shown) };
    });
  } finally {
    await context.close();
  }
}

/** Runs in the page before its own scripts. */
function notePictures(): void {
  const note = (name: "readable" | "shown") => {
    const { dataset } = document.documentElement;
    dataset[name] ??= String(performance.now());
  };
  new MutationObserver(() => {
    if (document.querySelector(".picture-place") !== null) note("readable");
  }).observe(document, { childList: true, subtree: true });
  const isInWindow = (image: Element) => {
    const { bottom, top } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const isLoaded = ({ complete, naturalWidth }: HTMLImageElement) => complete && naturalWidth > 0;
  document.addEventListener(
    "load",
    () => {
      const images = [...document.querySelectorAll<HTMLImageElement>(".picture img")].filter(isInWindow);
      if (images.length > 0 && images.every(isLoaded)) note("shown");
    },
    // A picture's event does not bubble.
    { capture: true },
  );
}
