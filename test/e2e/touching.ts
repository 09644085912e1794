import type { Page } from "playwright-core";
import type { VisitOptions } from "./visitors.ts";

/** A small phone. */
export const PHONE = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } } satisfies VisitOptions;

/** Puts a finger on the middle of an element. Returns a function that lifts it. */
export async function press(page: Page, selector: string): Promise<() => Promise<void>> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  const client = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  return async () => {
    await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
}

/** Moves a finger over the middle of an element, by CSS pixels to the right. */
export async function swipe(page: Page, selector: string, by: number): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  const client = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2 - by / 2, box.y + box.height / 2];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...at: readonly number[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: at.map((x) => ({ x, y })) });
  await touch("touchStart", x);
  await touch("touchMove", x + by / 2);
  await touch("touchMove", x + by);
  await touch("touchEnd");
}
