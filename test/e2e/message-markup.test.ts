import { expect, test } from "vitest";
import { Guest } from "./guest.ts";
import { freshRoom, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const MARKUP = [
  "**bold** *italic* `code` and [a link](https://example.org/a) https://example.org/b",
  "> quoted",
  "answered",
  "- one",
  "- two",
  "```js",
  "const a = 1;",
  "```",
].join("\n");

test("Markdown is rendered as elements: bold, italic, code, code blocks, quotes, lists and links", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.getByLabel("Message", { exact: true }).fill(MARKUP);
  await page.keyboard.press("Enter");
  const text = page.locator(".messages .text");
  await text.locator("pre").waitFor();
  expect(await text.locator("strong").textContent()).toBe("bold");
  expect(await text.locator("em").textContent()).toBe("italic");
  expect(await text.locator("p > code").first().textContent()).toBe("code");
  expect(await text.locator("blockquote").textContent()).toBe("quoted");
  expect(await text.locator("ul > li").allTextContents()).toEqual(["one", "two"]);
  expect(await text.locator("pre > code").textContent()).toBe("const a = 1;");
  expect(await text.locator("pre > .code-language").textContent()).toBe("js");
  expect(await text.locator("p").allTextContents()).toContain("answered");
});

test("a message of a few emoji is enlarged, a text with emoji is not", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  for (const text of ["🎉 🎉", "well done 🎉"]) {
    await say(page, text);
    await sees(page, text);
  }
  const sizes = await page
    .locator(".messages .text")
    .evaluateAll((texts) => texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
  expect(sizes[0]).toBeGreaterThan(1.5 * (sizes[1] ?? 0));
});

test("links open in a new tab without access to this one", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "[a link](https://example.org/a) and https://example.org/b");
  for (const [name, href] of [
    ["a link", "https://example.org/a"],
    ["https://example.org/b", "https://example.org/b"],
  ] as const) {
    const link = page.getByRole("link", { name, exact: true });
    expect(await link.getAttribute("href")).toBe(href);
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow ugc");
  }
  // If the label hides the URL, the user can see it before following the link.
  expect(await page.getByRole("link", { name: "a link" }).getAttribute("title")).toBe("https://example.org/a");
  await sees(page, "a link (example.org) and https://example.org/b");
});

test("HTML, scripts and images are shown as typed", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const hostile = [
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "[a](javascript:alert(1)) ![b](https://example.org/b.png)",
    "[https://bank.example](https://evil.example/)",
  ];
  for (const text of hostile) {
    await say(page, text);
    await sees(page, text);
  }
  expect(await page.locator(".messages").locator("img, script, [onerror]").count()).toBe(0);
  const hrefs = await page
    .locator(".messages a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(hrefs).toEqual(["https://bank.example/", "https://evil.example/"]);
});

test("no text changes while it is read: messages wait for the Markdown parser", async () => {
  const room = freshRoom();
  const mei = await Guest.enter(room, "Mei");
  await mei.says("**bold**");
  mei.close();
  const page = await visitors.visit({
    path: `/r/${room}`,
    prepare: async (page) => {
      await page.addInitScript(() => {
        localStorage.setItem("parley.name", "Ada");
        new MutationObserver(() => {
          const text = document.querySelector(".messages .text");
          const { dataset } = document.documentElement;
          dataset.seen = `${dataset.seen ?? ""}${text?.innerHTML ?? ""} `;
        }).observe(document, { childList: true, subtree: true, characterData: true });
      });
      const isTold = new Promise((resolve) => {
        page.on("websocket", (socket) => {
          socket.on("framereceived", ({ payload }) => {
            if (String(payload).includes('"ready"')) resolve(undefined);
          });
        });
      });
      // Slower than the room.
      await page.route("**/assets/parse-markup-*.js", async (route) => {
        await isTold;
        await route.continue();
      });
    },
  });
  await sees(page, "bold");
  const seen = await page.evaluate(() => document.documentElement.dataset.seen?.trim().split(/\s+/));
  expect(new Set(seen)).toEqual(new Set(["<strong>bold</strong>"]));
});

test("if the Markdown parser cannot be loaded, texts are shown as typed", async () => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    name: "Ada",
    prepare: (page) =>
      page.route("**/assets/parse-markup-*.js", (route) =>
        route.fulfill({ body: "throw new Error();", contentType: "text/javascript" }),
      ),
  });
  await say(page, "**bold** https://example.org");
  await sees(page, "**bold** https://example.org");
});
