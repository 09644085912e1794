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
