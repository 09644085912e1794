import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { enterAsOwner } from "./message-menu.ts";
import { freshRoom, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const post = (path: string, body: object) =>
  fetch(`${visitors.origin}/api/rooms/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("P17.6 P17.15 P8.29 an owner saves the room as a file; imported messages and erased people are named so", async () => {
  const room = freshRoom();
  const imported = { id: "1", person: "U1", username: "Grace", message: "from elsewhere", at: 1_000_000 };
  expect((await post(`${room}/import`, { source: "slack", messages: [imported], last: true })).status).toBe(200);
  const olga = await enterAsOwner(visitors, room);
  await sees(olga, "from elsewhere");
  await olga.getByRole("article").getByText("Imported", { exact: true }).waitFor();
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "by Ben");
  await sees(olga, "by Ben");
  const page = await fetch(`${visitors.origin}/api/rooms/${room}/messages`);
  const { messages } = (await page.json()) as { messages: { uid: string; username: string }[] };
  const uid = messages.find(({ username }) => username === "Ben")?.uid;
  expect((await post(`${room}/people/${uid}/erase`, {})).status).toBe(200);
  await olga.reload();
  await olga.getByRole("article").getByText("Deleted user", { exact: true }).waitFor();

  await olga.getByRole("button", { name: "Moderation" }).click();
  const dialog = olga.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: "Export" }).click();
  const panel = dialog.getByRole("tabpanel", { name: "Export" });
  await panel.getByLabel("Format").selectOption({ label: "Spreadsheet (CSV)" });
  await panel.getByLabel("Until").fill("1970-01-01");
  const [download] = await Promise.all([
    olga.waitForEvent("download"),
    panel.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${room}.csv`);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain('"Grace"');
  expect(text).toContain('"from elsewhere"');
});
