import { expect, test } from "vitest";
import { RoomError } from "../../../src/client/index.ts";
import { nameFor } from "../../../src/page/lazy/files/file-kind.ts";
import {
  hasRoomFor,
  nextUpload,
  type OutgoingFile,
  type OutgoingMessage,
  partOf,
  sentFiles,
  waitBeforeRetry,
} from "../../../src/page/lazy/files/outgoing-message.ts";

const file = (key: string, fields: Partial<OutgoingFile> = {}): OutgoingFile => ({
  key,
  name: `${key}.png`,
  blob: new Blob(["x"]),
  alt: "",
  isSpoiler: false,
  ...fields,
});

const message = (...files: OutgoingFile[]): OutgoingMessage => ({
  id: "m1",
  room: "garden",
  at: 0,
  text: "",
  options: {},
  files,
  isHandedOver: false,
});

test("files are uploaded in their order, and an uploaded one is not uploaded again", () => {
  expect(nextUpload(message(file("a", { id: "1" }), file("b"), file("c")))?.key).toBe("b");
  expect(nextUpload(message(file("a", { id: "1" })))).toBeUndefined();
});

test("P12.4 a message names its uploads, with description and cover only if they have one", () => {
  const files = [file("a", { id: "1", alt: "A cat" }), file("b", { id: "2", isSpoiler: true })];
  expect(sentFiles(message(...files))).toEqual([
    { id: "1", alt: "A cat" },
    { id: "2", spoiler: true },
  ]);
});

test("progress is that of the file which is being uploaded", () => {
  const progress = { upload: { key: "b", part: 0.5 } };
  expect([file("a", { id: "1" }), file("b"), file("c")].map((one) => partOf(one, progress))).toEqual([
    1,
    0.5,
    undefined,
  ]);
});

test("a lost connection is waited out, longer each time, and then the user decides; a rejected file is not sent again", () => {
  const lost = new RoomError("http");
  expect([1, 2, 3, 4, 5, 6].map((attempts) => waitBeforeRetry(lost, attempts))).toEqual([
    1_000,
    2_000,
    4_000,
    8_000,
    16_000,
    undefined,
  ]);
  expect(waitBeforeRetry(new RoomError("rate_limited", "", { retryAfter: 9_000 }), 1)).toBe(9_000);
  expect(waitBeforeRetry(new RoomError("file_type"), 1)).toBeUndefined();
  // P12.19
  expect(waitBeforeRetry(new RoomError("file_rejected"), 1)).toBeUndefined();
  expect(waitBeforeRetry(new RoomError("scan_unavailable"), 1)).toBe(1_000);
});

test("the browser keeps a bounded number of messages and bytes, and always one", () => {
  const large = file("a", { blob: { size: 60_000_000 } as Blob });
  expect(hasRoomFor([], message(large, large))).toBe(true);
  expect(hasRoomFor([message(large)], message(large))).toBe(false);
  expect(hasRoomFor([message(large)], message(file("b")))).toBe(true);
  expect(hasRoomFor(Array(20).fill(message(file("b"))), message(file("b")))).toBe(false);
});

test("a picture that was drawn again has a name that fits its type", () => {
  expect(nameFor("photo.png", "image/webp")).toBe("photo.webp");
  expect(nameFor("photo.JPG", "image/jpeg")).toBe("photo.JPG");
  expect(nameFor("photo.jpeg", "image/jpeg")).toBe("photo.jpeg");
  expect(nameFor("notes.pdf", "application/pdf")).toBe("notes.pdf");
});
