import { createServer } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { listenOnLoopback } from "../support/loopback.ts";
import { openReportSink, type ReportSink } from "./report-sink.ts";
import { STATES } from "./states.ts";
import { composer, freshRoom, type Visitors, visitorsOf } from "./visitors.ts";

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
const DENIED = ["camera", "microphone", "geolocation", "payment", "usb", "display-capture", "clipboard-read", "midi"];

let browser: Browser;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  for (const close of closing.splice(0)) close();
});

/** Visitors of a report sink, with all policy violations in their pages. */
async function watched(options?: { readonly inject: string }): Promise<{
  readonly visitors: Visitors;
  readonly sink: ReportSink;
  readonly violations: string[];
  readonly troubles: string[];
}> {
  const sink = await openReportSink(inject("origin"), options);
  closing.push(sink.close);
  const violations: string[] = [];
  const troubles: string[] = [];
  const visitors = visitorsOf({
    origin: () => sink.origin,
    newContext: async (options) => {
      const context = await browser.newContext(options);
      await context.exposeFunction("tellViolation", (directive: string) => violations.push(directive));
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          // Playwright adds it, and no type declares it.
          (globalThis as unknown as { tellViolation(directive: string): void }).tellViolation(effectiveDirective);
        });
      });
      return context;
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { visitors, sink, violations, troubles };
}

test.each(Object.entries(STATES))("%s violates no policy, and nothing is reported", async (_, reach) => {
  const { sink, troubles, violations, visitors } = await watched();
  const page = await reach(visitors, {});
  // Earlier reports have arrived by the time this one has.
  await breakPolicy(page);
  await expect.poll(() => sink.reports.length, { timeout: WITHIN_MS }).toBeGreaterThan(0);
  await expect.poll(() => violations.length, { timeout: WITHIN_MS }).toBeGreaterThan(0);
  expect(sink.reports.map(({ directive }) => directive)).toEqual(["img-src"]);
  expect(violations).toEqual(["img-src"]);
  expect(troubles.filter((trouble) => !trouble.includes("never.example"))).toEqual([]);
});

/** Requests an image from another host, which the policy forbids: if the sink stays empty, it does not work. */
async function breakPolicy(page: Page): Promise<void> {
  await page.evaluate(() => {
    new Image().src = "https://never.example/picture.png";
  });
}

test("an injected script does not run, and is reported", async () => {
  const { sink, visitors } = await watched({ inject: "<script>document.title = 'owned'</script>" });
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
  const { sink, visitors } = await watched({ inject });
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  await expect.poll(() => sink.reports.map((report) => report.directive), { timeout: WITHIN_MS }).toContain(directive);
  await composer(page).waitFor();
  expect(await page.title()).not.toBe("owned");
});

test("text never becomes markup through a script: the browser blocks and reports it", async () => {
  const { sink, visitors } = await watched();
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

test("the page may write to the clipboard, and use no device", async () => {
  const { visitors } = await watched();
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  const allowed = await page.evaluate(() => {
    // Chromium's own, under its former name.
    const { featurePolicy } = document as unknown as { featurePolicy: { allowedFeatures(): string[] } };
    return featurePolicy.allowedFeatures();
  });
  expect(allowed).toContain("clipboard-write");
  for (const feature of DENIED) expect(allowed).not.toContain(feature);
});

test.each([
  ["its own site", true],
  ["another site", false],
] as const)("a page of %s may embed the room: %s", async (_which, isAllowed) => {
  const origin = inject("origin");
  const page = await (await browser.newContext()).newPage();
  const room = `${origin}/r/${freshRoom()}`;
  const html = `<iframe src="${room}"></iframe>`;
  if (isAllowed) {
    // A page of the owner on the room's own origin.
    await page.route(`${origin}/embeds`, (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.goto(`${origin}/embeds`);
  } else {
    const site = createServer((_asked, answer) => answer.setHeader("content-type", "text/html").end(html));
    closing.push(
      () => site.close(),
      () => site.closeAllConnections(),
    );
    await page.goto(`http://127.0.0.1:${await listenOnLoopback(site)}/`);
  }
  const frame = page.frames()[1];
  await frame?.waitForLoadState("load");
  expect(frame?.url()).toBe(isAllowed ? room : "chrome-error://chromewebdata/");
  expect(await page.frameLocator("iframe").getByLabel("Message", { exact: true }).count()).toBe(isAllowed ? 1 : 0);
});
