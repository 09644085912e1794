import type { Page } from "playwright-core";
import { expect, inject, onTestFinished, test } from "vitest";
import { startRelay } from "../support/relay.ts";
import { Guest } from "./guest.ts";
import { freshRoom, log, say, sees, status, unsent, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A connection to the server that the test can cut, for everything that a page requests. */
async function relay() {
  const wire = await startRelay(Number(new URL(inject("origin")).port));
  onTestFinished(() => wire.close());
  return wire;
}

/** Waits until the browser has cached the page. */
async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** Waits until the browser has persisted the last message. */
async function isRemembered(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (said) => Object.entries(localStorage).some(([key, value]) => key.endsWith("#log") && value.includes(said)),
    text,
  );
}

test("opens offline with the room's last messages, and sends new ones once", async () => {
  const room = freshRoom();
  const wire = await relay();
  const ada = await visitors.enter(room, "Ada", { origin: wire.origin, keepsPage: true });
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  await mei.says("before the tunnel");
  await say(ada, "into the tunnel");
  await sees(ada, "into the tunnel");
  await isKept(ada);
  await isRemembered(ada, "into the tunnel");

  wire.block();
  await ada.reload();
  await status(ada, "Reconnecting…");
  expect(await log(ada)).toEqual(["before the tunnel", "into the tunnel"]);
  expect(await ada.locator(".messages[data-own=true]").count()).toBe(1);
  await say(ada, "written in the tunnel");
  await ada.reload();
  await sees(ada, "into the tunnel");
  expect(await unsent(ada)).toEqual(["written in the tunnel"]);

  await mei.says("said meanwhile");
  wire.unblock();
  await sees(ada, "written in the tunnel");
  await mei.hears("written in the tunnel");
  await expect.poll(() => unsent(ada)).toEqual([]);
  const all = ["before the tunnel", "into the tunnel", "said meanwhile", "written in the tunnel"];
  expect(await log(ada)).toEqual(all);

  // Neither another reload nor the room's own copy shows it twice.
  await ada.reload();
  await status(ada, "Connected");
  expect(await log(ada)).toEqual(all);
  expect(await log(await visitors.enter(room, "Ben"))).toEqual(all);
});

test("a room that was never opened before opens offline, and a message waits", async () => {
  const wire = await relay();
  const page = await visitors.enter(freshRoom(), "Ada", { origin: wire.origin, keepsPage: true });
  await isKept(page);
  wire.block();
  for (const path of ["/", `/r/${freshRoom()}`]) {
    await page.goto(wire.origin + path);
    await status(page, "Reconnecting…");
  }
  await say(page, "waits");
  await expect.poll(() => unsent(page)).toEqual(["waits"]);
});

test("P4.4 a reopened page requests only newer events from the room", async () => {
  const room = freshRoom();
  const frames: string[] = [];
  const ada = await visitors.enter(room, "Ada", {
    prepare: async (page) =>
      page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(String(payload)))),
  });
  await say(ada, "known already");
  await sees(ada, "known already");
  await isRemembered(ada, "known already");
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  frames.length = 0;
  await ada.reload();
  await status(ada, "Connected");
  await mei.says("new");
  await sees(ada, "new");
  expect(await log(ada)).toEqual(["known already", "new"]);
  expect(frames.join()).not.toContain("known already");
});

test("the page meets the browsers' criteria for installation", async () => {
  const page = await visitors.visit({ path: `/r/${freshRoom()}`, keepsPage: true });
  await isKept(page);
  const devtools = await page.context().newCDPSession(page);
  const { data = "{}", errors } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data)).toMatchObject({ name: "Parley", start_url: "/", scope: "/", display: "standalone" });
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A private window, which every test uses, cannot install; that is not the page's fault.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
});

test("each icon of the manifest is a picture of the size that the manifest says", async () => {
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  const manifest = await page.request.get(new URL("/manifest.webmanifest", visitors.origin).href);
  const { icons } = (await manifest.json()) as { readonly icons: readonly { readonly src: string; sizes: string }[] };
  expect(icons).not.toEqual([]);
  for (const { sizes, src } of icons) {
    const size = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(sizes === "any" || sizes === size, `${src}: ${size}`).toBe(true);
  }
});

test("caches no response of the room", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada", { keepsPage: true });
  await isKept(page);
  await page.evaluate(async (path) => void (await fetch(path)), `/api/rooms/${room}/messages`);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/");
  expect(kept.filter((path) => !/^\/$|^\/icon\.svg$|^\/assets\//.test(path))).toEqual([]);
});
