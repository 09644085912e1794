import type { Page } from "playwright-core";
import { letIn, playRoom } from "./fake-room.ts";
import { HOSTILE, keepToken, PLAYED_TOKEN, playOperatorServer } from "./operator-answers.ts";
import { openPublicRooms, PUBLIC_ROOMS } from "./public-rooms.ts";
import type { VisitOptions, Visitors } from "./visitors.ts";

/** Opens a part of the operator's page, signed in. */
export async function openOperatorPage(
  visitors: Visitors,
  options: VisitOptions,
  hash: string,
  server?: Parameters<typeof playOperatorServer>[1],
): Promise<Page> {
  return visitors.visit({
    ...options,
    path: `/admin${hash}`,
    prepare: async (page) => {
      await playOperatorServer(page, server);
      await page.addInitScript(keepToken, PLAYED_TOKEN);
    },
  });
}

/**
 * Opens an empty room of a deployment.
 *
 * @param claimed whether a room of it has an owner
 */
export async function openFirstRoom(
  visitors: Visitors,
  options: VisitOptions,
  { claimed, room }: { readonly claimed: boolean; readonly room: string },
): Promise<Page> {
  const page = await visitors.visit({
    name: "Ada",
    ...options,
    path: `/r/${room}`,
    prepare: async (page) => {
      await playRoom(page, (socket) => letIn(socket, [], { room }));
      await page.route("**/api/first-run", (route) => route.fulfill({ json: { claimed } }));
    },
  });
  await page.getByText("No messages yet.").waitFor();
  return page;
}

/** States of what an operator decides, and of the operator's page. Every text of a user in them is hostile. */
export const OPERATOR_STATES = {
  "the first room of a deployment that no one has claimed": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openFirstRoom(visitors, options, { claimed: false, room: "lobby" });
    await page.getByRole("region", { name: "Is this your deployment?" }).waitFor();
    return page;
  },
  "a titled room's panel with public rooms": async (visitors: Visitors, options: VisitOptions) => {
    const rooms = [
      ...PUBLIC_ROOMS,
      { room: "x".repeat(64), title: HOSTILE, topic: `${HOSTILE} `.repeat(3), people: 3 },
    ];
    const settings = { title: HOSTILE, topic: `${HOSTILE} `.repeat(3) };
    const page = await openPublicRooms(visitors, options, () => ({ json: { rooms, total: 3 } }), settings);
    await page.getByRole("link", { name: "The garden" }).waitFor();
    return page;
  },
  "the operator's sign-in": async (visitors: Visitors, options: VisitOptions) => {
    const prepare = (page: Page) => playOperatorServer(page);
    const page = await visitors.visit({ ...options, path: "/admin", prepare });
    await page.getByLabel("Token").waitFor();
    return page;
  },
  "the operator's sign-in without a token to sign in with": async (visitors: Visitors, options: VisitOptions) => {
    const prepare = (page: Page) => playOperatorServer(page, { takesToken: false });
    const page = await visitors.visit({ ...options, path: "/admin", prepare });
    await page.getByText("npx wrangler secret put OWNER_TOKEN").waitFor();
    return page;
  },
  "the operator's tokens and keys": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#keys");
    await page.getByText("npx wrangler secret put JWT_SECRET").waitFor();
    return page;
  },
  "the operator's overview with a table": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "");
    await page.getByRole("slider", { name: "Stored" }).waitFor();
    await page.getByText("Show as a table").first().click();
    await page.getByRole("region", { name: "Messages and people" }).waitFor();
    return page;
  },
  "the operator's list of rooms": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#rooms");
    await page.getByRole("link", { name: "#garden" }).waitFor();
    return page;
  },
  "a room's log on the operator's page": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#rooms/garden");
    await page.getByRole("tab", { name: "Messages" }).click();
    await page.getByText("Hidden – visible only").waitFor();
    return page;
  },
  "a room to delete on the operator's page": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#rooms/garden");
    await page.getByRole("tab", { name: "Manage" }).click();
    await page.getByRole("button", { name: "Delete room…" }).click();
    await page.getByLabel("Type garden to confirm").fill("attic");
    return page;
  },
  "the operator's reports": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#reports");
    await page.getByRole("button", { name: "Resolve" }).first().waitFor();
    return page;
  },
  "the operator's bans": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#bans");
    await page.getByText("Ban from all rooms").click();
    await page.getByLabel("Person’s ID").waitFor();
    return page;
  },
  "the operator's audit log": async (visitors: Visitors, options: VisitOptions) => {
    const page = await openOperatorPage(visitors, options, "#audit");
    await page.getByRole("list", { name: "Audit log" }).waitFor();
    return page;
  },
};
