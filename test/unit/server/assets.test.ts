import { expect, test } from "vitest";
import { Assets } from "../../../src/server/assets.ts";

const assets = new Assets(
  {
    files: { "/404.html": "a", "/assets/page.js": "b" },
    headers: "/*\n  Cache-Control: public, max-age=0\n\n/assets/*\n  ! Cache-Control\n  Cache-Control: immutable\n",
    redirects: "",
    workerFirst: [],
  },
  { fetch: async () => new Response("content") },
);

test.each([
  ["/assets/page.js", 200, "immutable"],
  ["/assets/nothing.js", 404, "no-store"],
  ["/nowhere", 404, "no-store"],
])("%s is %i, and its cache-control is %s", async (path, status, cacheControl) => {
  const response = await assets.fetch(new Request(`http://chat.example${path}`));
  expect([response.status, response.headers.get("cache-control")]).toEqual([status, cacheControl]);
  expect(await response.text()).toBe("content");
});
