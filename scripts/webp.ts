import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";

/** Bytes that a picture may have: it is in every clone. */
const MAX_BYTES = 250_000;

/**
 * Takes a picture of what is seen of a page, as a WebP, which Playwright itself does not make.
 *
 * @param quality of 100
 * @param scale pixels of the picture to each of the page's
 * @throws Error where the picture is too large to be kept
 */
export async function writeWebp(page: Page, file: URL, quality: number, scale = 1): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { height = 0, width = 0 } = page.viewportSize() ?? {};
  const clip = { x: 0, y: 0, width, height, scale };
  const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality, clip });
  const picture = Buffer.from(data, "base64");
  await writeFile(file, picture);
  console.log(`${file.pathname.replace(/^.*\/docs\//, "docs/")}: ${Math.round(picture.length / 1000)} kB`);
  if (picture.length > MAX_BYTES) throw new Error(`${file.pathname} is larger than ${MAX_BYTES} bytes`);
}
