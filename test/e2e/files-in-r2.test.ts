import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DevServer, startDevServer } from "../support/dev-server.ts";
import { copyTree, type Tree } from "../support/tree.ts";
import { chosen } from "./file-room.ts";
import { choose } from "./message-menu.ts";
import { freshRoom, say, untilLazyPart, useVisitors } from "./visitors.ts";
import { wave } from "./wave.ts";

const visitors = useVisitors();

/** A server with a bucket, as wrangler.toml has it once its comment signs are gone. */
let server: DevServer;
let tree: Tree;
beforeAll(async () => {
  tree = await copyTree();
  await tree.plant([
    {
      file: "wrangler.toml",
      from: '# [[r2_buckets]]\n# binding = "FILES"\n# bucket_name = "parley-files"',
      to: '[[r2_buckets]]\nbinding = "FILES"\nbucket_name = "parley-files"',
    },
  ]);
  const persistTo = join(tree.root, "state");
  server = await startDevServer({ root: tree.root, persistTo, vars: { UPLOADS: "everyone" } });
});
afterAll(async () => {
  await server.stop();
  await tree.remove();
});

/** The objects in the bucket, as miniflare keeps them. */
const stored = () => readdir(join(tree.root, "state/v3/r2/parley-files/blobs")).catch(() => []);

const picture = (page: Page) => page.getByRole("button", { name: "Open picture: window.png" });

test("with a bucket, the page's files are in R2: they load, a sound can be moved through, and they go with their message", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", { origin: server.origin });
  const ben = await visitors.enter(room, "Ben", { origin: server.origin });
  await untilLazyPart(ada);
  await ada
    .locator("input[type=file]")
    .setInputFiles([
      chosen("window.png", "image/png", await ada.screenshot()),
      chosen("bell.wav", "audio/wav", wave()),
    ]);
  await say(ada, "Both");
  const loaded = () =>
    picture(ben)
      .locator("img")
      .evaluate((image: HTMLImageElement) => image.naturalWidth);
  await picture(ben).waitFor();
  await expect.poll(loaded).toBeGreaterThan(0);
  expect(await stored()).toHaveLength(2);
  const bell = ben.locator("audio[controls]");
  // By a request for a range.
  await bell.evaluate((audio: HTMLAudioElement) => {
    audio.currentTime = 1.5;
    return audio.play();
  });
  await expect.poll(() => bell.evaluate((audio: HTMLAudioElement) => audio.ended)).toBe(true);
  const address = await picture(ben).locator("img").getAttribute("src");
  await choose(ada, "Both", "Delete");
  await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await ben.getByRole("article").getByText("Message deleted").waitFor();
  await expect.poll(async () => (await fetch(new URL(`${address}?pass=none`, server.origin))).status).toBe(404);
  await expect.poll(stored).toEqual([]);
});
