import { expect, inject, onTestFinished, test } from "vitest";
import { guestIn } from "../e2e/guest.ts";
import { startRelay } from "../support/relay.ts";
import type { Page } from "./page.ts";
import { composer, freshRoom, log, say, sees, status, unsent, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A connection to the server that the test can cut. */
async function relay() {
  const wire = await startRelay(Number(new URL(inject("origin")).port));
  onTestFinished(() => wire.close());
  return wire;
}

/** Waits until the browser has stored a text. */
async function isStored(page: Page, text: string): Promise<void> {
  const isThere = `Object.values(localStorage).some((value) => value.includes(${JSON.stringify(text)}))`;
  await expect.poll(() => page.evaluate(isThere)).toBe(true);
}

test("P4.3 a message written without a connection is sent once when it is back", async () => {
  const room = freshRoom();
  const wire = await relay();
  const ada = await visitors.enter(room, "Ada", { origin: wire.origin });
  const mei = await guestIn(room);
  await mei.says("before the tunnel");
  await sees(ada, "before the tunnel");
  wire.block();
  await status(ada, "Reconnecting…");
  await say(ada, "from the tunnel");
  await ada.shows({ text: "Will send when you’re back online" });
  expect(await unsent(ada)).toEqual(["from the tunnel"]);
  await mei.says("said meanwhile");
  wire.unblock();
  await mei.hears("from the tunnel");
  await sees(ada, "from the tunnel");
  await status(ada, "Connected");
  expect(await log(ada)).toEqual(["before the tunnel", "said meanwhile", "from the tunnel"]);
  await ada.reload();
  await status(ada, "Connected");
  expect(await log(ada)).toEqual(["before the tunnel", "said meanwhile", "from the tunnel"]);
});

test("opens without a connection, with the room's last messages", async () => {
  const room = freshRoom();
  const wire = await relay();
  const ada = await visitors.enter(room, "Ada", { origin: wire.origin });
  await say(ada, "into the tunnel");
  await sees(ada, "into the tunnel");
  await expect.poll(() => ada.evaluate("navigator.serviceWorker.controller?.state")).toBe("activated");
  await isStored(ada, "into the tunnel");
  wire.block();
  await ada.reload();
  await status(ada, "Reconnecting…");
  await sees(ada, "into the tunnel");
  wire.unblock();
  await status(ada, "Connected");
});

test("a reload keeps the name, the draft and the identity", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  await say(ada, "mine");
  await sees(ada, "mine");
  await ada.fill(composer, "half a thou");
  await isStored(ada, "half a thou");
  await ada.reload();
  await status(ada, "Connected");
  expect(await ada.value(composer)).toBe("half a thou");
  await ada.focus(composer);
  await ada.press("Enter");
  await sees(ada, "half a thou");
  // Both stand in one block: the author is the same one.
  expect(await ada.texts({ css: ".messages .name" })).toEqual(["Ada"]);
});

test("a hidden tab counts others' messages in its title, and marks the first when it is visible", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room);
  await mei.says("before");
  await sees(ada, "before");
  const title = await ada.evaluate("document.title");
  const showAs = (state: string) =>
    ada.evaluate(`(() => {
      Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
      return document.dispatchEvent(new Event("visibilitychange"));
    })()`);
  await showAs("hidden");
  await mei.says("one");
  await mei.says("two");
  await expect.poll(() => ada.evaluate("document.title")).toBe(`(2) ${title}`);
  await showAs("visible");
  await expect.poll(() => ada.evaluate("document.title")).toBe(title);
  await ada.shows({ css: ".new-divider + .messages .text", text: "one" });
});
