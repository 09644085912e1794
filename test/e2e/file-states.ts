import type { Page } from "playwright-core";
import { letIn, message, playRoom } from "./fake-room.ts";
import { chosen, drawing, type FileRoomOptions, fileOf, GIF, pictureOf, playFileRoom } from "./file-room.ts";
import { freshRoom, say, untilLazyPart, type VisitOptions, type Visitors } from "./visitors.ts";

type Reach = (visitors: Visitors, options: VisitOptions) => Promise<Page>;

/** Every state of pictures, files, voice messages and previews of links. */
export const FILE_STATES: { readonly [name: string]: Reach } = {
  "files in the composer": async (visitors, options) => {
    const page = await withFiles(visitors, options);
    await page
      .locator("input[type=file]")
      .setInputFiles([
        chosen("diagram of the garden.png", "image/png", GIF),
        chosen("notes.pdf", "application/pdf"),
        chosen(`${"long-".repeat(20)}name.zip`, "application/zip"),
      ]);
    await page.getByRole("list", { name: "Attached files" }).getByRole("listitem").nth(2).waitFor();
    return page;
  },
  "the details of a file": async (visitors, options) => {
    const page = await withFiles(visitors, options);
    await page.locator("input[type=file]").setInputFiles(chosen("cat.png", "image/png", GIF));
    await page.getByRole("button", { name: "Edit cat.png" }).click();
    await page.getByRole("dialog", { name: "File details" }).waitFor();
    return page;
  },
  "a picture that is being uploaded, and one that failed": async (visitors, options) => {
    const failed = { status: 413, json: { error: { code: "file_too_large", message: "…" } } };
    const page = await withFiles(visitors, options, { answer: (upload) => (upload === 1 ? failed : "hang") });
    await page.locator("input[type=file]").setInputFiles(chosen("large.png", "image/png", GIF));
    await say(page, "A large one");
    await page.getByRole("alert").getByText("too large").waitFor();
    await page.locator("input[type=file]").setInputFiles(chosen("cat.png", "image/png", GIF));
    await say(page, "");
    await page.getByRole("progressbar", { name: "Uploading cat.png" }).waitFor();
    return page;
  },
  "messages with pictures": async (visitors, options) => {
    const page = await withFiles(visitors, { viewport: TALL, ...options }, { messages: WITH_PICTURES });
    await page.getByRole("button", { name: "Open picture: five5.png" }).waitFor();
    await page.locator("#m3").scrollIntoViewIfNeeded();
    return page;
  },
  "messages with files": async (visitors, options) => {
    const page = await withFiles(visitors, { viewport: TALL, ...options }, { messages: WITH_FILES });
    await page.getByText("This file was deleted.").waitFor();
    return page;
  },
  "a picture as large as the window": async (visitors, options) => {
    const page = await withFiles(visitors, options, { messages: WITH_PICTURES });
    await page.getByRole("button", { name: "Open picture: five2.png" }).click();
    await page.getByRole("dialog").getByText("2 of 5").waitFor();
    return page;
  },
  "a voice message that is being recorded": async (visitors, options) => {
    const page = await withFiles(visitors, options);
    await untilLazyPart(page);
    await page.getByRole("button", { name: "Record voice message" }).click();
    await page.getByRole("group", { name: "Recording" }).getByText("0:01").waitFor();
    return page;
  },
  "voice messages": async (visitors, options) => {
    const page = await withFiles(visitors, options, { messages: WITH_VOICE });
    await page.getByRole("group", { name: "Voice message, 65 seconds" }).waitFor();
    return page;
  },
  "messages with previews of links": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      viewport: TALL,
      ...options,
      prepare: async (page) => {
        await page.route("**/previews/**", (route) =>
          route.fulfill({ contentType: "image/svg+xml", body: drawing(route.request().url()) }),
        );
        await playRoom(page, (socket) => letIn(socket, WITH_LINKS));
      },
    });
    await page.getByRole("link", { name: "Roses in autumn" }).waitFor();
    await page.getByRole("link", { name: "How to cut roses" }).waitFor();
    return page;
  },
};

/** Shows all messages with pictures at once: colors can't be judged out of view. */
const TALL = { width: 1_280, height: 1_600 };

/** A room with files, which the test plays. */
function withFiles(visitors: Visitors, options: VisitOptions, room: FileRoomOptions = {}): Promise<Page> {
  return visitors.enter(freshRoom(), "Ada", { ...options, prepare: (page) => playFileRoom(page, room) });
}

const WITH_PICTURES = [
  message(1, "From the garden", { files: [pictureOf("one", 1_200, 900, { alt: "Hills behind a fence" })] }),
  message(2, "", { files: [pictureOf("two1", 900, 900), pictureOf("two2", 1_200, 900)] }),
  message(3, "", { files: [1, 2, 3, 4, 5].map((index) => pictureOf(`five${index}`, 1_200, 900)) }),
  message(4, "Nice!", { uid: "mei", username: "Mei", replyTo: 3 }),
];

const WITH_FILES = [
  message(1, "The plan", { files: [fileOf("plan", "plan of the garden.pdf", "application/pdf")] }),
  message(2, "", {
    files: [fileOf("talk", "talk.wav", "audio/wav"), fileOf("long", `${"x".repeat(80)}.zip`, "application/zip")],
  }),
  message(3, "The end of the film", { files: [pictureOf("end", 1_200, 900, { spoiler: true })] }),
  message(4, "", { files: [pictureOf("gone", 320, 240)] }),
];

/** A waveform with pauses, as of someone who speaks. */
const SPEECH = "0148cf9620138dfa720014bfd8510026bfc8302149ea6310";

const WITH_VOICE = [
  message(1, "", {
    files: [fileOf("v1", "voice-message.webm", "audio/webm", { voice: { ms: 65_000, peaks: SPEECH } })],
  }),
  message(2, "", {
    files: [
      fileOf("v2", "voice-message.webm", "audio/webm", {
        alt: "I am late, start without me",
        voice: { ms: 4_000, peaks: SPEECH },
      }),
    ],
  }),
  message(3, "", {
    uid: "mei",
    username: "Mei",
    files: [
      fileOf("v3", "voice-message.webm", "audio/webm", {
        alt: "\u0645\u0631\u062d\u0628\u0627",
        voice: { ms: 12_000, peaks: SPEECH },
      }),
    ],
  }),
];

const link = (seq: number, url: string, preview: object) => message(seq, url, { preview: { url, ...preview } });

const WITH_LINKS = [
  link(1, "https://garden.example.org/roses", {
    site: "Gardens",
    title: "Roses in autumn",
    description: "What to cut, and when.",
    picture: { id: "a".repeat(32), width: 1_200, height: 630 },
  }),
  link(2, "https://www.youtube.com/watch?v=1", {
    site: "YouTube",
    title: "How to cut roses",
    picture: { id: "b".repeat(32), width: 480, height: 360 },
    video: true,
  }),
  link(3, "https://garden.example.org/logo", {
    title: "A logo",
    picture: { id: "c".repeat(32), width: 200, height: 200 },
  }),
  link(4, "https://garden.example.org/plain", { site: "Gardens", title: "A page without a picture" }),
];
