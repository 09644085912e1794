import { describe, expect, test } from "vitest";
import { DamagedFile, FileTooLarge, inspect, UnacceptedType } from "../../../src/capabilities/files/inspect/inspect.ts";
import { readFileConfig } from "../../../src/worker/config/file-config.ts";
import { bytes, chunk, exif, gif, gifExtension, jpeg, png, riffChunk, SECRET, webp } from "../../support/pictures.ts";

const CONFIG = readFileConfig({});

/** Inspects a file that comes in chunks of this many bytes. */
async function store(file: Uint8Array, chunkBytes = file.length, config = CONFIG, declared?: string) {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < file.length; at += chunkBytes) controller.enqueue(file.slice(at, at + chunkBytes));
      controller.close();
    },
  });
  const parts: Uint8Array[] = [];
  const inspected = await inspect(stream, async (part) => void parts.push(part.slice()), config, declared);
  return { ...inspected, stored: bytes(...parts) };
}

/** What a file says, as text. */
const textOf = (file: Uint8Array) => String.fromCharCode(...file);

const SECRETS = bytes(SECRET);
const APP = (marker: number, body: Uint8Array) => bytes([0xff, marker, 0, body.length + 2], body);

/** Pictures with something that must not be stored, and the same without it. */
const PICTURES: readonly (readonly [what: string, type: string, file: Uint8Array, stored: Uint8Array])[] = [
  ["a JPEG with EXIF", "image/jpeg", jpeg(40, 30, [exif(1)]), jpeg()],
  ["a JPEG with XMP", "image/jpeg", jpeg(40, 30, [APP(0xe1, bytes("http://ns.adobe.com/xap/1.0/\0", SECRET))]), jpeg()],
  ["a JPEG with IPTC", "image/jpeg", jpeg(40, 30, [APP(0xed, bytes("Photoshop 3.0\0", SECRET))]), jpeg()],
  ["a JPEG with a comment", "image/jpeg", jpeg(40, 30, [APP(0xfe, SECRETS)]), jpeg()],
  ["a JPEG with a thumbnail", "image/jpeg", jpeg(40, 30, [APP(0xe0, bytes("JFXX\0", SECRET))]), jpeg()],
  ["a JPEG with an archive behind it", "image/jpeg", jpeg(40, 30, [], bytes("PK\x03\x04", SECRET)), jpeg()],
  ["a PNG with text", "image/png", png(40, 30, [chunk("tEXt", SECRETS)]), png()],
  ["a PNG with compressed text", "image/png", png(40, 30, [chunk("zTXt", SECRETS)]), png()],
  ["a PNG with XMP", "image/png", png(40, 30, [chunk("iTXt", SECRETS)]), png()],
  ["a PNG with EXIF", "image/png", png(40, 30, [chunk("eXIf", SECRETS)]), png()],
  ["a PNG with a time", "image/png", png(40, 30, [chunk("tIME", bytes([0, 0, 0, 0, 0, 0, 0]))]), png()],
  ["a PNG with an unknown chunk", "image/png", png(40, 30, [chunk("vpAg", SECRETS)]), png()],
  ["a PNG with a script behind it", "image/png", png(40, 30, [], bytes("<script>", SECRET)), png()],
  ["a GIF with a comment", "image/gif", gif(gifExtension(0xfe, SECRETS)), gif()],
  ["a GIF with XMP", "image/gif", gif(gifExtension(0xff, bytes("XMP DataXMP"), SECRETS)), gif()],
  ["a GIF with an archive behind it", "image/gif", gif(bytes(), bytes("PK\x03\x04", SECRET)), gif()],
  ["a WebP with a page behind it", "image/webp", webp([], bytes("<html>", SECRET)), webp().with(20, 0)],
];

describe("P12.9 metadata", () => {
  test.each(PICTURES)("of %s is not stored, in whatever chunks it comes", async (_what, type, file, stored) => {
    for (const chunkBytes of [file.length, 7, 1]) {
      const result = await store(file, chunkBytes);
      expect(result).toEqual({ type, width: 40, height: 30, stored });
    }
  });

  test.each(["EXIF", "XMP "])("of a WebP in %s is overwritten in its place", async (name) => {
    const { stored } = await store(webp([riffChunk(name, SECRETS)]), 5);
    expect(stored).toEqual(webp([riffChunk("SKIP", new Uint8Array(SECRETS.length))]).with(20, 0));
  });

  test("is all that goes: colors, animation and the orientation stay", async () => {
    const icc = APP(0xe2, bytes("ICC_PROFILE\0", [1, 1], "profile"));
    const adobe = APP(0xee, bytes("Adobe", [0, 100, 0, 0, 0, 0, 1]));
    expect((await store(jpeg(40, 30, [icc, adobe]))).stored).toEqual(jpeg(40, 30, [icc, adobe]));
    const kept = [chunk("sRGB", bytes([0])), chunk("acTL", bytes([0, 0, 0, 1, 0, 0, 0, 0]))];
    expect((await store(png(40, 30, kept))).stored).toEqual(png(40, 30, kept));
    const loop = gifExtension(0xff, bytes("NETSCAPE2.0"), bytes([1, 0, 0]));
    expect((await store(gif(loop))).stored).toEqual(gif(loop));
  });

  test.each([1, 3, 6, 8])(
    "with an orientation of %i leaves a picture that is shown the same way",
    async (orientation) => {
      const { height, stored, width } = await store(jpeg(40, 30, [exif(orientation)]));
      expect(textOf(stored)).not.toContain(SECRET);
      expect(textOf(stored).includes("Exif")).toBe(orientation !== 1);
      expect([width, height]).toEqual(orientation >= 5 ? [30, 40] : [40, 30]);
      // A stored file is stored the same way again.
      expect((await store(stored)).stored).toEqual(stored);
    },
  );
});

/** A file that says that it is a picture of 4 GB. */
const riff4g = bytes(
  "RIFF",
  [0xff, 0xff, 0xff, 0xf0],
  "WEBP",
  riffChunk("VP8X", bytes([0, 0, 0, 0], [39, 0, 0], [29, 0, 0])),
);

/** Files that look like pictures, and are rejected. */
const DAMAGED: readonly (readonly [what: string, file: Uint8Array])[] = [
  ["a PNG of 50,000 × 50,000", png(50_000, 50_000)],
  ["a PNG of 0 × 0", png(0, 0)],
  ["a JPEG of 65,535 × 65,535", jpeg(65_535, 65_535)],
  ["a WebP that says 4 GB", riff4g],
  ["a PNG with a chunk that says 4 GB", bytes(png().subarray(0, 33), [0xff, 0xff, 0xff, 0xff], "IDAT", "few")],
  ["a PNG with a long chunk of something else", bytes(png().subarray(0, 33), [0x7f, 0xff, 0xff, 0xff], "tEXt", "few")],
  ["half a JPEG", jpeg().slice(0, -4)],
  ["half a PNG", png().slice(0, -14)],
  ["half a GIF", gif().slice(0, -3)],
  ["half a WebP", webp().slice(0, -3)],
  ["a JPEG without a picture", bytes([0xff, 0xd8, 0xff, 0xd9])],
  ["a JPEG in a JPEG", bytes([0xff, 0xd8], jpeg())],
  ["a JPEG with a segment of no length", bytes([0xff, 0xd8, 0xff, 0xe1, 0, 0])],
  ["a PNG without pixels", bytes(png().subarray(0, 33), chunk("IEND"))],
  ["a PNG with two headers", bytes(png().subarray(0, 33), png().subarray(8))],
  ["a GIF with an unknown block", gif(bytes([0x99]))],
  ["a WebP of something else", bytes("RIFF", [20, 0, 0, 0], "WEBP", riffChunk("EXIF", bytes("12345678")))],
  ["a text with bytes that are none", bytes("fine so far", new Uint8Array(600).fill(0x61), [0xc3, 0x28])],
];

describe("P12.10 a hostile file", () => {
  test.each(DAMAGED)("is rejected: %s", async (_what, file) => {
    await expect(store(file)).rejects.toThrow(DamagedFile);
    await expect(store(file, 3)).rejects.toThrow(DamagedFile);
  });

  test.each([
    ["an SVG", bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["an SVG behind blanks", bytes("\ufeff \n<svg onload=alert(1)>")],
    ["a page", bytes("<!doctype html><script>alert(1)</script>")],
    ["XML", bytes('<?xml version="1.0"?><rss/>')],
    ["a program", bytes("MZ\x90\0\x03\0\0\0")],
    ["a script", bytes("#!/bin/sh\0\n")],
    ["nothing", bytes()],
    ["a HEIC picture", bytes([0, 0, 0, 24], "ftypheic", [0, 0, 0, 0])],
  ])("of a type that is not listed is rejected before anything is stored: %s", async (_what, file) => {
    let writes = 0;
    const stream = new Blob([file as BlobPart]).stream();
    const write = async () => {
      writes += 1;
    };
    await expect(inspect(stream, write, CONFIG, "image/png")).rejects.toThrow(UnacceptedType);
    expect(writes).toBe(0);
  });

  test("that is longer than it may be is rejected, whatever its sender said", async () => {
    const config = { ...CONFIG, maxBytes: 100 };
    await expect(store(png(40, 30, [], new Uint8Array(100)), 50, config)).rejects.toThrow(FileTooLarge);
  });
});

test.each([
  ["image/jpeg", jpeg(), undefined],
  ["image/png", png(), "text/html"],
  ["image/gif", gif(), "image/png"],
  ["image/webp", webp(), undefined],
  ["video/mp4", bytes([0, 0, 0, 24], "ftypisom", [0, 0, 0, 0]), "video/mp4"],
  ["audio/mp4", bytes([0, 0, 0, 24], "ftypisom", [0, 0, 0, 0]), "audio/mp4"],
  ["audio/mp4", bytes([0, 0, 0, 24], "ftypM4A ", [0, 0, 0, 0]), undefined],
  ["video/quicktime", bytes([0, 0, 0, 24], "ftypqt  ", [0, 0, 0, 0]), undefined],
  ["video/webm", bytes([0x1a, 0x45, 0xdf, 0xa3], "......webm"), "video/webm"],
  ["audio/webm", bytes([0x1a, 0x45, 0xdf, 0xa3], "......webm"), "audio/webm;codecs=opus"],
  ["audio/ogg", bytes("OggS"), undefined],
  ["audio/mpeg", bytes("ID3", [4, 0]), undefined],
  ["audio/wav", bytes("RIFF", [4, 0, 0, 0], "WAVE"), undefined],
  ["audio/flac", bytes("fLaC"), undefined],
  ["application/pdf", bytes("%PDF-1.7"), "image/png"],
  ["application/zip", bytes("PK\x03\x04"), undefined],
  ["text/plain", bytes("Some words, and more: größer"), "text/html"],
] as const)("P12.7 the type is found by the bytes: %s", async (type, file, declared) => {
  expect((await store(file, file.length, CONFIG, declared)).type).toBe(type);
});
