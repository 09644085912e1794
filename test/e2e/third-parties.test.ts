import { expect, inject, onTestFinished, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { composer, freshRoom, visitorsOf } from "./visitors.ts";

// Every browser test fails if the page contacts another host (visitors.ts); this one proves that it would.
test.each([
  ["a request", "http://elsewhere.test/", () => void fetch("http://elsewhere.test/").catch(() => {})],
  ["a socket", "ws://elsewhere.test/", () => void new WebSocket("ws://elsewhere.test/")],
])("%s to another host is detected, and blocked by the page's own policy", async (_, url, ask) => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const troubles: string[] = [];
  const visitors = visitorsOf({
    origin: () => inject("origin"),
    newContext: (options) => browser.newContext(options),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  const loose = await visitors.visit({ path: `/r/${freshRoom()}`, bypassCSP: true });
  await composer(loose).waitFor();
  expect(troubles).toEqual([]);
  await loose.evaluate(ask);
  await expect.poll(() => troubles).toContain(`asked ${url}`);

  troubles.length = 0;
  const strict = await visitors.visit({ path: `/r/${freshRoom()}` });
  await strict.evaluate(ask);
  await expect.poll(() => troubles.join()).toMatch(/violates the following Content Security Policy directive/);
});
