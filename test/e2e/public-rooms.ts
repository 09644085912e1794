import type { Page } from "playwright-core";
import { letIn, playRoom } from "./fake-room.ts";
import { freshRoom, type VisitOptions, type Visitors } from "./visitors.ts";

export const PUBLIC_ROOMS = [
  { room: "garden", title: "The garden", topic: "Roses and their friends", people: 12 },
  { room: "kitchen", title: "kitchen", people: 0 },
];

/** An answer of `GET /api/directory`. */
type Played = { readonly json: object } | { readonly body: string };

/**
 * Opens the rooms panel of a server that lists its public rooms.
 *
 * @param answer the server's answer to each request for the list
 */
export async function openPublicRooms(
  visitors: Visitors,
  options: VisitOptions,
  answer: () => Played | undefined,
  settings: object = {},
): Promise<Page> {
  const page = await visitors.enter(freshRoom(), "Ada", {
    ...options,
    prepare: async (page) => {
      const rules = { read: "everyone", write: "everyone", slowMode: 0 };
      await playRoom(page, (socket) => letIn(socket, [], { settings: { ...rules, listed: true, ...settings } }));
      await page.route("**/api/directory?*", (route) => route.fulfill(answer() ?? {}));
    },
  });
  await page.getByRole("button", { name: /, Rooms$/ }).click();
  await page.getByRole("navigation", { name: "Public rooms" }).waitFor();
  return page;
}
