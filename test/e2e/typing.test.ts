import { expect, test } from "vitest";
import { composer, freshRoom, log, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("everything can be done with the keyboard alone", async () => {
  const page = await visitors.visit({ path: `/r/${freshRoom()}` });
  await page.locator("input:focus").waitFor();
  await page.keyboard.type("Ada");
  await page.keyboard.press("Enter");
  await status(page, "Entered");
  await page.keyboard.type("typed without a mouse");
  await page.keyboard.press("Enter");
  await sees(page, "typed without a mouse");
  expect(await composer(page).inputValue()).toBe("");

  // Every control is on the way of the tab key, with a focus that shows.
  const stops: (string | null)[] = [];
  for (const key of ["Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    const focused = page.locator(":focus");
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    stops.push(await focused.evaluate((element) => element.getAttribute("aria-label") ?? element.textContent));
  }
  expect(stops).toEqual(["Send", "", "Messages", "Leave", "Ada, change your name"]);

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await status(page, "Disconnected");
  // The focus is on the way back in.
  await page.keyboard.press("Enter");
  await status(page, "Entered");
  await page.keyboard.type("back");
  await page.keyboard.press("Enter");
  await sees(page, "back");
});

test("Enter sends, Shift+Enter breaks the line", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.keyboard.type("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await sees(page, "one\ntwo");
  expect(await log(page)).toEqual(["one\ntwo"]);
});

test("nothing but spaces is not sent", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, " \n ");
  await say(page, "something");
  await sees(page, "something");
  expect(await log(page)).toEqual(["something"]);
});

test("an Enter that chooses a word of an input method does not send", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await page.keyboard.press("Enter");
  // What is sent leaves the composer.
  expect(await composer(page).inputValue()).toContain("にほん");
});

test("nor does the Enter that Safari tells of after the composition, by its code alone", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await composer(page).fill("日本");
  const isLeftAlone = await composer(page).evaluate((input) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })),
  );
  expect(isLeftAlone).toBe(true);
  await page.keyboard.press("Enter");
  await sees(page, "日本");
  expect(await log(page)).toEqual(["日本"]);
});

test("P5 a message of 4,000 characters is sent, one of 4,001 stays in the composer with the reason", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const longest = "\u00e9".repeat(4_000);
  await say(page, `${longest}!`);
  await page.getByRole("alert").getByText("This message is too long. Please shorten it.").waitFor();
  await page.getByText("1 too many").waitFor();
  expect(await composer(page).inputValue()).toBe(`${longest}!`);

  await say(page, longest.normalize("NFD"));
  await sees(page, longest);
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("P2.4 what the room refuses is shown with the reason, and can be taken back", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    // A room with a limit of its own, which the page cannot know.
    prepare: (page) =>
      page.routeWebSocket(/\/ws\//, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((frame) => {
          const { id, message } = JSON.parse(String(frame));
          if (message !== "refused here") return server.send(frame);
          socket.send(JSON.stringify({ type: "error", code: "message_too_long", message: "…", id }));
        });
      }),
  });
  await say(page, "refused here");
  await page.getByText("Not sent. This message is too long. Please shorten it.").waitFor();
  await composer(page).fill("already typing");
  await page.getByRole("button", { name: "Edit" }).click();
  expect(await composer(page).inputValue()).toBe("already typing\nrefused here");
  await page.getByText("Not sent.").waitFor({ state: "detached" });
  expect(await log(page)).toEqual([]);
});
