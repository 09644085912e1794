import { expect, test } from "vitest";
import { guestIn } from "./guest.ts";
import { freshRoom, log, say, sees, shown, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A window so small that older messages are out of sight, and load only if the user scrolls up. */
const SMALL = { viewport: { width: 400, height: 400 } };

test("P3.5 another client's edit, delete, reaction and reply are shown", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room);
  await say(ada, "What do you think?");
  const { seq: question } = await mei.hears("What do you think?");

  const answer = await mei.says("Wel", { replyTo: question });
  await sees(ada, "Wel");
  const quote = ada.locator(".message", { hasText: "Wel" }).locator(".quote");
  expect(await quote.textContent()).toBe("In reply to Ada What do you think?");

  await mei.does({ type: "edit", target: answer, message: "Well done" });
  await sees(ada, "Well done");
  await ada.locator(".message", { hasText: "Well done" }).getByText("(edited)").waitFor();

  await mei.does({ type: "reaction", target: question, emoji: "👍", on: true });
  const thumb = ada.getByRole("button", { name: "👍 1" });
  await thumb.waitFor();
  expect(await thumb.getAttribute("title")).toBe("Mei");

  const regretted = await mei.says("Never mind");
  await sees(ada, "Never mind");
  await mei.does({ type: "delete", target: regretted });
  await ada.getByText("Message deleted").waitFor();
  expect(await log(ada)).toEqual(["What do you think?", "Well done"]);

  // A user who connects later sees the same.
  const ben = await visitors.enter(room, "Ben");
  await ben.getByText("Message deleted").waitFor();
  expect(await log(ben)).toEqual(["What do you think?", "Well done"]);
  expect(await ben.locator(".quote").textContent()).toBe("In reply to Ada What do you think?");
  await ben.getByText("(edited)").waitFor();
  await ben.getByRole("button", { name: "👍 1" }).waitFor();
});

test("P3.2 a click on a reaction adds the user's own, and another click removes it", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room);
  const target = await mei.says("Cake in the kitchen");
  await mei.does({ type: "reaction", target, emoji: "🎂", on: true });
  await ada.getByRole("button", { name: "🎂 1", pressed: false }).click();
  await ada.getByRole("button", { name: "🎂 2", pressed: true }).click();
  await ada.getByRole("button", { name: "🎂 1", pressed: false }).waitFor();
  await mei.does({ type: "reaction", target, emoji: "🎂", on: false });
  await ada.getByRole("list", { name: "Reactions" }).waitFor({ state: "detached" });
});

test("P3.2 a reply to a message that is not loaded or was deleted says so", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const old = await mei.says("long ago");
  for (let count = 1; count <= 50; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 50");
  const gone = await mei.says("soon gone");
  await mei.does({ type: "delete", target: gone });
  await mei.says("to the old one", { replyTo: old });
  await mei.says("to the deleted one", { replyTo: gone });
  const ada = await visitors.enter(room, "Ada", SMALL);
  const quoteOf = (text: string) => ada.locator(".message", { hasText: text }).locator(".quote").textContent();
  expect(await quoteOf("to the old one")).toBe("In reply to an earlier message");
  expect(await quoteOf("to the deleted one")).toBe("In reply to Mei Message deleted");
  await ada.getByRole("button", { name: "Load older messages" }).focus();
  await sees(ada, "long ago");
  expect(await quoteOf("to the old one")).toBe("In reply to Mei long ago");
});

test("P7.2 older messages load as the user scrolls up, and the visible ones stay in place", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 200; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 200");
  const ada = await visitors.enter(room, "Ada", SMALL);
  await sees(ada, "line 200");
  expect((await log(ada))[0]).toBe("line 151");

  const region = ada.getByRole("region", { name: "Messages" });
  const top = (text: string) => shown(ada, text).evaluate((line) => line.getBoundingClientRect().top);
  const before = await shown(ada, "line 155").evaluate((line) => {
    line.closest(".log")?.scrollTo({ top: 150 });
    return line.getBoundingClientRect().top;
  });
  await sees(ada, "line 51");
  expect(Math.abs((await top("line 155")) - before)).toBeLessThanOrEqual(1);

  // By keyboard too; at the end the button is gone, and its focus stays in the log.
  await ada.getByRole("button", { name: "Load older messages" }).focus();
  await sees(ada, "line 1");
  await ada.getByRole("button", { name: "Load older messages" }).waitFor({ state: "detached" });
  expect(await region.evaluate((frame) => frame === document.activeElement)).toBe(true);
  expect(await log(ada)).toEqual(Array.from({ length: 200 }, (_, index) => `line ${index + 1}`));
});

test("P7.2 older messages load after a scroll so quick that the browser reports both ends of it at once", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 150; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 150");
  const ada = await visitors.enter(room, "Ada", { ...SMALL, prepare: (page) => page.addInitScript(reportBothEnds) });
  await sees(ada, "line 150");
  await shown(ada, "line 105").evaluate((line) => line.closest(".log")?.scrollTo({ top: 0 }));
  await sees(ada, "line 51");
});

/** Runs in a page before its own scripts. Before each state, observers hear that the element was out of view, as if both came within a frame. */
function reportBothEnds(): void {
  const Original = IntersectionObserver;
  window.IntersectionObserver = class extends Original {
    constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super((entries, observer) => {
        const both = entries.flatMap((entry) => {
          const before: IntersectionObserverEntry = Object.create(entry, { isIntersecting: { value: false } });
          return [before, entry];
        });
        callback(both, observer);
      }, options);
    }
  };
}

test("once the messages of a room are shown, nothing jumps", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 50; count += 1)
    mei.send({ type: "message", id: `${count}`, message: `line **${count}**` });
  await mei.hears("line **50**");
  const ada = await visitors.enter(room, "Ada", {
    viewport: { width: 412, height: 823 },
    prepare: (page) => page.addInitScript(sumShifts),
  });
  await sees(ada, "line 50");
  // Whatever is laid out late is by then: a message that arrives is drawn after it.
  await mei.says("and another");
  await sees(ada, "and another");
  expect(await ada.evaluate(() => Number(document.documentElement.dataset.shifts))).toBeLessThan(0.1);
});

/** Runs in a page before its own scripts. 0.1 is what the Web Vitals call good. */
function sumShifts(): void {
  let sum = 0;
  const observer = new PerformanceObserver((list) => {
    // The standard library's types don't have this entry.
    for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { readonly value: number }).value;
    document.documentElement.dataset.shifts = String(sum);
  });
  observer.observe({ type: "layout-shift", buffered: true });
  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.dataset.shifts = String(sum);
  });
}

test("P7.2 if older messages cannot be loaded, the user can retry", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 60; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 60");
  const ada = await visitors.enter(room, "Ada", {
    ...SMALL,
    prepare: (page) =>
      page.route("**/api/rooms/**", (route) => route.fulfill({ json: { error: "not now" } }), { times: 1 }),
  });
  const older = ada.getByRole("button", { name: "Load older messages" });
  // Scrolling near the top loads them; after a failure, only a click does.
  await older.focus();
  await ada.getByRole("alert").getByText("Couldn’t load older messages. Try again.").waitFor();
  await older.press("Enter");
  await sees(ada, "line 1");
});

test("only new messages are announced", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 60; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 60");
  const ada = await visitors.enter(room, "Ada", {
    ...SMALL,
    prepare: (page) =>
      page.addInitScript(() => {
        // A screen reader would announce each added message, by the log's state at that moment.
        new MutationObserver((records) => {
          const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
          for (const node of added) {
            if (!(node instanceof HTMLElement)) continue;
            for (const text of node.querySelectorAll<HTMLElement>(".text")) {
              text.dataset.live = text.closest("[role=log]")?.getAttribute("aria-live") ?? "none";
            }
          }
        }).observe(document, { childList: true, subtree: true });
      }),
  });
  const live = (text: string) => shown(ada, text).getAttribute("data-live");
  await sees(ada, "line 60");
  await ada.locator("[role=log][aria-live=polite]").waitFor();
  await mei.says("new");
  await sees(ada, "new");
  expect(await live("line 60")).toBe("off");
  expect(await live("new")).toBe("polite");
  await ada.getByRole("button", { name: "Load older messages" }).focus();
  await sees(ada, "line 1");
  await ada.locator("[role=log][aria-live=polite]").waitFor();
  await say(ada, "newest");
  await sees(ada, "newest");
  expect(await live("line 1")).toBe("off");
  expect(await live("newest")).toBe("polite");
});

test("P3.1 a user stays the same after a reload, with their own messages marked", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const ada = await visitors.enter(room, "Ada");
  await say(ada, "before");
  const { uid } = await mei.hears("before");
  await ada.reload();
  await status(ada, "Connected");
  await say(ada, "after");
  expect((await mei.hears("after")).uid).toBe(uid);
  await sees(ada, "after");
  expect(await ada.locator(".messages").count()).toBe(1);
  await ada.locator(".messages-head").getByText("you", { exact: true }).waitFor();
  // Her earlier reaction can be taken back.
  const target = await mei.says("react to this");
  await mei.does({ type: "reaction", target, emoji: "👋", on: true });
  await ada.getByRole("button", { name: "👋 1", pressed: false }).click();
  await ada.getByRole("button", { name: "👋 2", pressed: true }).waitFor();
  await ada.reload();
  await ada.getByRole("button", { name: "👋 2", pressed: true }).click();
  await ada.getByRole("button", { name: "👋 1", pressed: false }).waitFor();
});
