import { expect, test } from "vitest";
import { freshRoom, log, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("two users join and chat; each sees who wrote what", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "Hello, Ben");
  await sees(ben, "Hello, Ben");
  await say(ben, "Hello, Ada");
  for (const page of [ada, ben]) {
    await sees(page, "Hello, Ada");
    expect(await log(page)).toEqual(["Hello, Ben", "Hello, Ada"]);
    expect(await page.texts({ css: ".messages .name" })).toEqual(["Ada", "Ben"]);
  }
});

test("emoji and Markdown are rendered, and HTML is shown as typed", async () => {
  const ada = await visitors.enter(freshRoom(), "Ada");
  await say(ada, "**bold** _italic_ `code` [a link](https://example.org/) 🎉👩‍🚀");
  await ada.shows({ css: ".text strong", text: "bold" });
  await ada.shows({ css: ".text em", text: "italic" });
  await ada.shows({ css: ".text code", text: "code" });
  await ada.shows({ role: "link", name: "a link", in: { css: ".text", has: "🎉👩‍🚀" } });
  await say(ada, "<img src=x onerror=alert(1)>");
  await sees(ada, "<img src=x onerror=alert(1)>");
  expect(await ada.count({ css: ".messages img" })).toBe(0);
});

test("the emoji picker and the completion of :names: write emoji", async () => {
  const ada = await visitors.enter(freshRoom(), "Ada");
  await ada.click({ role: "button", name: "Add emoji" });
  await ada.shows({ role: "gridcell", in: { role: "dialog" } });
  await ada.type("rocket");
  await ada.click({ role: "gridcell", name: "rocket" });
  await ada.hides({ role: "gridcell" });
  await ada.type(" :tada");
  await ada.shows({ role: "option", has: "🎉" });
  await ada.press("Enter");
  await ada.hides({ role: "option" });
  await ada.press("Enter");
  await sees(ada, "🚀 🎉");
});
