import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readHeaderRules } from "../../../src/server/header-rules.ts";
import { pathRule } from "../../../src/server/path-rule.ts";
import { readRedirectRules } from "../../../src/server/redirect-rules.ts";
import { RequestLimiter } from "../../../src/server/request-limiter.ts";

test.each([
  ["/ws", "/ws", {}],
  ["/ws", "/ws/x", undefined],
  ["/ws/*", "/ws/a/b", { splat: "a/b" }],
  ["/ws/*", "/ws", undefined],
  ["/r/*/log", "/r/garden/log", { splat: "garden" }],
  ["/p/:room/x", "/p/garden/x", { room: "garden" }],
  ["/p/:room/x", "/p/a/b/x", undefined],
  ["/a.b+c", "/a.b+c", {}],
  ["/a.b+c", "/aXb+c", undefined],
])("the rule %s applied to %s gives %j", (rule, path, found) => {
  expect(pathRule(rule).match(path)).toEqual(found);
});

test("headers of several rules are joined, and ! leaves out what an earlier rule added", () => {
  const add = readHeaderRules(
    "# all\n/*\n  X-A: one\n  Cache-Control: none\n\n/b/*\n  X-A: two\n  ! Cache-Control\n  Cache-Control: long\n\n/b/d\n  ! X-A\n",
  );
  const other = new Headers({ "cache-control": "own" });
  add("/a", other);
  expect(Object.fromEntries(other)).toEqual({ "cache-control": "none", "x-a": "one" });
  const headers = new Headers();
  add("/b/c", headers);
  expect(Object.fromEntries(headers)).toEqual({ "cache-control": "long", "x-a": "one, two" });
  const without = new Headers();
  add("/b/d", without);
  expect(Object.fromEntries(without)).toEqual({ "cache-control": "long" });
});

test("the first redirect that matches counts; 200 serves another file, and no status means 302", () => {
  const find = readRedirectRules("# rooms\n/r/* / 200\n/old/:name /new/:name 301\n/s/* /t/:splat\n");
  expect(find("/r/garden")).toEqual({ to: "/", status: 200, isRewrite: true });
  expect(find("/old/x")).toEqual({ to: "/new/x", status: 301, isRewrite: false });
  expect(find("/s/a/b")).toEqual({ to: "/t/a/b", status: 302, isRewrite: false });
  expect(find("/")).toBeUndefined();
});

test("public/_headers gives every file the policy of the page", () => {
  const add = readHeaderRules(readFileSync(new URL("../../../public/_headers", import.meta.url), "utf8"));
  const headers = new Headers();
  add("/assets/main.js", headers);
  expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
});

test("P5.5 requests are counted by address, anew in each period", () => {
  const limiter = new RequestLimiter({ limit: 2, period: 10 });
  const take = (key: string, seconds: number) => limiter.take(key, 1_000 * seconds);
  expect([take("a", 100), take("a", 101), take("a", 102), take("b", 102)]).toEqual([true, true, false, true]);
  expect([take("a", 109), take("a", 110)]).toEqual([false, true]);
});
