import type { Page } from "playwright-core";
import { Guest } from "./guest.ts";
import { freshRoom, untilLazyPart, type VisitOptions, type Visitors } from "./visitors.ts";

type Reach = (visitors: Visitors, options: VisitOptions) => Promise<Page>;

/** The field of the open search. */
export const searchField = (page: Page) => page.getByRole("searchbox", { name: "Search messages" });

/** The results of the open search. */
export const hits = (page: Page) => page.locator("dialog[open] .hit");

/** Opens the search with its key. */
export async function openSearch(page: Page): Promise<void> {
  await untilLazyPart(page);
  await page.keyboard.press("ControlOrMeta+f");
  await searchField(page).waitFor();
}

/** Every state of the search. */
export const SEARCH_STATES: { readonly [name: string]: Reach } = {
  "an empty search": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await openSearch(page);
    await page.getByText("from a person").waitFor();
    return page;
  },
  "a search with results": (visitors, options) => searched(visitors, options, "deploy"),
  "a result of a search, and the way back": async (visitors, options) => {
    const page = await searched(visitors, options, "deploy");
    await hits(page).last().click();
    await page.getByRole("button", { name: "Back to results" }).waitFor();
    return page;
  },
  "a search without results, while the room is being indexed": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.route("**/search?*", (route) => route.fulfill({ json: { hits: [], indexed: 0.42 } }));
    await openSearch(page);
    await searchField(page).fill("deploy");
    await page.getByText("42% done").waitFor();
    return page;
  },
  "a search that failed": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.route("**/search?*", (route) => route.fulfill({ body: "<html>" }));
    await openSearch(page);
    await searchField(page).fill("deploy");
    await page.getByText("Couldn’t search. Try again.").waitFor();
    return page;
  },
};

async function searched(visitors: Visitors, options: VisitOptions, query: string): Promise<Page> {
  const room = freshRoom();
  const mei = await Guest.enter(room, "Mei", visitors.origin);
  await mei.says("We deploy at noon");
  await mei.says(`Deployment notes: ${"a long line of words ".repeat(20)}deploy`);
  await mei.says("\u0645\u0631\u062d\u0628\u0627 deploy");
  const page = await visitors.enter(room, "Ada", options);
  await openSearch(page);
  await searchField(page).fill(query);
  await hits(page).nth(2).waitFor();
  mei.close();
  return page;
}
