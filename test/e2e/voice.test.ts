import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { FAKE_MICROPHONE, launchBrowser } from "../support/browser.ts";
import { expectLargeTargets, expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { message } from "./fake-room.ts";
import { type FileRoom, type FileRoomOptions, fileOf, playFileRoom } from "./file-room.ts";
import { Guest } from "./guest.ts";
import { enterAsOwner } from "./message-menu.ts";
import { PHONE, press } from "./touching.ts";
import { freshRoom, untilLazyPart, type VisitOptions, visitorsOf } from "./visitors.ts";

let browser: Browser;
const troubles: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser({}, FAKE_MICROPHONE);
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(troubles.splice(0)).toEqual([]);
});

const visitors = visitorsOf({
  origin: () => inject("origin"),
  newContext: (options) => browser.newContext(options),
  onTrouble: (trouble) => troubles.push(trouble),
});

interface Opened {
  readonly page: Page;
  readonly room: FileRoom;
}

/** Opens a room with files, which the test plays. */
async function open(options: FileRoomOptions = {}, visit: VisitOptions = {}): Promise<Opened> {
  let room: FileRoom | undefined;
  const page = await visitors.enter(freshRoom(), "Ada", {
    ...visit,
    prepare: async (page) => {
      await page.addInitScript(keepStreams);
      room = await playFileRoom(page, options);
    },
  });
  if (room === undefined) throw new Error("the page was not prepared");
  await untilLazyPart(page);
  return { page, room };
}

/** Runs in a page before its own scripts. Collects what it gets of the microphone. */
function keepStreams(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const streams: MediaStream[] = [];
  Object.assign(globalThis, { streams });
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    streams.push(stream);
    return stream;
  };
}

/** The state of each microphone track that the page has had. */
const tracks = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { streams } = globalThis as unknown as { streams: MediaStream[] };
    return streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState));
  });

const recordButton = (page: Page) => page.getByRole("button", { name: "Record voice message" });
const bar = (page: Page) => page.getByRole("group", { name: "Recording" });
const attached = (page: Page) =>
  page.getByRole("list", { name: "Attached files" }).getByRole("group", { name: /^Voice message/ });

/** Makes the browser refuse the microphone in this way. */
const refuse = (page: Page, name: string) =>
  page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
  }, name);

test("P12.26 a tap records, another one ends it, and it can be played and is sent with its length and waveform", async () => {
  const { page, room } = await open();
  expect(await tracks(page)).toEqual([]);
  await recordButton(page).click();
  await bar(page).getByText("0:01").waitFor();
  expect(await tracks(page)).toEqual(["live"]);
  await expectNoViolations(page);
  await bar(page).getByRole("button", { name: "Finish recording" }).click();
  await attached(page).getByRole("button", { name: "Play" }).click();
  await attached(page).getByRole("button", { name: "Pause" }).waitFor();
  await attached(page).getByRole("button", { name: "Play" }).waitFor();
  await expectNoViolations(page);
  expect(await tracks(page)).toEqual(["ended"]);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => room.sent.length).toBe(1);
  // The fake microphone beeps.
  const voice = { ms: expect.toSatisfy((ms) => ms >= 1_000), peaks: expect.stringMatching(/^[0-9a-f]*f[0-9a-f]*$/) };
  expect(room.sent).toMatchObject([{ files: [{ id: "up1", voice }] }]);
  const [upload] = room.uploads;
  expect(upload?.headers()).toMatchObject({ "content-type": "audio/webm", "x-file-name": "voice-message.webm" });
  // The start of a WebM file.
  expect(upload?.postDataBuffer()?.subarray(0, 4)).toEqual(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]));
});

test("a held press records until it ends, one that ends on the cross and Escape drop it, and a lost connection does not", async () => {
  const { page, room } = await open({}, { viewport: { width: 390, height: 800 } });
  await recordButton(page).hover();
  await page.mouse.down();
  await bar(page).getByText("0:01").waitFor();
  await page.mouse.up();
  await expect.poll(() => attached(page).count()).toBe(1);
  await bar(page).waitFor({ state: "detached" });
  await recordButton(page).hover();
  await page.mouse.down();
  await bar(page).getByText("0:01").waitFor();
  await bar(page).getByRole("button", { name: "Cancel recording" }).hover();
  await page.mouse.up();
  await bar(page).waitFor({ state: "detached" });
  await recordButton(page).focus();
  await page.keyboard.press("Enter");
  await bar(page).getByText("0:01").waitFor();
  await page.keyboard.press("Escape");
  await bar(page).waitFor({ state: "detached" });
  await expect.poll(() => tracks(page)).toEqual(["ended", "ended", "ended"]);
  expect(await attached(page).count()).toBe(1);
  await recordButton(page).focus();
  await page.keyboard.press("Enter");
  await bar(page).getByText("0:01").waitFor();
  await room.drop();
  await page.keyboard.press("Enter");
  await expect.poll(() => attached(page).count()).toBe(2);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => room.sent).toMatchObject([{ files: [{ voice: {} }, { voice: {} }] }]);
});

test("by touch, a tap records as well as a held finger, which ends it by lifting", async () => {
  const { page } = await open({}, { ...PHONE, viewport: { width: 320, height: 568 } });
  await recordButton(page).tap();
  await bar(page).getByText("0:01").waitFor();
  await expectNoSidewaysScroll(page);
  await expectLargeTargets(page);
  await bar(page).getByRole("button", { name: "Finish recording" }).tap();
  await attached(page).waitFor();
  // No keyboard comes up.
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe("composer-text");
  const lift = await press(page, ".voice-button");
  await bar(page).getByText("0:01").waitFor();
  await lift();
  await expect.poll(() => attached(page).count()).toBe(2);
  await bar(page).waitFor({ state: "detached" });
  await expect.poll(() => tracks(page)).toEqual(["ended", "ended"]);
});

test("a refused and a missing microphone are said, and what was written stays", async () => {
  const { page } = await open();
  await page.getByLabel("Message", { exact: true }).fill("A draft");
  await refuse(page, "NotAllowedError");
  await recordButton(page).click();
  await page.getByText("Allow microphone access in your browser to record.").waitFor();
  await refuse(page, "NotFoundError");
  await recordButton(page).click();
  await page.getByText("No microphone found.").waitFor();
  await refuse(page, "NotReadableError");
  await recordButton(page).click();
  await page.getByText("Couldn’t record. Try again.").waitFor();
  expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("A draft");
  expect(await bar(page).count()).toBe(0);
});

test("a voice message shows its length and waveform before it is loaded, plays, and can be moved through by keyboard", async () => {
  const asked: string[] = [];
  const voice = { ms: 2_000, peaks: "012f" };
  const file = fileOf("v1", "voice-message.wav", "audio/wav", { alt: "I am late", voice });
  const { page } = await open(
    { messages: [message(1, "", { files: [file] }), message(2, "Fine", { replyTo: 1 })] },
    {},
  );
  page.on("request", (request) => asked.push(request.url()));
  const player = page.getByRole("group", { name: "Voice message, 2 seconds" });
  await player.getByText("I am late").waitFor();
  await player.getByText("0:02").waitFor();
  await page.locator("#m2 .quote").getByText("Voice message").waitFor();
  await page.locator("#m1").focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Play");
  expect(asked.filter((url) => url.includes("/files/test/"))).toEqual([]);
  await page.keyboard.press("Enter");
  await player.getByRole("button", { name: "Pause" }).waitFor();
  await player.getByRole("button", { name: "Play" }).waitFor();
  // Played to its end, it is back at its beginning.
  const position = player.getByRole("slider", { name: "Position" });
  await expect.poll(() => position.getAttribute("aria-valuetext")).toBe("0 seconds");
  await player.getByText("0:02").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await player.getByText("0:01").waitFor();
  expect(await position.getAttribute("aria-valuetext")).toBe("1 second");
  const link = player.getByRole("link", { name: "Download voice-message.wav" });
  expect(await link.getAttribute("download")).toBe("voice-message.wav");
  await expectNoViolations(page);
});

test("P12.27 a recorded voice message is stored, and plays for another person from the position they choose", async () => {
  const name = freshRoom();
  const olga = await enterAsOwner(visitors, name);
  const ben = await Guest.enter(name, "Ben");
  await recordButton(olga).click();
  await bar(olga).getByText("0:02").waitFor();
  await bar(olga).getByRole("button", { name: "Finish recording" }).click();
  await attached(olga).waitFor();
  await olga.getByRole("button", { name: "Send", exact: true }).click();
  const { files } = await ben.told(({ files }) => files !== undefined);
  expect(files).toMatchObject([{ type: "audio/webm", voice: { ms: expect.any(Number) } }]);
  const eve = await visitors.enter(name, "Eve");
  const player = eve.getByRole("group", { name: /^Voice message/ });
  const slider = player.getByRole("slider", { name: "Position" });
  await slider.focus();
  await eve.keyboard.press("ArrowRight");
  await player.getByRole("button", { name: "Play" }).click();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(1);
  await player.getByRole("button", { name: "Pause" }).waitFor();
  await player.getByRole("button", { name: "Play" }).waitFor();
  ben.close();
});
