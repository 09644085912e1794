import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { type FakeSocket, letIn, message, playRoom } from "./fake-room.ts";
import { choose, openMenu, rowOf } from "./message-menu.ts";
import { useVisitors, type VisitOptions } from "./visitors.ts";

const visitors = useVisitors();

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const picture = (id: string, width: number, height: number) => ({ id: id.padEnd(32, "0"), width, height });

const ROSES = {
  url: "https://garden.example.org/roses",
  site: "Gardens",
  title: "Roses in autumn",
  description: "What to cut, and when.",
  picture: picture("roses", 1_200, 630),
};

const MESSAGES = [
  message(1, "https://garden.example.org/roses", { preview: ROSES }),
  message(2, "https://www.youtube.com/watch?v=1", {
    preview: {
      url: "https://www.youtube.com/watch?v=1",
      site: "YouTube",
      title: "How to cut roses",
      picture: picture("video", 480, 360),
      video: true,
    },
  }),
  message(3, "https://garden.example.org/logo", {
    uid: "ada",
    username: "Ada",
    preview: { url: "https://garden.example.org/logo", title: "A logo", picture: picture("logo", 200, 200) },
  }),
  message(4, "https://garden.example.org/rose.png", {
    preview: { url: "https://garden.example.org/rose.png", site: "garden.example.org", picture: picture("rose", 1, 1) },
  }),
  message(5, "https://garden.example.org/broken", {
    preview: { url: "https://garden.example.org/b", title: "No picture", picture: picture("broken", 200, 200) },
  }),
  message(6, "https://garden.example.org/odd", { preview: { url: "javascript:alert(1)", title: "Made up" } }),
];

interface Played {
  readonly page: Page;
  readonly commands: FakeSocket["hello"][];
  /** Paths of the pictures that the page asked for. */
  readonly asked: Set<string>;
  /** The room says something. */
  say(...objects: object[]): void;
}

/** A page of a room with links. */
async function played(options: VisitOptions = {}): Promise<Played> {
  const commands: FakeSocket["hello"][] = [];
  const asked = new Set<string>();
  let room: FakeSocket | undefined;
  const page = await visitors.enter("test", "Ada", {
    ...options,
    prepare: async (page) => {
      await page.route("**/previews/**", async (route) => {
        const { pathname } = new URL(route.request().url());
        asked.add(pathname);
        if (pathname.includes("broken")) await route.fulfill({ contentType: "text/plain", body: "gone" });
        else await route.fulfill({ contentType: "image/png", body: Buffer.from(PIXEL, "base64") });
      });
      await playRoom(
        page,
        (socket) => {
          room = socket;
          letIn(socket, MESSAGES);
        },
        (command, socket) => {
          commands.push(command);
          if (command.type === "removePreview") socket.say({ type: "done", id: command.id });
        },
      );
    },
  });
  await page.getByText("A logo").waitFor();
  return { page, commands, asked, say: (...objects) => room?.say(...objects) };
}

test("P13.1 a card shows where a link leads, and loads its picture from the room's own server", async () => {
  const { asked, page } = await played({ viewport: { width: 1_280, height: 2_200 } });
  const card = rowOf(page, "Roses in autumn").locator(".link-card");
  const link = card.getByRole("link", { name: "Roses in autumn" });
  expect(await link.getAttribute("href")).toBe(ROSES.url);
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow ugc");
  expect(await card.innerText()).toMatch(/Gardens\s+Roses in autumn\s+What to cut, and when\./);
  await expect.poll(() => [...asked].sort()).toContain(`/previews/test/${ROSES.picture.id}`);
  // Its box is there before the picture, and is gone if there is none.
  const box = await card.locator(".link-card-picture").boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.91, 1);
  await expect.poll(() => rowOf(page, "No picture").locator("img").count()).toBe(0);
  // A preview that no page could have made is none.
  expect(await rowOf(page, "garden.example.org/odd").locator(".link-card").count()).toBe(0);
  await rowOf(page, "How to cut roses").getByRole("img", { name: "Watch on YouTube" }).waitFor();
  expect(await page.locator("iframe").count()).toBe(0);
  await expectNoViolations(page);
});

test("P13.5 the author's menu removes a preview, and the room tells everyone", async () => {
  const { commands, page, say } = await played();
  await openMenu(page, "Roses in autumn");
  expect(await page.getByRole("menuitem", { name: "Remove preview" }).count()).toBe(0);
  await page.keyboard.press("Escape");
  await choose(page, "A logo", "Remove preview");
  await page.getByText("Preview removed").waitFor();
  expect(commands).toContainEqual({ type: "removePreview", id: expect.any(String), target: 3 });
  say({ type: "preview", seq: 7, at: 1_800_000_000_000, uid: "ada", id: "gone", target: 3 });
  await expect.poll(() => page.getByText("A logo").count()).toBe(0);
  say({ type: "preview", seq: 8, at: 1_800_000_000_000, uid: "ben", id: "new", target: 6, preview: ROSES });
  await expect.poll(() => rowOf(page, "garden.example.org/odd").locator(".link-card").count()).toBe(1);
});

test("P13.1 a card fits the narrowest page", async () => {
  const { page } = await played({ viewport: { width: 320, height: 2_400 }, colorScheme: "dark" });
  await rowOf(page, "Roses in autumn").locator(".link-card").waitFor();
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
