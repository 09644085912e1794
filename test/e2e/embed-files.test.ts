import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { FAKE_MICROPHONE } from "../support/browser.ts";
import { expectNoViolations } from "./accessible.ts";
import { message } from "./fake-room.ts";
import { type FileRoom, fileOf, pictureOf, playFileRoom } from "./file-room.ts";
import { useHostSite } from "./host-site.ts";

const host = useHostSite({ flags: FAKE_MICROPHONE });

const voice = { ms: 2_000, peaks: "012f" };
const MESSAGES = [
  message(1, "From the garden", { files: [pictureOf("one", 1_200, 900), pictureOf("two", 1_200, 900)] }),
  message(2, "", { files: [fileOf("song", "song.wav", "audio/wav")] }),
  message(3, "", { files: [fileOf("film", "film.webm", "video/webm", { width: 640, height: 360 })] }),
  message(4, "", { files: [fileOf("plan", "plan of the garden.pdf", "application/pdf")] }),
  message(5, "", { files: [fileOf("v1", "voice-message.wav", "audio/wav", { voice })] }),
];

interface Opened {
  readonly page: Page;
  readonly frame: FrameLocator;
  readonly room: FileRoom;
}

/** Frames of a film that the browser itself makes. */
const FRAMES = 20;

/** A short film in WebM. */
async function makeFilm(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async (frames) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
    const made = new Promise<Blob>((resolve) =>
      recorder.addEventListener("dataavailable", ({ data }) => resolve(data)),
    );
    recorder.start();
    for (let frame = 0; frame < frames; frame += 1) {
      context?.fillRect(frame, frame, 9, 9);
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    return [...new Uint8Array(await (await made).arrayBuffer())];
  }, FRAMES);
  return Buffer.from(bytes);
}

/** A page of another site with the room in it, which the test plays. */
async function open(width: number): Promise<Opened> {
  let room: FileRoom | undefined;
  const page = await host.open(
    `<main><h1>Garden</h1><parley-chat room="test" name="Ada" style="width: ${width}px; height: 70rem"></parley-chat></main>`,
    {
      head: `<script type="module" src="${inject("origin")}/embed.js"></script>`,
      viewport: { width: width + 40, height: 1_240 },
      prepare: async (page) => {
        const film = await makeFilm(page);
        room = await playFileRoom(page, { messages: MESSAGES });
        await page.route("**/film.webm", (route) => route.fulfill({ contentType: "video/webm", body: film }));
      },
    },
  );
  if (room === undefined) throw new Error("the page was not prepared");
  return { page, frame: page.locator("parley-chat iframe").contentFrame(), room };
}

test("an embedded room shows pictures, plays sound and video, and offers other files, all within its frame", async () => {
  const { frame, page } = await open(340);
  const card = frame.getByRole("link", { name: /plan of the garden\.pdf/ });
  await card.waitFor();
  expect(await card.getAttribute("download")).toBe("plan of the garden.pdf");
  const inside = () =>
    frame.locator("html").evaluate((html) => ({
      isWide: html.scrollWidth > html.clientWidth,
      cut: [...document.querySelectorAll(".files > *")].filter(
        (file) => file.getBoundingClientRect().right > html.clientWidth,
      ).length,
    }));
  expect(await inside()).toEqual({ isWide: false, cut: 0 });
  for (const player of [frame.locator("audio[controls]"), frame.locator("video[controls]")]) {
    await player.evaluate((media: HTMLMediaElement) => media.play());
    await expect.poll(() => player.evaluate((media: HTMLMediaElement) => media.currentTime)).toBeGreaterThan(0);
  }
  const spoken = frame.getByRole("group", { name: "Voice message, 2 seconds" });
  await spoken.getByRole("button", { name: "Play" }).click();
  await spoken.getByRole("button", { name: "Pause" }).waitFor();
  await spoken.getByRole("button", { name: "Play" }).waitFor();
  await frame.getByRole("button", { name: "Open picture: one.png" }).click();
  const lightbox = frame.getByRole("dialog", { name: "Open picture: one.png" });
  await lightbox.getByText("1 of 2").waitFor();
  await page.keyboard.press("ArrowRight");
  await frame.getByText("2 of 2").waitFor();
  await page.keyboard.press("Escape");
  await lightbox.waitFor({ state: "detached" });
  await expectNoViolations(page);
});

test("an embedded room attaches files and records a voice message with the microphone that its element passes on", async () => {
  const { frame, page, room } = await open(340);
  await frame.getByRole("button", { name: "Attach files" }).waitFor();
  await frame.locator("input[type=file]").setInputFiles({
    name: "roses.png",
    mimeType: "image/png",
    buffer: await page.screenshot(),
  });
  await frame.getByRole("button", { name: "Remove roses.png" }).waitFor();
  await frame.getByRole("button", { name: "Record voice message" }).click();
  const bar = frame.getByRole("group", { name: "Recording" });
  await bar.getByText("0:01").waitFor();
  await bar.getByRole("button", { name: "Finish recording" }).click();
  await frame
    .getByRole("list", { name: "Attached files" })
    .getByRole("group", { name: /^Voice message/ })
    .waitFor();
  await frame.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => room.sent).toMatchObject([{ files: [{ id: "up1" }, { id: "up2", voice: {} }] }]);
});
