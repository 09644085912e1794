import type { Locator, Page } from "playwright-core";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import type { Visitors } from "./visitors.ts";

/** Joins a room as its owner. */
export async function enterAsOwner(visitors: Visitors, room: string, name = "Olga"): Promise<Page> {
  const page = await visitors.enter(room, name, { path: `/r/${room}#claim=${encodeURIComponent(OWNER_TOKEN)}` });
  await page.getByRole("button", { name: "Become an owner" }).click();
  await page.getByRole("button", { name: "Moderation" }).waitFor();
  return page;
}

/** The row of the last message with this text. */
export const rowOf = (page: Page, text: string): Locator => page.getByRole("article").filter({ hasText: text }).last();

/** Opens the menu of a message. */
export async function openMenu(page: Page, text: string): Promise<void> {
  await rowOf(page, text).focus();
  await rowOf(page, text).getByRole("button", { name: "More" }).click();
}

/**
 * Chooses an item of a message's menu.
 *
 * @param path the item's label, after that of the submenu that it is in
 */
export async function choose(page: Page, text: string, ...path: readonly string[]): Promise<void> {
  await openMenu(page, text);
  for (const name of path) await page.getByRole("menuitem", { name, exact: true }).click();
}
