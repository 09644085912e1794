import { afterAll, beforeAll, expect, test } from "vitest";
import { type DevServer, startDevServer } from "../../support/dev-server.ts";
import { type Served, startServed } from "../../support/served.ts";

/** Headers that describe a file and what a page may do with it. */
const COMPARED = [
  "access-control-allow-origin",
  "allow",
  "cache-control",
  "content-security-policy",
  "content-type",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "location",
  "permissions-policy",
  "referrer-policy",
  "strict-transport-security",
  "x-content-type-options",
];

let edge: DevServer;
let own: Served;
beforeAll(async () => {
  // One after the other: both build the page into public/.
  own = await startServed();
  edge = await startDevServer();
});
afterAll(async () => {
  await own?.stop();
  await edge?.stop();
});

async function answer(origin: string, path: string, init: RequestInit) {
  const response = await fetch(origin + path, { redirect: "manual", ...init });
  const body = await response.text();
  // Only a server of your own keeps a 404 out of caches (docs/decisions.md).
  const compared = COMPARED.filter((name) => response.status !== 404 || name !== "cache-control");
  const headers = compared.map((name) => `${name}: ${response.headers.get(name)?.replaceAll(origin, "")}`);
  return { status: response.status, headers, body: response.status === 405 ? "" : body };
}

test.each([
  ["GET", "/"],
  ["HEAD", "/"],
  ["GET", "/?x=1"],
  ["GET", "/index"],
  ["GET", "/index.html"],
  ["GET", "/index.html?x=1"],
  ["GET", "/r/garden"],
  ["GET", "/r/garden/log"],
  ["GET", "/embed"],
  ["GET", "/embed/garden"],
  ["GET", "/embed.html"],
  ["GET", "/admin"],
  ["GET", "/admin.html"],
  ["GET", "/admin/"],
  ["GET", "/embed.js"],
  ["GET", "/service-worker.js"],
  ["GET", "/manifest.webmanifest"],
  ["GET", "/icon.svg"],
  ["GET", "/icons/icon-192.png"],
  ["GET", "/404"],
  ["GET", "/404.html"],
  ["GET", "/nowhere"],
  ["GET", "/no/where/"],
  ["GET", "/_headers"],
  ["GET", "/_redirects"],
  ["GET", "/assets"],
  ["GET", "/assets/"],
  ["GET", "/assets/nothing.js"],
  ["GET", "/icon.svg/"],
  ["POST", "/"],
  ["DELETE", "/icon.svg"],
  ["GET", "/ws"],
  ["GET", "/api/rooms/garden"],
  ["GET", "/api/openapi.json"],
  ["GET", "/files/none"],
  ["GET", "/healthz"],
  ["POST", "/healthz"],
])("%s %s is answered as on Cloudflare", async (method, path) => {
  expect(await answer(own.origin, path, { method })).toEqual(await answer(edge.origin, path, { method }));
});

test.each([
  "/%E0%A4%A",
  "/..%2f..%2f..%2fwrangler.toml",
  "/%2e%2e/build.json",
  "/assets%2f..%2f..%2fbuild.json",
  "/constructor",
])("%s leads to no file outside of the page", async (path) => {
  const response = await fetch(own.origin + path);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("There is nothing here");
});

test("every file that the page loads is served with its content, compressed, and cached forever", async () => {
  const html = await (await fetch(own.origin)).text();
  const paths = Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path]) => String(path));
  expect(paths.length).toBeGreaterThanOrEqual(3);
  for (const path of paths) {
    const response = await fetch(own.origin + path);
    expect(await response.text()).toBe(await (await fetch(edge.origin + path)).text());
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  }
});

test("a file that the browser still has is not sent again", async () => {
  const first = await fetch(`${own.origin}/icon.svg`);
  await first.text();
  const etag = first.headers.get("etag") ?? "";
  const again = await fetch(`${own.origin}/icon.svg`, { headers: { "if-none-match": `W/${etag}` } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
});
