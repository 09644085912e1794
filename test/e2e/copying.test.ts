import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { letIn, message, playRoom } from "./fake-room.ts";
import { fileOf, pictureOf, playFileRoom } from "./file-room.ts";
import { composer, freshRoom, pasted, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const AT = Date.UTC(2026, 0, 5, 13, 38);

const withTalk = (): Promise<Page> =>
  visitors.enter(freshRoom(), "Ada", {
    timezoneId: "UTC",
    permissions: ["clipboard-write"],
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(socket, [
          message(1, "Cake in the **kitchen**", {
            at: AT,
            reactions: [{ emoji: "🎂", count: 2, uids: ["mei", "ben"] }],
          }),
          message(2, "Two\n\n- lines\n- of it\n\n3. three\n2. two", { at: AT + 1_000, editedAt: AT + 2_000 }),
          message(3, "Coming!", { at: AT + 60_000, uid: "mei", username: "Mei", replyTo: 1 }),
        ]),
      ),
  });

/** Selects from one character to another and copies. */
async function copy(page: Page, [from, start]: [string, number], [to, end]: [string, number]): Promise<void> {
  await page.evaluate(
    ([from, start, to, end]) => {
      const first = (selector: string) => {
        const walker = document.createTreeWalker(document.querySelector(selector) as Node, NodeFilter.SHOW_TEXT);
        return walker.nextNode() as Node;
      };
      getSelection()?.setBaseAndExtent(first(from), start, first(to), end);
    },
    [from, start, to, end] as const,
  );
  // A hovered message has a toolbar, which must not be copied either.
  await page.locator("#m2").hover();
  await page.getByRole("toolbar").waitFor();
  await page.keyboard.press("Control+c");
}

test("a selection over messages is copied as a conversation, without reactions, quotes and buttons", async () => {
  const page = await withTalk();
  await sees(page, "Coming!");
  await copy(page, ["#m1 .said", 5], ["#m3 .said", 6]);
  const html = page.evaluate(
    () =>
      new Promise<string | undefined>((resolve) => {
        document.addEventListener("paste", (event) => resolve(event.clipboardData?.getData("text/html")), {
          once: true,
        });
      }),
  );
  expect(await pasted(page)).toBe(
    [
      "[13:38] Ben: in the kitchen",
      "[13:38] Ben: Two",
      "- lines",
      "- of it",
      "3. three",
      "2. two",
      "[13:39] Mei: Coming",
    ].join("\n"),
  );
  expect(await html).toContain("<b>Ben</b> 13:38");
  expect(await html).toContain("<strong>kitchen</strong>");
  expect(await html).toContain('<li value="2"><p>two</p></li>');
  expect(await html).not.toMatch(/class=|button|🎂/);
});

test("a selection within one message is copied as its text alone", async () => {
  const page = await withTalk();
  await sees(page, "Coming!");
  await copy(page, ["#m1 .said", 0], ["#m1 .said", 4]);
  expect(await pasted(page)).toBe("Cake");
});

test("a selection over messages with files says what the files are, without their names and buttons", async () => {
  const voice = { ms: 2_000, peaks: "012f" };
  const page = await visitors.enter(freshRoom(), "Ada", {
    timezoneId: "UTC",
    permissions: ["clipboard-write"],
    prepare: (page) =>
      playFileRoom(page, {
        messages: [
          message(1, "From the garden", { at: AT, files: [pictureOf("one", 320, 240)] }),
          message(2, "", { at: AT + 1_000, files: [fileOf("v1", "voice-message.wav", "audio/wav", { voice })] }),
          message(3, "", {
            at: AT + 60_000,
            uid: "mei",
            username: "Mei",
            files: [fileOf("plan", "plan.pdf", "application/pdf"), pictureOf("two", 320, 240)],
          }),
          message(4, "Thanks", { at: AT + 60_000 }),
        ],
      }),
  });
  await page.getByRole("link", { name: /plan\.pdf/ }).waitFor();
  await copy(page, ["#m1 .said", 0], ["#m4 .said", 6]);
  expect(await pasted(page)).toBe(
    [
      "[13:38] Ben: From the garden",
      "[Picture]",
      "[13:38] Ben: [Voice message]",
      "[13:39] Mei: [2 files]",
      "[13:39] Ben: Thanks",
    ].join("\n"),
  );
});

test("what is copied elsewhere is left to the browser", async () => {
  const page = await withTalk();
  await composer(page).fill("typed");
  await composer(page).selectText();
  await page.keyboard.press("Control+c");
  expect(await pasted(page)).toBe("typed");
});
