import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { enterAsOwner } from "./message-menu.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const TITLE = "The garden";
const TOPIC = "Roses and their friends";

/** Opens a tab of the moderation panel. */
async function openTab(page: Page, name: string) {
  const dialog = page.getByRole("dialog", { name: "Moderation" });
  if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Moderation" }).click();
  await dialog.getByRole("tab", { name, exact: true }).click();
  return dialog.getByRole("tabpanel", { name });
}

test("P18.10 owners set the title and topic; people see them at once, and later visitors do", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  const ben = await visitors.enter(room, "Ben", { viewport: { width: 320, height: 640 } });
  await ben.getByRole("heading", { name: `#${room}`, level: 1 }).waitFor();
  await ben.getByRole("heading", { name: `Welcome to #${room}` }).waitFor();

  const about = await openTab(olga, "About");
  await about.getByLabel("Title").fill(TITLE);
  await about.getByLabel("Topic").fill(TOPIC);
  await about.getByRole("button", { name: "Save" }).click();
  await ben.getByRole("heading", { name: TITLE, level: 1 }).waitFor();
  await ben.getByRole("heading", { name: `Welcome to ${TITLE}` }).waitFor();
  await expect.poll(() => ben.title()).toBe(`${TITLE} · Parley`);
  const audit = await openTab(olga, "Audit log");
  await audit.getByText(`Title: ${TITLE}`).waitFor();
  await olga.keyboard.press("Escape");
  await olga.getByPlaceholder(`Message ${TITLE}`).waitFor();

  await ben.getByRole("button", { name: TOPIC }).click();
  await ben.getByRole("dialog", { name: TITLE }).getByText(TOPIC).waitFor();
  await ben.getByRole("dialog", { name: TITLE }).getByText(`#${room}`, { exact: true }).waitFor();
  await ben.keyboard.press("Escape");
  await ben.getByRole("button", { name: /, Rooms$/ }).click();
  await ben.getByRole("dialog", { name: "Rooms" }).getByText(TOPIC).waitFor();

  const emptied = await openTab(olga, "About");
  for (const label of ["Title", "Topic"]) await emptied.getByLabel(label).fill("");
  await emptied.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => ben.title()).toBe(`#${room} · Parley`);
  expect(await ben.locator(".topic").count()).toBe(0);
});
