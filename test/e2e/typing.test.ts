import { expect, test } from "vitest";
import { announce, DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { letIn, message, playRoom } from "./fake-room.ts";
import { composer, freshRoom, log, say, sees, unsent, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("Enter sends, Shift+Enter breaks the line", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.keyboard.type("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await sees(page, "one\ntwo");
  expect(await log(page)).toEqual(["one\ntwo"]);
});

test("a text of spaces is not sent", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, " \n ");
  await say(page, "something");
  await sees(page, "something");
  expect(await log(page)).toEqual(["something"]);
});

test("an Enter that confirms an input method's word does not send", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await page.keyboard.press("Enter");
  // A sent message leaves the composer.
  expect(await composer(page).inputValue()).toContain("にほん");
});

test("nor does the Enter that Safari reports after the composition, by its key code alone", async () => {
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

test("P5 a message of 4,000 characters is sent; one of 4,001 stays in the composer with an explanation", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const longest = "\u00e9".repeat(4_000);
  await say(page, `${longest}!`);
  await page.getByRole("alert").getByText("Message is too long.").waitFor();
  await page.locator(".remaining", { hasText: "1 over the limit" }).waitFor();
  expect(await composer(page).inputValue()).toBe(`${longest}!`);

  await say(page, longest.normalize("NFD"));
  await sees(page, longest);
  expect((await page.getByRole("alert").allTextContents()).join("")).toBe("");
});

test("P5 the composer follows the room's limit", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, [], { limits: { ...announce(DEFAULT_LIMITS), message: 10 } });
      }),
  });
  await composer(page).fill("x".repeat(9));
  await page.locator(".remaining", { hasText: "1 character left" }).waitFor();
  await say(page, "x".repeat(12));
  await page.locator(".remaining", { hasText: "2 over the limit" }).waitFor();
  await page.getByRole("alert").getByText("Message is too long.").waitFor();
  expect(await unsent(page)).toEqual([]);
});

test("P3.7 a rejected message is shown with the reason, and can be edited, resent or discarded", async () => {
  let isFussy = true;
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      page.routeWebSocket(/\/ws\//, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((frame) => {
          if (!isFussy || !String(frame).includes("refused")) return server.send(frame);
          const { id } = JSON.parse(String(frame));
          socket.send(JSON.stringify([{ type: "error", code: "message_too_long", message: "…", id }]));
        });
      }),
  });
  for (const text of ["refused 1", "refused 2", "refused 3"]) {
    await say(page, text);
    await page
      .getByRole("alert")
      .nth((await unsent(page)).length - 1)
      .waitFor();
  }
  await page.getByText("Couldn’t send. Message is too long.").nth(2).waitFor();
  await composer(page).fill("already typing");
  await page.getByRole("button", { name: "Edit" }).first().click();
  expect(await composer(page).inputValue()).toBe("already typing\nrefused 1");
  await page.getByRole("button", { name: "Discard" }).first().click();
  await expect.poll(() => unsent(page)).toEqual(["refused 3"]);
  expect(await log(page)).toEqual([]);

  isFussy = false;
  await page.getByRole("button", { name: "Retry" }).click();
  await sees(page, "refused 3");
  expect(await log(page)).toEqual(["refused 3"]);
  expect(await unsent(page)).toEqual([]);
});

test("P3.41 emptying the field says that the user stopped typing, and so does giving up an edit", async () => {
  const sent: unknown[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, [message(1, "mine", { uid: "ada", username: "Ada" })]),
        ({ type, ended }) => type === "typing" && sent.push(ended ?? false),
      ),
  });
  await sees(page, "mine");
  await page.keyboard.type("ab");
  await page.keyboard.press("Backspace");
  await expect.poll(() => sent).toEqual([false]);
  await page.keyboard.press("Backspace");
  await expect.poll(() => sent).toEqual([false, true]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("!");
  await expect.poll(() => sent).toEqual([false, true, false]);
  await page.keyboard.press("Escape");
  await expect.poll(() => sent).toEqual([false, true, false, true]);
  // A command is no message.
  await page.keyboard.type("/help");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Commands" }).waitFor();
  expect(sent).toHaveLength(4);
});

test("P3.41 a person who stopped is no longer shown as typing", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await ben.keyboard.type("hm");
  await ada.locator(".typing", { hasText: "Ben is typing…" }).waitFor();
  await composer(ben).fill("");
  await ada.locator(".typing", { hasText: "typing" }).waitFor({ state: "detached" });
});
