import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { enterAsOwner } from "./message-menu.ts";
import { freshRoom, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Opens a tab of the moderators' panel by keyboard. */
async function openTab(page: Page, name: string) {
  await page.getByRole("button", { name: "Moderation" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { selected: true }).press("End");
  while ((await dialog.getByRole("tab", { name, selected: true }).count()) === 0) await page.keyboard.press("ArrowUp");
  return dialog.getByRole("tabpanel", { name });
}

const send = (url: string, body: object, token?: string) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });

test("P15.1 by keyboard, an owner makes a bot, which posts with a mark until it is revoked", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  const panel = await openTab(olga, "Bots");
  await panel.getByText("No bots yet").waitFor();
  await panel.getByLabel("Name").fill("  ");
  await olga.keyboard.press("Enter");
  await panel.getByText("Enter a name").waitFor();
  await panel.getByLabel("Name").fill("Weather");
  await panel.getByLabel("Name").press("Enter");
  const shown = panel.getByLabel("Token of Weather");
  const token = await shown.inputValue();
  await panel.getByRole("listitem").filter({ hasText: "Read messages · Post messages · Not used yet" }).waitFor();

  const messages = `${visitors.origin}/api/rooms/${room}/messages`;
  expect((await send(messages, { message: "Sunny" }, token)).status).toBe(201);
  await sees(olga, "Sunny");
  await olga.getByRole("article", { name: /^Weather BOT/, includeHidden: true }).waitFor();

  await panel.getByRole("button", { name: "Revoke… Weather" }).press("Enter");
  const question = olga.getByRole("dialog", { name: "Revoke Weather?" });
  await question.getByText("Its token stops working at once.").waitFor();
  await question.getByRole("button", { name: "Revoke", exact: true }).press("Enter");
  await panel.getByText("No bots yet").waitFor();
  expect(await shown.count()).toBe(0);
  await olga.getByRole("status").getByText("Revoked Weather").waitFor();
  expect(await panel.getByRole("heading", { name: "Bots" }).evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
  expect((await send(messages, { message: "Rainy" }, token)).status).toBe(401);
});

test("P15.20 an owner makes an incoming webhook, and what it posts has a mark; it stands apart from outgoing ones", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  const panel = await openTab(olga, "Webhooks");
  await panel.getByText("No incoming webhooks yet").waitFor();
  await panel.getByLabel("Name").fill("GitHub");
  await olga.keyboard.press("Enter");
  const url = await panel.getByLabel("URL of GitHub").inputValue();
  await panel.getByRole("list", { name: "Incoming webhooks" }).getByText("Not used yet").waitFor();
  await panel.getByText("No outgoing webhooks or commands yet").waitFor();

  expect(await (await send(url, { text: "Build 1 is live" })).text()).toBe("ok");
  await sees(olga, "Build 1 is live");
  await olga.getByRole("article", { name: /^GitHub BOT/, includeHidden: true }).waitFor();

  await panel.getByRole("button", { name: "Revoke… GitHub" }).press("Enter");
  await olga
    .getByRole("dialog", { name: "Revoke GitHub?" })
    .getByRole("button", { name: "Revoke", exact: true })
    .press("Enter");
  await panel.getByText("No incoming webhooks yet").waitFor();
  expect((await send(url, { text: "Build 2 is live" })).status).toBe(404);
  await olga.getByRole("tab", { name: "Audit log" }).click();
  await olga.getByText("Olga removed the webhook GitHub").waitFor();
});

test("P16.1 a double click adds one webhook, whose secret is renewed and which is removed only after a question", async () => {
  const olga = await enterAsOwner(visitors, freshRoom());
  const panel = await openTab(olga, "Webhooks");
  const url = "https://hooks.example.org/parley";
  await panel.getByLabel("Address").fill(url);
  await panel.getByRole("button", { name: "Add", exact: true }).dblclick();
  const secret = panel.getByLabel(`Secret of ${url}`);
  const first = await secret.inputValue();
  const hooks = panel.getByRole("list", { name: "Outgoing webhooks and commands" }).getByRole("listitem");
  expect(await hooks.count()).toBe(1);

  await panel.getByRole("button", { name: `New secret… ${url}` }).click();
  await olga
    .getByRole("dialog", { name: `Create a new secret for ${url}?` })
    .getByRole("button", { name: "New secret" })
    .click();
  await expect.poll(() => secret.inputValue()).not.toBe(first);
  expect(await secret.evaluate((field) => field === document.activeElement)).toBe(true);

  await panel.getByRole("button", { name: `Remove… ${url}` }).click();
  await olga
    .getByRole("dialog", { name: `Remove ${url}?` })
    .getByRole("button", { name: "Remove" })
    .click();
  await olga.getByRole("status").getByText(`Removed ${url}`).waitFor();
  expect([await hooks.count(), await secret.count()]).toEqual([0, 0]);
  await panel.getByRole("heading", { name: "Outgoing webhooks and commands" }).and(olga.locator(":focus")).waitFor();
  await olga.getByRole("tab", { name: "Audit log" }).click();
  await olga.getByText("Olga removed the webhook hooks.example.org").waitFor();
});
