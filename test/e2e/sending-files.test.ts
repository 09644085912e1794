import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chosen, type FileRoom, type FileRoomOptions, GIF, playFileRoom } from "./file-room.ts";
import { composer, freshRoom, say, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Opens a room with files, which the test plays. */
async function open(options: FileRoomOptions = {}): Promise<{ readonly page: Page; readonly room: FileRoom }> {
  let room: FileRoom | undefined;
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: async (page) => {
      room = await playFileRoom(page, options);
    },
  });
  if (room === undefined) throw new Error("the page was not prepared");
  await untilLazyPart(page);
  return { page, room };
}

const choose = (page: Page, ...files: ReturnType<typeof chosen>[]) =>
  page.locator("input[type=file]").setInputFiles(files);

const attached = (page: Page) => page.locator(".composer .attachment .file-name").allTextContents();

/** Drops or pastes a file, as the browser does. */
function bring(page: Page, type: "dragover" | "drop" | "paste", name = "x.png", text?: string): Promise<boolean> {
  return page.evaluate(
    ([type, name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], name, { type: "image/png" }));
      if (text !== undefined) data.items.add(text, "text/plain");
      const options = { bubbles: true, cancelable: true };
      const event =
        type === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent(type, { ...options, dataTransfer: data });
      return document.querySelector("textarea")?.dispatchEvent(event) === false;
    },
    [type, name, text] as const,
  );
}

test("P12.4 files chosen by the button show name and size, can be removed, and go with description and cover", async () => {
  const { page, room } = await open();
  await choose(page, chosen("cat.gif", "image/gif", GIF), chosen("wrong.pdf", "application/pdf"));
  await expect.poll(() => attached(page)).toEqual(["cat.gif", "wrong.pdf"]);
  await page.getByText("42 bytes").waitFor();
  await page.getByRole("button", { name: "Remove wrong.pdf" }).click();
  await page.getByRole("button", { name: "Edit cat.gif" }).click();
  const dialog = page.getByRole("dialog", { name: "File details" });
  await dialog.getByLabel("Description").fill("A cat asleep");
  await dialog.getByLabel("Mark as spoiler").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await say(page, "Look");
  await page.getByRole("button", { name: "Spoiler: show" }).click();
  await page.getByRole("button", { name: "Open picture: A cat asleep" }).waitFor();
  expect(room.sent).toMatchObject([{ message: "Look", files: [{ id: "up1", alt: "A cat asleep", spoiler: true }] }]);
  const headers = room.uploads[0]?.headers();
  expect(headers).toMatchObject({
    authorization: "Bearer token",
    "content-type": "image/gif",
    "x-file-name": "cat.gif",
  });
  expect(room.uploads[0]?.postDataBuffer()).toEqual(GIF);
  expect(await composer(page).inputValue()).toBe("");
  expect(await attached(page)).toEqual([]);
});

test("a file that is dragged over the room shows where it goes, a dropped and a pasted one are attached, and text stays text", async () => {
  const { page, room } = await open();
  expect(await bring(page, "dragover")).toBe(true);
  await page.getByText("Drop files to attach them").waitFor();
  expect(await bring(page, "drop", "dropped.png")).toBe(true);
  await page.getByText("Drop files to attach them").waitFor({ state: "detached" });
  expect(await bring(page, "paste", "pasted.png")).toBe(true);
  await expect.poll(() => attached(page)).toEqual(["dropped.png", "pasted.png"]);
  // Office programs add a picture of the text that is copied.
  expect(await bring(page, "paste", "text.png", "some text")).toBe(false);
  await choose(page, ...Array.from({ length: 9 }, (_, index) => chosen(`${index}.txt`, "text/plain")));
  await page.getByText("You can attach up to 10 files.").waitFor();
  expect(await attached(page)).toHaveLength(10);
  // Without any text.
  await page.getByRole("button", { name: "Send" }).click();
  await expect.poll(() => room.sent).toMatchObject([{ message: "" }]);
  expect(room.sent[0]?.files).toHaveLength(10);
});

test("a phone's photo is reduced below 1 MB, without its metadata, unless the original is chosen", async () => {
  const { page, room } = await open();
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4_000, 3_000);
    const context = canvas.getContext("2d");
    const tile = new ImageData(250, 250);
    for (let index = 0; index < tile.data.length; index += 1)
      tile.data[index] = index % 4 === 3 ? 255 : Math.random() * 256;
    for (let x = 0; x < 4_000; x += 250) for (let y = 0; y < 3_000; y += 250) context?.putImageData(tile, x, y);
    const photo = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
    // An EXIF segment after the first marker, as cameras write it.
    const exif = new Uint8Array([0xff, 0xe1, 0, 14, ...new TextEncoder().encode("Exif\0\0GPS!!!")]);
    const data = new DataTransfer();
    data.items.add(new File([photo.slice(0, 2), exif, photo.slice(2)], "photo.jpg", { type: "image/jpeg" }));
    document
      .querySelector("textarea")
      ?.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: data }));
  });
  await page.getByText(/^\d+ kB$/).waitFor();
  await say(page, "reduced");
  await expect.poll(() => room.uploads.length).toBe(1);
  const [reduced] = room.uploads;
  expect(reduced?.headers()).toMatchObject({ "content-type": "image/jpeg", "x-file-name": "photo.jpg" });
  const sent = reduced?.postDataBuffer();
  expect(sent?.length).toBeGreaterThan(10_000);
  expect(sent?.length).toBeLessThan(1_000_000);
  expect(sent?.includes("GPS!!!")).toBe(false);
});

test("a rejected file stays with its reason and can be taken back, and a canceled one is not sent", async () => {
  const tooLarge = { status: 413, json: { error: { code: "file_too_large", message: "…" } } };
  const { page, room } = await open({ answer: (upload) => [tooLarge, "hang" as const][upload - 1] });
  await choose(page, chosen("large.png", "image/png", GIF));
  await say(page, "Too much");
  await page.getByRole("alert").getByText("This file is too large for this room.").waitFor();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  expect(await composer(page).inputValue()).toBe("Too much");
  expect(await attached(page)).toEqual(["large.png"]);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("progressbar", { name: "Uploading large.png" }).waitFor();
  await expect.poll(() => room.uploads.length).toBe(2);
  await page.getByRole("button", { name: "Cancel large.png" }).click();
  // Only the text is left.
  await expect.poll(() => room.sent).toMatchObject([{ message: "Too much" }]);
  expect(room.sent[0]?.files).toBeUndefined();
});

test("an upload whose connection is lost is tried again", async () => {
  const { page, room } = await open({ answer: (upload) => (upload === 1 ? "drop" : undefined) });
  await choose(page, chosen("cat.png", "image/png", GIF));
  await say(page, "Again");
  await expect.poll(() => room.sent).toMatchObject([{ message: "Again", files: [{ id: "up2" }] }]);
});

test("a message with a picture that is written offline survives a reload and goes out when the connection is back", async () => {
  let isShut = false;
  const { page, room } = await open({ isShut: () => isShut });
  isShut = true;
  await room.drop();
  await page.getByText("You’re offline.").waitFor();
  await choose(page, chosen("cat.png", "image/png", GIF));
  await say(page, "From the tunnel");
  await page.getByRole("list", { name: "Uploading" }).getByText("Will send when you’re back online").waitFor();
  await page.reload();
  await page.getByRole("list", { name: "Uploading" }).getByText("From the tunnel").waitFor();
  expect(room.uploads).toEqual([]);
  isShut = false;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect.poll(() => room.sent).toMatchObject([{ message: "From the tunnel", files: [{ id: "up1" }] }]);
  await page.getByRole("list", { name: "Uploading" }).waitFor({ state: "detached" });
  // Nothing is left for the next visit.
  await page.reload();
  await untilLazyPart(page);
  await page.locator("#m1").waitFor();
  expect(await page.getByRole("list", { name: "Uploading" }).count()).toBe(0);
  expect(room.sent).toHaveLength(1);
});

test("P12.1 a guest reads why only members can send files, and a room without files has no button", async () => {
  const { page } = await open({ settings: { files: "members" } });
  await page.getByRole("button", { name: "Attach files" }).click({ force: true });
  await page.getByRole("status").getByText("Only members can send files.").waitFor();
  await bring(page, "drop");
  expect(await attached(page)).toEqual([]);
  const { page: other } = await open({ settings: { files: "off" } });
  await other.getByRole("button", { name: "Add emoji" }).waitFor();
  expect(await other.getByRole("button", { name: "Attach files" }).count()).toBe(0);
  await bring(other, "paste");
  await other.getByRole("status").getByText("Files are turned off in this room.").waitFor();
});
