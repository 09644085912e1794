import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";

/** Maximum bytes per picture, because every clone contains it. */
const MAX_BYTES = 350_000;

/**
 * Takes a screenshot of the viewport as WebP, which Playwright doesn't support.
 *
 * @param quality from 0 to 100
 * @param scale picture pixels per page pixel
 * @throws Error if the picture is too large for the repository
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
