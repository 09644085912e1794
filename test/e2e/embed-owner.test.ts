// What the owner of a page does with the element by code, and in the wrong order.
import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import type { ParleyChat } from "../../src/embed/index.ts";
import { siteToken } from "../support/site.ts";
import { useHostSite } from "./host-site.ts";
import { freshRoom, sees, useVisitors } from "./visitors.ts";

const host = useHostSite();
const visitors = useVisitors();

const open = (body: string, options: Parameters<typeof host.open>[1] = {}): Promise<Page> =>
  host.open(body, { head: `<script type="module" src="${inject("origin")}/embed.js"></script>`, ...options });

const inFrame = (page: Page): FrameLocator => page.locator("parley-chat iframe").contentFrame();

/** Runs code with the element. */
const withChat = <Result, Argument>(
  page: Page,
  run: (chat: ParleyChat, argument: Argument) => Result | Promise<Result>,
  argument?: Argument,
): Promise<Result> =>
  page
    .locator("parley-chat")
    .evaluate(run as (chat: HTMLElement, argument: unknown) => Result | Promise<Result>, argument);

async function online(page: Page): Promise<void> {
  await expect.poll(() => withChat(page, (chat) => chat.status)).toBe("online");
}

/** Calls `send`. */
const send = (page: Page, text: unknown): Promise<string> =>
  withChat(
    page,
    (chat, said) =>
      chat.send(said as string).then(
        () => "posted",
        ({ code }: { readonly code: string }) => code,
      ),
    text,
  );

test("send() of a readonly element posts nothing, neither then nor when the visitor has a name", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" readonly></parley-chat>`);
  await online(page);
  expect(await send(page, "never")).toBe("not_allowed");
  await withChat(
    page,
    (chat, token) => {
      chat.readOnly = false;
      chat.token = token;
    },
    await siteToken({ name: "Later", sub: `l-${room}` }),
  );
  await expect.poll(() => send(page, "now")).toBe("posted");
  const ben = await visitors.enter(room, "Ben");
  await sees(ben, "now");
  expect(await ben.getByText("never", { exact: true }).count()).toBe(0);
});

test("another user's token replaces the session: nobody writes as the one before", async () => {
  const room = freshRoom();
  const [gwen, otto] = [
    await siteToken({ name: "Gwen", sub: `g-${room}` }),
    await siteToken({ name: "Otto", sub: `o-${room}` }),
  ];
  const page = await open(`<parley-chat room="${room}" loading="eager"></parley-chat>`);
  await withChat(
    page,
    (chat, token) => {
      chat.token = token;
    },
    gwen,
  );
  await inFrame(page).locator(".me").getByText("Gwen").waitFor();
  expect(await send(page, "one")).toBe("posted");
  await withChat(
    page,
    (chat, token) => {
      chat.token = async () => token;
    },
    otto,
  );
  await inFrame(page).locator(".me").getByText("Otto").waitFor();
  await online(page);
  expect(await send(page, "two")).toBe("posted");
  const ben = await visitors.enter(room, "Ben");
  await sees(ben, "two");
  expect(await ben.locator(".messages .name").allTextContents()).toEqual(["Gwen", "Otto"]);
});

test("a visitor with a refused token is asked for a name, and a good token signs them in after all", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" loading="eager"></parley-chat>`);
  await withChat(page, (chat) => {
    chat.token = "no.such.token";
  });
  await expect.poll(() => send(page, "nobody")).toBe("read_only");
  expect(
    await inFrame(page)
      .getByText(/guest-/)
      .count(),
  ).toBe(0);
  const token = await siteToken({ name: "Ada", sub: `s-${room}` });
  await withChat(
    page,
    (chat, good) => {
      chat.token = good;
    },
    token,
  );
  await inFrame(page).locator(".me").getByText("Ada").waitFor();
});

test("with persist=host, signOut() forgets the visitor although the frame has not loaded", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada" persist="host"></parley-chat>`);
  await online(page);
  expect(await send(page, "first")).toBe("posted");
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("parley:")));
  expect(await kept()).not.toEqual([]);
  await withChat(page, (chat) => {
    const launcher = chat.cloneNode() as ParleyChat;
    launcher.mode = "launcher";
    chat.replaceWith(launcher);
  });
  expect(await kept()).not.toEqual([]);
  await withChat(page, (chat) => chat.signOut());
  expect(await kept()).toEqual([]);
});

test("with persist=host, nothing is stored before consent, and afterward the page stores it", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada" persist="host" consent="required"></parley-chat>`);
  await online(page);
  expect(await send(page, "first")).toBe("posted");
  const kept = () =>
    page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith("parley:"))
        .join(),
    );
  expect(await kept()).toBe("");
  await withChat(page, (chat) => {
    chat.consent = "given";
  });
  await expect.poll(kept).toContain("#identity");
});

test("a name that no room can have fails at once and says so, and a right one loads", async () => {
  const page = await open(`<parley-chat room="A B" loading="eager"></parley-chat>`);
  await page.getByRole("alert").getByText('"A B"').waitFor();
  expect(await withChat(page, (chat) => chat.status)).toBe("failed");
  expect(await send(page, "nowhere")).toBe("unreachable");
  await withChat(page, (chat) => {
    chat.room = "..";
  });
  await page.getByRole("alert").getByText('".."').waitFor();
  expect(page.frames()).toHaveLength(2);
  expect(page.frames().map((frame) => new URL(frame.url(), "about:blank").pathname)).not.toContain("/");
  expect(new Set(host.takeTroubles())).toEqual(
    new Set([expect.stringContaining('"A B"'), expect.stringContaining('".."')]),
  );
  const room = freshRoom();
  await withChat(page, (chat, name) => Object.assign(chat, { name: "Ada", room: name }), room);
  await online(page);
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("each send() settles: of what is no text, of a text that is too long, and of an element outside of the page", async () => {
  const page = await open(`<parley-chat room="${freshRoom()}" name="Ada"></parley-chat>`);
  await online(page);
  for (const text of [undefined, null, 7, {}, "x".repeat(300_000)]) expect(await send(page, text)).toBe("bad_message");
  expect(
    await page.evaluate(() =>
      (document.createElement("parley-chat") as ParleyChat).send("x").catch(({ code }: { code: string }) => code),
    ),
  ).toBe("unreachable");
});

test("a send() before the room changes may have been posted, and is never said not to be", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`);
  await online(page);
  const code = await withChat(
    page,
    (chat, other) => {
      const sent = chat.send("perhaps").catch(({ code }: { code: string }) => code);
      chat.room = other;
      return sent;
    },
    freshRoom(),
  );
  expect(code).toBe("unanswered");
});

/** What a frame of a room says when it is there. */
const LATE_FRAME = `<!doctype html><script>
  const tell = (message) => parent.postMessage({ parley: 1, ...message }, "*");
  addEventListener("message", ({ data }) => data.type === "hello" && tell({ type: "ready", room: "lobby", trusted: true }));
  tell({ type: "loaded" });
</script>`;

test("a server that is silent for 20 seconds is said to be unreachable, and its frame is shown if it comes after all", async () => {
  const late = Promise.withResolvers<void>();
  const page = await open("", {
    prepare: async (page) => {
      await page.clock.install();
      await page.route("https://late.test/**", async (route) => {
        await late.promise;
        if (route.request().isNavigationRequest()) await route.fulfill({ body: LATE_FRAME, contentType: "text/html" });
        else await route.abort();
      });
    },
  });
  await page.evaluate(() => {
    document.body.innerHTML = '<parley-chat server="https://late.test" loading="eager"></parley-chat>';
  });
  await expect.poll(() => withChat(page, (chat) => chat.status)).toBe("loading");
  await withChat(page, (chat) => {
    chat.addEventListener("parley-error", ({ detail }: CustomEventInit) => {
      chat.dataset.error = detail.code;
    });
  });
  await page.clock.runFor(19_000);
  expect(await withChat(page, (chat) => chat.status)).toBe("loading");
  await page.clock.runFor(1_500);
  await page.getByRole("alert").getByText("does not answer").waitFor();
  expect(await withChat(page, (chat) => [chat.status, chat.dataset.error])).toEqual(["failed", "unreachable"]);
  expect(host.takeTroubles().join()).toContain("does not answer");
  late.resolve();
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
  host.takeTroubles();
});
