import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import type { ParleyChat } from "../../src/embed/index.ts";
import { siteToken } from "../support/site.ts";
import { expectNoViolations } from "./accessible.ts";
import { guestIn } from "./guest.ts";
import { type HostOptions, roomFrames, useHostSite } from "./host-site.ts";
import { freshRoom, say, sees, showAs, useVisitors } from "./visitors.ts";

const host = useHostSite();
const stranger = useHostSite({ isListed: false });
const visitors = useVisitors();

/** An event of an element, as a page received it. */
interface Told {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const EVENTS = ["ready", "status", "message", "unread", "mention", "error", "token-needed"];

/** Opens a page with the element's script, which records its events. */
function open(body: string, { head = "", onRequest, ...options }: OpenOptions = {}): Promise<Page> {
  return host.open(body, {
    ...options,
    head: `<script type="module" src="${inject("origin")}/embed.js"></script>${head}`,
    prepare: async (page) => {
      page.on("request", (request) => onRequest?.(request.url()));
      await record(page);
    },
  });
}

interface OpenOptions extends HostOptions {
  readonly onRequest?: (url: string) => void;
}

async function record(page: Page): Promise<void> {
  await page.addInitScript((names) => {
    const told: Told[] = [];
    Object.assign(globalThis, { told });
    for (const name of names) {
      addEventListener(`parley-${name}`, (event) => {
        // The element's events have details.
        const { detail } = event as CustomEvent<Told["detail"]>;
        told.push({ type: name, detail: { ...detail } });
      });
    }
  }, EVENTS);
}

const told = (page: Page, type: string): Promise<Told["detail"][]> =>
  page.evaluate(
    (wanted) =>
      (globalThis as unknown as { told: Told[] }).told
        .filter(({ type }) => type === wanted)
        .map(({ detail }) => detail),
    type,
  );

const inFrame = (page: Page, index = 0): FrameLocator =>
  page.locator("parley-chat").nth(index).locator("iframe").contentFrame();

async function online(page: Page, index = 0): Promise<void> {
  await expect
    .poll(() =>
      page
        .locator("parley-chat")
        .nth(index)
        .evaluate((chat: ParleyChat) => chat.status),
    )
    .toBe("online");
}

const shownIn = (page: Page, text: string, index = 0) =>
  inFrame(page, index).locator(".messages .text").getByText(text, { exact: true });

async function sayIn(page: Page, text: string, index = 0): Promise<void> {
  const field = inFrame(page, index).locator("#composer-text");
  await field.fill(text);
  await field.press("Enter");
}

test("one script and one tag are a room: it joins under the given name, and the page hears of everything", async () => {
  const room = freshRoom();
  const page = await open(`<main><h1>Garden</h1><parley-chat room="${room}" name="Ada"></parley-chat></main>`);
  await online(page);
  expect(await told(page, "ready")).toEqual([{ room, trusted: true }]);
  expect((await told(page, "status")).map(({ status }) => status)).toEqual(["loading", "connecting", "online"]);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "hello there");
  await shownIn(page, "hello there").waitFor();
  await expect.poll(() => told(page, "message")).toMatchObject([{ username: "Ben", text: "hello there", own: false }]);
  await sayIn(page, "hi");
  await sees(ben, "hi");
  await expect.poll(async () => (await told(page, "message")).length).toBe(2);
  expect((await told(page, "message"))[1]).toMatchObject({ username: "Ada", text: "hi", own: true });
  expect(await told(page, "error")).toEqual([]);
  await expectNoViolations(page);
});

test("attributes are properties, and change the frame at any time", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada" theme="light"></parley-chat>`);
  await online(page);
  const html = inFrame(page).locator("html");
  expect(await html.getAttribute("data-theme")).toBe("light");
  const chat = page.locator("parley-chat");
  const set = (change: Readonly<Record<string, unknown>>) =>
    chat.evaluate((element, values) => void Object.assign(element, values), change);
  await set({ theme: "dark" });
  await expect.poll(() => html.getAttribute("data-theme")).toBe("dark");
  await set({ theme: null });
  await expect.poll(() => html.getAttribute("data-theme")).toBeNull();
  await set({ lang: "de" });
  await inFrame(page).getByText("Verbunden", { exact: true }).waitFor();
  await set({ readOnly: true });
  await expect.poll(() => inFrame(page).locator("#composer-text").count()).toBe(0);
  await set({ readOnly: false, compact: true });
  await expect.poll(() => inFrame(page).locator(".header").count()).toBe(0);
  expect(await chat.evaluate((element) => [element.hasAttribute("compact"), element.hasAttribute("readonly")])).toEqual(
    [true, false],
  );
  await set({ compact: false, name: "Grace" });
  await inFrame(page).locator(".me").getByText("Grace").waitFor();
  await set({ label: "Garden chat" });
  await expect.poll(() => page.locator("parley-chat iframe").getAttribute("title")).toBe("Garden chat");
  const other = freshRoom();
  await set({ room: other });
  await expect.poll(async () => (await told(page, "ready")).map((detail) => detail.room)).toEqual([room, other]);
  expect(await chat.getAttribute("room")).toBe(other);
});

test("send() posts as the user, and tells the number of the message", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`);
  const sent = await page
    .locator("parley-chat")
    .evaluate((chat: ParleyChat) => customElements.whenDefined("parley-chat").then(() => chat.send("by code")));
  expect(sent.seq).toBeGreaterThan(0);
  await shownIn(page, "by code").waitFor();
  const refused = await page
    .locator("parley-chat")
    .evaluate((chat: ParleyChat) => chat.send("   ").catch((error: { code: string }) => error.code));
  expect(refused).toBe("bad_message");
});

test("the element moves nothing on the page, and its script is the only thing that is fetched before it is needed", async () => {
  const asked: string[] = [];
  const page = await open(
    `<div style="height: 400vh"></div><parley-chat room="${freshRoom()}"></parley-chat><parley-chat mode="launcher"></parley-chat>`,
    { onRequest: (url) => asked.push(new URL(url).pathname) },
  );
  await page.getByRole("button", { name: /^Chat/ }).waitFor();
  expect(asked.filter((path) => !path.startsWith("/page-"))).toEqual(["/embed.js"]);
  await page.locator("parley-chat").first().scrollIntoViewIfNeeded();
  await inFrame(page).locator("#composer-text").waitFor();
  const shifts = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries().length));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
  expect(shifts).toBe(0);
});

test("a page far below is fetched only when it comes near", async () => {
  const room = freshRoom();
  const page = await open(
    `<div style="height: 400vh"></div><parley-chat room="${room}"></parley-chat><parley-chat room="${room}" loading="eager" name="Eve"></parley-chat>`,
  );
  await online(page, 1);
  expect(
    await page
      .locator("parley-chat")
      .first()
      .evaluate((chat: ParleyChat) => chat.status),
  ).toBe("idle");
  await roomFrames(page, 1);
  await page.locator("parley-chat").first().scrollIntoViewIfNeeded();
  await inFrame(page).locator("#composer-text").waitFor();
});

test("a launcher loads when it is pressed, counts what was missed, and gives the focus back", async () => {
  const room = freshRoom();
  const page = await open(
    `<main><h1>Garden</h1></main><parley-chat room="${room}" name="Ada" mode="launcher"></parley-chat>`,
  );
  const button = page.getByRole("button", { name: /^Chat/ });
  await button.waitFor();
  await roomFrames(page, 0);
  await button.click();
  await online(page);
  await expect
    .poll(() =>
      inFrame(page)
        .locator("#composer-text")
        .evaluate((field) => field === document.activeElement),
    )
    .toBe(true);
  await page.keyboard.type("typed at once");
  await page.keyboard.press("Enter");
  await shownIn(page, "typed at once").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("parley-chat iframe").isVisible()).toBe(false);
  await expect
    .poll(() => button.evaluate((element) => element.getRootNode() instanceof ShadowRoot && element.matches(":focus")))
    .toBe(true);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "one");
  await say(ben, "two");
  await page.getByRole("button", { name: "Chat 2", exact: true }).waitFor();
  expect((await told(page, "unread")).at(-1)).toEqual({ count: 2 });
  await button.click();
  await expect.poll(async () => (await told(page, "unread")).at(-1)).toEqual({ count: 0 });
  await shownIn(page, "two").waitFor();
  await expectNoViolations(page);
});

test("on a phone a launcher's panel is the whole screen, with a button that closes it", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" name="Ada" mode="launcher"></parley-chat>`, {
    viewport: { width: 320, height: 600 },
  });
  await page.getByRole("button", { name: /^Chat/ }).click();
  await online(page);
  expect(await page.locator("parley-chat iframe").boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 600 });
  await inFrame(page).getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator("parley-chat iframe").isVisible()).toBe(false);
});

test("two elements of two rooms on one page know nothing of each other", async () => {
  const [one, two] = [freshRoom(), freshRoom()];
  const page = await open(
    `<parley-chat room="${one}" name="Ada"></parley-chat><parley-chat room="${two}" name="Ada" loading="eager"></parley-chat>`,
  );
  await online(page, 0);
  await online(page, 1);
  const ben = await visitors.enter(two, "Ben");
  await say(ben, "for two");
  await shownIn(page, "for two", 1).waitFor();
  await sayIn(page, "for one", 0);
  await shownIn(page, "for one", 0).waitFor();
  expect(await shownIn(page, "for two", 0).count()).toBe(0);
  expect(await shownIn(page, "for one", 1).count()).toBe(0);
});

test("a token of the site signs the user in, is in no address and no storage, and signOut makes a guest of them", async () => {
  const room = freshRoom();
  const token = await siteToken({ name: "Ada", sub: `s-${room}` });
  const page = await open(`<parley-chat room="${room}" name="Guest" loading="eager"></parley-chat>`, {
    head: `<script>addEventListener("DOMContentLoaded", () => { document.querySelector("parley-chat").token = async () => ${JSON.stringify(token)} })</script>`,
  });
  await online(page);
  const ben = await visitors.enter(room, "Ben");
  await sayIn(page, "signed");
  await sees(ben, "signed");
  expect(await ben.locator(".messages .name").first().textContent()).toBe("Ada");
  const [frame] = await roomFrames(page);
  const kept = await frame?.evaluate(() => JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }]));
  for (const part of token.split(".")) expect(kept).not.toContain(part);
  await page.locator("parley-chat").evaluate((chat: ParleyChat) => chat.signOut());
  await inFrame(page).locator(".me").getByText("Guest").waitFor();
  await online(page);
  await sayIn(page, "as a guest");
  await sees(ben, "as a guest");
});

test("a token that the room refuses is asked for again, and the page is told that it needs one", async () => {
  const room = freshRoom();
  const good = await siteToken({ name: "Ada", sub: `s-${room}` });
  const page = await open(`<parley-chat room="${room}"></parley-chat>`, {
    head: `<script>addEventListener("DOMContentLoaded", () => {
      const chat = document.querySelector("parley-chat");
      chat.token = "no.such.token";
      chat.addEventListener("parley-token-needed", (event) => {
        event.preventDefault();
        setTimeout(() => { chat.token = ${JSON.stringify(good)} }, 50);
      });
    })</script>`,
  });
  await online(page);
  expect(await told(page, "token-needed")).toEqual([{ retry: true }]);
  await inFrame(page).locator(".me").getByText("Ada").waitFor();
});

test("a guest of a site that signs others in reads first, and is asked for a name with the first message", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}"></parley-chat>`, {
    head: `<script>addEventListener("DOMContentLoaded", () => { document.querySelector("parley-chat").token = async () => undefined })</script>`,
  });
  await online(page);
  const sent = page
    .locator("parley-chat")
    .evaluate((chat: ParleyChat) => chat.send("by code").catch((error: { code: string }) => error.code));
  expect(await sent).toBe("read_only");
  await sayIn(page, "hello");
  await inFrame(page).getByLabel("Display name").fill("Rosa");
  await inFrame(page).getByLabel("Display name").press("Enter");
  await shownIn(page, "hello").waitFor();
  await inFrame(page).locator(".me").getByText("Rosa").waitFor();
});

test("a name that the page gives to a reader enters at once", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}"></parley-chat>`);
  await online(page);
  await page.locator("parley-chat").evaluate((chat: ParleyChat) => {
    chat.name = "Ada";
  });
  await inFrame(page).locator(".me").getByText("Ada").waitFor();
});

test("with persist=host a guest stays the same person although the frame forgets everything", async () => {
  const room = freshRoom();
  const body = `<parley-chat room="${room}" name="Ada" persist="host"></parley-chat>`;
  const page = await open(body);
  await online(page);
  await sayIn(page, "first");
  await shownIn(page, "first").waitFor();
  const [frame] = await roomFrames(page);
  expect(await frame?.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("parley:")))).toEqual([]);
  await page.reload();
  await online(page);
  await sayIn(page, "second");
  await expect
    .poll(async () => (await told(page, "message")).map(({ text, own }) => [text, own]))
    .toEqual([["second", true]]);
  // The room gave both messages to one person, so the user can edit the first.
  await shownIn(page, "first").hover();
  const authors = await inFrame(page).locator(".messages .name").allTextContents();
  expect(new Set(authors)).toEqual(new Set(["Ada"]));
});

test("before consent nothing is stored, and afterward the user is the same one", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" name="Ada" consent="required"></parley-chat>`);
  await online(page);
  await sayIn(page, "before consent");
  await shownIn(page, "before consent").waitFor();
  const [frame] = await roomFrames(page);
  const stored = () =>
    page.evaluate(async () => {
      const other = document.createElement("iframe");
      document.body.append(other);
      return Object.keys(localStorage);
    });
  expect(await stored()).toEqual([]);
  expect(
    await frame?.evaluate(() => {
      try {
        return localStorage.length;
      } catch {
        return "blocked";
      }
    }),
  ).toBe("blocked");
  await page.locator("parley-chat").evaluate((chat) => chat.setAttribute("consent", "given"));
  await expect
    .poll(() =>
      frame?.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("parley:"))).catch(() => false),
    )
    .toBe(true);
});

test("custom properties of the page theme the room, also when they change, and never make it illegible", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" name="Ada" theme="light"></parley-chat>`, {
    head: `<style>
      parley-chat { --parley-background: #fdf6e3; --parley-text: #fdf0c0; --parley-accent: rgb(0 100 0); --parley-radius: 0px }
      .dark parley-chat { --parley-background: #002b36; --parley-text: #eee8d5 }
    </style>`,
  });
  await online(page);
  const style = (name: string) =>
    inFrame(page)
      .locator("html")
      .evaluate((html, property) => getComputedStyle(html).getPropertyValue(property), name);
  await expect.poll(() => style("--parley-canvas")).toBe("rgb(253 246 227)");
  expect(await style("--parley-accent")).toBe("rgb(0 100 0)");
  expect(await style("--parley-radius")).toBe("0px");
  expect(await style("--parley-text")).not.toBe("rgb(253 240 192)");
  expect(host.takeTroubles()).toEqual([expect.stringContaining("--parley-text: too little contrast")]);
  await expectNoViolations(page);
  await page.evaluate(() => document.body.classList.add("dark"));
  await expect.poll(() => style("--parley-canvas")).toBe("rgb(0 43 54)");
  expect(await style("--parley-text")).toBe("rgb(238 232 213)");
});

test("a strict policy and Trusted Types on the page leave the element as it is", async () => {
  const origin = inject("origin");
  const page = await open(
    `<main><h1>Garden</h1></main><parley-chat room="${freshRoom()}" name="Ada" mode="launcher"></parley-chat>`,
    {
      headers: {
        "content-security-policy": `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`,
      },
    },
  );
  const button = page.getByRole("button", { name: /^Chat/ });
  await button.click();
  await online(page);
  expect(await button.evaluate((element) => getComputedStyle(element).position)).toBe("fixed");
});

test("the element works in srcdoc, after display: none, after a move, and after it was away", async () => {
  const room = freshRoom();
  const page = await open(
    `<div id="a" style="display: none"><parley-chat room="${room}" name="Ada"></parley-chat></div><div id="b"></div>`,
  );
  await roomFrames(page, 0);
  await page.evaluate(() => document.getElementById("a")?.removeAttribute("style"));
  await online(page);
  await page.evaluate(() => document.getElementById("b")?.append(document.querySelector("parley-chat") ?? ""));
  await online(page);
  await sayIn(page, "moved");
  await shownIn(page, "moved").waitFor();
  await page.evaluate(() => {
    const chat = document.querySelector("parley-chat");
    chat?.remove();
    setTimeout(() => document.body.append(chat ?? ""), 100);
  });
  await expect.poll(async () => (await told(page, "ready")).length).toBe(3);
  await online(page);
  const script = `<script type="module" src="${inject("origin")}/embed.js"></script>`;
  await page.evaluate((html) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = html;
    document.body.replaceChildren(frame);
  }, `${script}<parley-chat room="${room}" name="Eve" loading="eager"></parley-chat>`);
  await page.frameLocator("iframe").locator("parley-chat iframe").contentFrame().locator("#composer-text").waitFor();
});

/** Whether a page came out of the back/forward cache, since it was marked. */
const fromCache = (page: Page) =>
  page.evaluate(() => (globalThis as { isFromCache?: boolean }).isFromCache).catch(() => undefined);

/** Leaves a page for another one, and comes back by the history, to the same document. */
async function leaveAndReturn(page: Page, meanwhile: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() =>
    addEventListener("pageshow", ({ persisted }) => Object.assign(globalThis, { isFromCache: persisted })),
  );
  await page.goto("data:text/html,elsewhere");
  await meanwhile();
  await page.goBack({ waitUntil: "commit" });
  await expect.poll(() => fromCache(page)).toBe(true);
}

test("a page that comes back from the back/forward cache goes on with its room", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`);
  await online(page);
  const heard = async () => (await told(page, "message")).map(({ text }) => text);
  await leaveAndReturn(page, () => mei.says("said meanwhile"));
  await expect.poll(heard).toEqual(["said meanwhile"]);
  await online(page);
  await page.locator("parley-chat").evaluate((chat: ParleyChat) => chat.send("back").then(() => undefined));
  await mei.hears("back");

  await page.goto(`${inject("origin")}/r/${room}`);
  await sees(page, "back");
  await leaveAndReturn(page, () => mei.says("said again"));
  await sees(page, "said again");
});

test("a script that is loaded twice does no harm", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" name="Ada"></parley-chat>`, {
    head: `<script type="module" src="${inject("origin")}/embed.js?again"></script>`,
  });
  await online(page);
});

test("the keyboard goes through the room and out again", async () => {
  const page = await open(
    `<button id="before">before</button><parley-chat room="${freshRoom()}" name="Ada"></parley-chat><button id="after">after</button>`,
  );
  await online(page);
  await inFrame(page).getByRole("link", { name: "Open in a new window" }).waitFor();
  await page.locator("#before").focus();
  await page.keyboard.press("Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe("parley-chat");
  await page.locator("#after").focus();
  await page.keyboard.press("Shift+Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe("parley-chat");
  await page.locator("parley-chat").evaluate((chat: HTMLElement) => chat.focus());
  await expect
    .poll(() =>
      inFrame(page)
        .locator("#composer-text")
        .evaluate((field) => field === document.activeElement),
    )
    .toBe(true);
});

test("a launcher stands at the other side of a right-to-left page", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" lang="ar" mode="launcher"></parley-chat>`, {
    html: 'dir="rtl"',
    viewport: { width: 800, height: 600 },
  });
  const button = page.getByRole("button", { name: /^Chat/ });
  expect((await button.boundingBox())?.x).toBeLessThan(400);
  await button.click();
  await inFrame(page).locator("html[dir=rtl]").waitFor();
});

test("messages that are not seen are counted, until the page is looked at", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`);
  await online(page);
  const [frame] = await roomFrames(page);
  const see = (state: "hidden" | "visible") =>
    frame?.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  await see("hidden");
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "missed");
  await expect.poll(() => told(page, "unread")).toEqual([{ count: 1 }]);
  await see("visible");
  await expect.poll(async () => (await told(page, "unread")).at(-1)).toEqual({ count: 0 });
  await showAs(ben, "visible");
});

test("a site that the room does not list is told what its owner has to set, in the frame's place and in the console", async () => {
  const page = await stranger.open(`<parley-chat room="${freshRoom()}"></parley-chat>`, {
    head: `<script type="module" src="${inject("origin")}/embed.js"></script>`,
    prepare: record,
  });
  const notice = page.getByRole("alert").getByText("to EMBED_ORIGINS");
  await notice.waitFor();
  expect(await notice.textContent()).toContain(stranger.origin);
  expect(await told(page, "error")).toMatchObject([{ code: "refused" }]);
  expect(stranger.takeTroubles().join()).toContain("to EMBED_ORIGINS");
});
