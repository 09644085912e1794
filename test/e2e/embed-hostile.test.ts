import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ParleyChat } from "../../src/embed/index.ts";
import { type DevServer, startDevServer } from "../support/dev-server.ts";
import { HS256, siteToken } from "../support/site.ts";
import { copyTree, type Tree } from "../support/tree.ts";
import { useHostSite } from "./host-site.ts";
import { freshRoom } from "./visitors.ts";

const host = useHostSite();
const stranger = useHostSite({ isListed: false });

/** A server that lets every site embed its rooms. Its page is built in a tree of its own: other tests use the first one's. */
let open: DevServer;
let tree: Tree;
beforeAll(async () => {
  tree = await copyTree();
  open = await startDevServer({ root: tree.root, vars: { ...HS256, EMBED_ORIGINS: "*" } });
});
afterAll(async () => {
  await open.stop();
  await tree.remove();
});

const script = (origin: string) => `<script type="module" src="${origin}/embed.js"></script>`;
const element = (page: Page) => page.locator("parley-chat");

async function online(page: Page): Promise<void> {
  await expect.poll(() => element(page).evaluate((chat: ParleyChat) => chat.status)).toBe("online");
}

test("a page that * lets in shows the room, and is told no text, sends nothing, stores nothing and has no moderator", async () => {
  const room = freshRoom();
  const token = await siteToken({ name: "Ada", sub: room, role: "owner" });
  const page = await stranger.open(`<parley-chat room="${room}" persist="host"></parley-chat>`, {
    head: `${script(open.origin)}<script>
      globalThis.told = [];
      for (const name of ["ready", "message", "mention"]) addEventListener("parley-" + name, ({ detail, type }) => told.push([type, detail]));
      addEventListener("DOMContentLoaded", () => { document.querySelector("parley-chat").token = ${JSON.stringify(token)} });
    </script>`,
  });
  await online(page);
  const frame = element(page).locator("iframe").contentFrame();
  await frame.locator(".me").getByText("Ada").waitFor();
  await frame.locator("#composer-text").fill("in the frame");
  await frame.locator("#composer-text").press("Enter");
  await frame.locator(".messages .text").getByText("in the frame").waitFor();
  await frame.getByRole("link", { name: "Open in a new window" }).waitFor();
  expect(await frame.getByRole("button", { name: "Moderation" }).count()).toBe(0);
  const refused = await element(page).evaluate((chat: ParleyChat) =>
    chat.send("by the page").catch((error: { readonly code: string }) => error.code),
  );
  expect(refused).toBe("not_allowed");
  expect(await page.evaluate(() => (globalThis as unknown as { told: unknown }).told)).toEqual([
    ["parley-ready", { room, trusted: false }],
  ]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("parley:")))).toEqual([]);
});

test("the same owner moderates in the frame of a page that is listed by name", async () => {
  const room = freshRoom();
  const token = await siteToken({ name: "Ada", sub: room, role: "owner" });
  const page = await host.open(`<parley-chat room="${room}"></parley-chat>`, {
    head: `${script(inject("origin"))}<script>
      addEventListener("DOMContentLoaded", () => { document.querySelector("parley-chat").token = ${JSON.stringify(token)} });
    </script>`,
  });
  await online(page);
  await element(page).locator("iframe").contentFrame().getByRole("button", { name: "Moderation" }).waitFor();
});

test("another page in the frame's place gets no token, and another frame of the page gets no answer", async () => {
  const room = freshRoom();
  const thief = await stranger.open(`<script>
    globalThis.stolen = [];
    addEventListener("message", ({ data }) => stolen.push(data));
    for (const message of [{ type: "loaded" }, { type: "ready", room: "x", trusted: true }, { type: "tokenNeeded", id: 1, retry: false }])
      parent.postMessage({ parley: 1, ...message }, "*");
  </script>`);
  const address = thief.url();
  const page = await host.open(`<parley-chat room="${room}" name="Ada"></parley-chat>`, {
    head: script(inject("origin")),
  });
  await online(page);
  await page.evaluate((src) => {
    const chat = document.querySelector("parley-chat") as unknown as ParleyChat;
    chat.token = "secret.of.user";
    const inner = chat.shadowRoot?.querySelector("iframe");
    if (inner) inner.src = src;
    const other = document.createElement("iframe");
    other.src = src;
    document.body.append(other);
  }, address);
  await expect.poll(() => page.frames().filter((frame) => frame.url() === address).length).toBe(2);
  for (const frame of page.frames().filter((one) => one.url() === address)) {
    await frame.waitForLoadState("load");
    // A message of our own comes after every other.
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await frame.evaluate(() => (globalThis as unknown as { stolen: unknown }).stolen)).toEqual([]);
  }
  // The browser tells that the element's messages were for another origin.
  host.takeTroubles();
});
