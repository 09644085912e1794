import { createServer } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { listenOnLoopback } from "../support/loopback.ts";
import { watchPolicy } from "./policy-watch.ts";
import { composer, freshRoom } from "./visitors.ts";

/** Timeout for a report or a frame. */
const WITHIN_MS = 60_000;

const PAGE_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
};
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
];
/** Device features that a page could use, and this one does not. */
const DENIED = ["camera", "geolocation", "payment", "usb", "display-capture", "clipboard-read", "midi"];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("an injected script does not run, and is reported", async () => {
  const { sink, visitors } = await watchPolicy(browser, { inject: "<script>document.title = 'owned'</script>" });
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  await expect
    .poll(() => sink.reports, { timeout: WITHIN_MS })
    .toEqual([{ directive: "script-src-elem", blocked: "inline" }]);
  await composer(page).waitFor();
  expect(await page.title()).not.toBe("owned");
});

test.each([
  ["a handler in an attribute", '<img src="data:," onerror="document.title = \'owned\'">', "script-src-attr"],
  ["a script from another host", '<script src="https://never.example/x.js"></script>', "script-src-elem"],
  ["a style in the page", "<style>body { display: none }</style>", "style-src-elem"],
  ["another base URL", '<base href="https://never.example/">', "base-uri"],
  ["a frame", '<iframe src="https://never.example/"></iframe>', "frame-src"],
])("%s does nothing when injected, and is reported", async (_what, inject, directive) => {
  const { sink, visitors } = await watchPolicy(browser, { inject });
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  await expect.poll(() => sink.reports.map((report) => report.directive), { timeout: WITHIN_MS }).toContain(directive);
  await composer(page).waitFor();
  expect(await page.title()).not.toBe("owned");
});

test("text never becomes markup through a script: the browser blocks and reports it", async () => {
  const { sink, visitors } = await watchPolicy(browser);
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  const outcome = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<b>owned</b>";
      return "taken";
    } catch (error) {
      return String(error);
    }
  });
  expect(outcome).toMatch(/^TypeError/);
  await expect
    .poll(() => sink.reports.map(({ directive }) => directive), { timeout: WITHIN_MS })
    .toEqual(["require-trusted-types-for"]);
});

test.each(["/", "/r/any", "/404", "/nowhere", "/icon.svg", "/manifest.webmanifest"])(
  "%s carries the policy, and lists what the page may not do",
  async (path) => {
    const response = await fetch(inject("origin") + path);
    await response.body?.cancel();
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject(PAGE_HEADERS);
    const policy = headers["content-security-policy"]?.split("; ") ?? [];
    expect(policy).toEqual(expect.arrayContaining(POLICY));
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
    for (const feature of DENIED) expect(headers["permissions-policy"]).toContain(`${feature}=()`);
  },
);

test("the page may write to the clipboard and record, and use no other device", async () => {
  const { visitors } = await watchPolicy(browser);
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  const allowed = await page.evaluate(() => {
    // Chromium's own, under its former name.
    const { featurePolicy } = document as unknown as { featurePolicy: { allowedFeatures(): string[] } };
    return featurePolicy.allowedFeatures();
  });
  expect(allowed).toEqual(expect.arrayContaining(["clipboard-write", "microphone"]));
  for (const feature of DENIED) expect(allowed).not.toContain(feature);
});

test.each([
  ["its own site", true],
  ["another site", false],
] as const)("a page of %s may embed the room: %s", async (_which, isAllowed) => {
  const origin = inject("origin");
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const room = `${origin}/r/${freshRoom()}`;
  const html = `<iframe src="${room}"></iframe>`;
  if (isAllowed) {
    // A page of the owner on the room's own origin.
    await page.route(`${origin}/embeds`, (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.goto(`${origin}/embeds`);
  } else {
    const site = createServer((_asked, answer) => answer.setHeader("content-type", "text/html").end(html));
    onTestFinished(() => {
      site.close();
      site.closeAllConnections();
    });
    await page.goto(`http://127.0.0.1:${await listenOnLoopback(site)}/`);
  }
  const frame = page.frames()[1];
  await frame?.waitForLoadState("load");
  expect(frame?.url()).toBe(isAllowed ? room : "chrome-error://chromewebdata/");
  expect(await page.frameLocator("iframe").getByLabel("Message", { exact: true }).count()).toBe(isAllowed ? 1 : 0);
});
