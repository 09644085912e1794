import { describe, expect, test } from "vitest";
import { DamagedFile, FileTooLarge, inspect, UnacceptedType } from "../../../src/capabilities/files/inspect/inspect.ts";
import { readFileConfig } from "../../../src/worker/config/file-config.ts";
import { box, mp4, track, webm } from "../../support/media.ts";
import {
  bytes,
  chunk,
  colorProfile,
  exif,
  gif,
  gifExtension,
  gifImage,
  jpeg,
  pixels,
  png,
  pngFrame,
  pngHeader,
  riffChunk,
  SECRET,
  vp8,
  vp8l,
  vp8x,
  webp,
  webpFrame,
  webpOf,
  zlib,
} from "../../support/pictures.ts";

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

const ADOBE = bytes("Adobe", [0, 100], [0, 0, 0, 0], [1]);
const LOOP = gifExtension(0xff, bytes("NETSCAPE2.0"), bytes([1, 0, 0]));

/** A color profile in two segments. */
function profileSegments(said?: string): Uint8Array[] {
  const profile = colorProfile(said);
  return [profile.subarray(0, 100), profile.subarray(100)].map((part, index) =>
    APP(0xe2, bytes("ICC_PROFILE\0", [index + 1, 2], part)),
  );
}

/** Zeros in the place of a chunk. */
const skip = (length: number) => riffChunk("SKIP", new Uint8Array(length));

/** An animated WebP of one frame. */
const animation = (frame: Uint8Array, ...extra: Uint8Array[]) =>
  webpOf(vp8x(2), riffChunk("ANIM", bytes([0, 0, 0, 0, 0, 0])), frame, ...extra);

/** WebPs with something in an odd place, and the same with zeros there. */
const WEBPS: readonly (readonly [what: string, file: Uint8Array, stored: Uint8Array])[] = [
  [
    "behind the picture of a frame",
    animation(webpFrame(40, 30, vp8(), riffChunk("XMP ", SECRETS))),
    animation(webpFrame(40, 30, vp8(), skip(SECRETS.length))),
  ],
  [
    "before the picture of a frame",
    animation(webpFrame(40, 30, riffChunk("EXIF", SECRETS), vp8l())),
    animation(webpFrame(40, 30, skip(SECRETS.length), vp8l())),
  ],
  [
    "as a second picture of a frame",
    animation(webpFrame(40, 30, vp8(), riffChunk("VP8L", SECRETS))),
    animation(webpFrame(40, 30, vp8(), skip(SECRETS.length))),
  ],
  [
    "as a second picture",
    webpOf(vp8x(), vp8l(), riffChunk("VP8L", SECRETS)),
    webpOf(vp8x(), vp8l(), skip(SECRETS.length)),
  ],
  ["behind a picture that is alone", webpOf(vp8l(), riffChunk("ALPH", SECRETS)), webpOf(vp8l(), skip(SECRETS.length))],
  [
    "behind the repeats of an animation",
    webpOf(vp8x(2), riffChunk("ANIM", SECRETS), webpFrame(40, 30, vp8())),
    webpOf(vp8x(2), skip(SECRETS.length), webpFrame(40, 30, vp8())),
  ],
  [
    "as frames of what is no animation",
    webpOf(vp8x(), riffChunk("ANMF", SECRETS), vp8()),
    webpOf(vp8x(), skip(SECRETS.length), vp8()),
  ],
  [
    "as the padding of a chunk",
    webpOf(vp8l(), bytes("SKIP", [1, 0, 0, 0], "GP")),
    webpOf(vp8l(), bytes("SKIP", [1, 0, 0, 0], [0, 0])),
  ],
  [
    "as the name of the monitor",
    webpOf(vp8x(0x20), riffChunk("ICCP", colorProfile(SECRET)), vp8()),
    webpOf(vp8x(0x20), riffChunk("ICCP", colorProfile()), vp8()),
  ],
  [
    "as a color profile",
    webpOf(vp8x(0x20), riffChunk("ICCP", SECRETS), vp8()),
    webpOf(vp8x(0x20), riffChunk("ICCP", new Uint8Array(SECRETS.length)), vp8()),
  ],
];

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
  [
    "a JPEG with more than Adobe's twelve bytes",
    "image/jpeg",
    jpeg(40, 30, [APP(0xee, bytes(ADOBE, SECRET))]),
    jpeg(40, 30, [APP(0xee, ADOBE)]),
  ],
  [
    "a JPEG with Adobe's colors in a second segment",
    "image/jpeg",
    jpeg(40, 30, [APP(0xee, ADOBE), APP(0xee, bytes("Adobe", SECRET))]),
    jpeg(40, 30, [APP(0xee, ADOBE)]),
  ],
  [
    "a JPEG with a marker for versions of its own",
    "image/jpeg",
    jpeg(40, 30, [APP(0xfe, SECRETS), APP(0xef, SECRETS)]),
    jpeg(),
  ],
  [
    "a JPEG with a color profile that names the monitor",
    "image/jpeg",
    jpeg(40, 30, profileSegments(SECRET)),
    jpeg(40, 30, profileSegments()),
  ],
  [
    "a JPEG with a color profile that is none",
    "image/jpeg",
    jpeg(40, 30, [APP(0xe2, bytes("ICC_PROFILE\0", [1, 1], SECRET))]),
    jpeg(),
  ],
  [
    "a JPEG with a color profile of which half is missing",
    "image/jpeg",
    jpeg(40, 30, profileSegments(SECRET).slice(1)),
    jpeg(),
  ],
  [
    "a PNG with a palette that is only suggested",
    "image/png",
    png(40, 30, [chunk("sPLT", bytes(SECRET, [0, 8]))]),
    png(),
  ],
  [
    "a PNG with density, and a histogram",
    "image/png",
    png(40, 30, [chunk("pHYs", SECRETS), chunk("hIST", SECRETS)]),
    png(),
  ],
  [
    "a PNG with a color profile that is none",
    "image/png",
    png(40, 30, [chunk("iCCP", bytes(SECRET, [0, 0], zlib(SECRETS)))]),
    png(),
  ],
  [
    "a GIF with more than once the number of repeats",
    "image/gif",
    gif(bytes(LOOP, gifExtension(0xff, bytes("NETSCAPE2.0"), bytes([1, 0, 0]), SECRETS))),
    gif(LOOP),
  ],
  [
    "a GIF with a block behind the number of repeats",
    "image/gif",
    gif(gifExtension(0xff, bytes("NETSCAPE2.0"), bytes([1, 0, 0]), SECRETS)),
    gif(LOOP),
  ],
  [
    "a GIF with text for the number of repeats",
    "image/gif",
    gif(gifExtension(0xff, bytes("NETSCAPE2.0"), SECRETS)),
    gif(),
  ],
  [
    "a GIF with a block behind a frame's time",
    "image/gif",
    gif(gifExtension(0xf9, bytes([0, 9, 0, 0]), SECRETS)),
    gif(gifExtension(0xf9, bytes([0, 9, 0, 0]))),
  ],
  ["a GIF with text for a frame's time", "image/gif", gif(gifExtension(0xf9, SECRETS)), gif()],
  [
    "a GIF with many times of one frame",
    "image/gif",
    gif(bytes(gifExtension(0xf9, bytes("GPS!")), gifExtension(0xf9, bytes([0, 9, 0, 0])))),
    gif(gifExtension(0xf9, bytes([0, 9, 0, 0]))),
  ],
  ["a GIF with text as a picture", "image/gif", gif(gifExtension(0x01, bytes("123456789012"), SECRETS)), gif()],
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

  test.each(WEBPS)("of a WebP %s is overwritten in its place", async (_what, file, stored) => {
    for (const chunkBytes of [file.length, 3]) {
      expect(await store(file, chunkBytes)).toEqual({ type: "image/webp", width: 40, height: 30, stored });
    }
  });

  test("P12.16 of a PNG's color profile is not stored, and the colors are", async () => {
    const profile = (name: string, said?: string) => chunk("iCCP", bytes(name, [0, 0], zlib(colorProfile(said))));
    const { stored } = await store(png(40, 30, [profile(SECRET, SECRET)]));
    const named = textOf(stored).indexOf("iCCP");
    const length = new DataView(stored.buffer).getUint32(named - 4);
    expect(textOf(stored.subarray(named + 4, named + 9))).toBe("ICC\0\0");
    const compressed = stored.slice(named + 9, named + 4 + length);
    const whole = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate"));
    expect(new Uint8Array(await new Response(whole).arrayBuffer())).toEqual(colorProfile());
    expect((await store(stored)).stored).toEqual(stored);
  });

  test("is all that goes: colors, animation and the orientation stay", async () => {
    const colors = [...profileSegments(), APP(0xee, ADOBE)];
    expect((await store(jpeg(40, 30, colors))).stored).toEqual(jpeg(40, 30, colors));
    const frame = chunk("fdAT", bytes([0, 0, 0, 2], pixels(10, 5)));
    const animated = [chunk("sRGB", bytes([0])), chunk("acTL", bytes([0, 0, 0, 2, 0, 0, 0, 0])), pngFrame(40, 30)];
    const apng = bytes(pngHeader(), ...animated, chunk("IDAT", pixels()), pngFrame(10, 5), frame, chunk("IEND"));
    expect((await store(apng)).stored).toEqual(apng);
    const inParts = bytes(
      pngHeader(),
      chunk("IDAT", pixels().slice(0, 9)),
      chunk("IDAT", pixels().slice(9)),
      chunk("IEND"),
    );
    expect((await store(inParts)).stored).toEqual(inParts);
    // Seven passes over 1,200 pixels, and a byte before each row of each.
    const interlaced = bytes(pngHeader(40, 30, 1), chunk("IDAT", zlib(new Uint8Array(3_657))), chunk("IEND"));
    expect((await store(interlaced)).stored).toEqual(interlaced);
    expect((await store(gif(LOOP))).stored).toEqual(gif(LOOP));
    const film = animation(webpFrame(40, 30, riffChunk("ALPH", bytes([0, 1])), vp8()), webpFrame(8, 8, vp8l(8, 8)));
    expect((await store(film)).stored).toEqual(film);
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

/** A PNG with these chunks between its header and its end. */
const pngOf = (...chunks: Uint8Array[]) => bytes(pngHeader(), ...chunks, chunk("IEND"));
const ONE_FRAME = chunk("acTL", bytes([0, 0, 0, 1, 0, 0, 0, 0]));

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
  ["a PNG without pixels", pngOf()],
  ["a PNG with two headers", bytes(png().subarray(0, 33), png().subarray(8))],
  ["a GIF with an unknown block", gif(bytes([0x99]))],
  ["a WebP of something else", bytes("RIFF", [20, 0, 0, 0], "WEBP", riffChunk("EXIF", bytes("12345678")))],
  ["a PNG whose header has a wrong checksum", png().with(29, 0)],
  ["a PNG whose pixels have a wrong checksum", png().with(50, 7)],
  ["a PNG whose pixels are something else", pngOf(chunk("IDAT", bytes("something else")))],
  ["a PNG with half of its pixels", pngOf(chunk("IDAT", pixels(40, 15)))],
  ["a PNG with more pixels than it says", pngOf(chunk("IDAT", pixels(40, 31)))],
  ["a PNG with something behind its compressed pixels", pngOf(chunk("IDAT", bytes(pixels(), SECRET)))],
  ["a PNG with something in another chunk of pixels", pngOf(chunk("IDAT", pixels()), chunk("IDAT", SECRETS))],
  ["a PNG with something in its end", bytes(pngHeader(), chunk("IDAT", pixels()), chunk("IEND", SECRETS))],
  ["a PNG with two palettes", png(40, 30, [chunk("PLTE", bytes("GPS")), chunk("PLTE", bytes("GPS"))])],
  ["a PNG with a large palette", png(40, 30, [chunk("PLTE", new Uint8Array(771))])],
  ["a PNG with a chunk that every decoder has to know", png(40, 30, [chunk("GPSX", SECRETS)])],
  ["a PNG with a frame outside of it", pngOf(ONE_FRAME, chunk("IDAT", pixels()), pngFrame(41, 30))],
  ["a PNG with more frames than it says", pngOf(ONE_FRAME, chunk("IDAT", pixels()), pngFrame(4, 3), pngFrame(4, 3))],
  ["a PNG with pixels of no frame", pngOf(ONE_FRAME, chunk("IDAT", pixels()), chunk("fdAT", pixels()))],
  ["a PNG with colors that there are not", bytes(pngHeader().subarray(0, 24), [3, 2, 0, 0, 0], png().subarray(29))],
  ["a JPEG with a marker that has no segment", jpeg(40, 30, [bytes([0xff, 0x01])])],
  ["a JPEG with a marker of a scan outside of one", jpeg(40, 30, [bytes([0xff, 0xd3], SECRET)])],
  ["a JPEG with a reserved marker", jpeg(40, 30, [APP(0x42, SECRETS)])],
  ["a JPEG with an extension of JPEG", jpeg(40, 30, [APP(0xf0, SECRETS)])],
  ["a JPEG with arithmetic coding", jpeg(40, 30, [APP(0xcc, SECRETS)])],
  ["a JPEG with a table that is too long", jpeg(40, 30, [APP(0xdb, bytes(new Uint8Array(65), SECRET))])],
  ["a JPEG with a table of codes that is too long", jpeg(40, 30, [APP(0xc4, bytes(new Uint8Array(17), SECRET))])],
  ["a JPEG with a restart interval that is too long", jpeg(40, 30, [APP(0xdd, bytes([0, 8], SECRET))])],
  ["a JPEG with a second frame", jpeg(40, 30, [APP(0xc0, bytes([8, 0, 30, 0, 40, 1, 1, 0x11, 0]))])],
  ["a JPEG with a scan before its frame", jpeg(40, 30, [APP(0xda, bytes([1, 1, 0, 0, 63, 0]))])],
  [
    "a JPEG with ten thousand segments",
    jpeg(40, 30, [new Uint8Array(60_000).fill(0).map((_, at) => [0xff, 0xdd, 0, 4, 0, 8][at % 6] ?? 0)]),
  ],
  ["a GIF with a frame outside of it", gif(gifImage(50_000, 50_000))],
  ["a GIF with more data than pixels", gif(gifImage(4, 3, new Uint8Array(2_000)))],
  ["an animated WebP with a huge frame", animation(webpFrame(16_000, 12_000, vp8(16_000, 12_000)))],
  ["an animated WebP with a picture larger than its frame", animation(webpFrame(40, 30, vp8(16_000, 12_000)))],
  ["an animated WebP without a picture in a frame", animation(webpFrame(40, 30))],
  ["a WebP with a picture larger than its header says", webpOf(vp8x(), vp8l(16_000, 12_000))],
  ["a WebP with a long header", webpOf(riffChunk("VP8X", bytes(vp8x().subarray(8), SECRET)), vp8())],
  ["a WebP that says 50,000 pixels", webpOf(vp8x(0, 50_000, 50_000), vp8())],
  ["a WebP with something else as a picture", webpOf(vp8x(), riffChunk("VP8 ", SECRETS))],
  ["a WebP with half a picture", webpOf(riffChunk("VP8 ", bytes([0, 1, 0, 0x9d, 0x01, 0x2a, 40, 0, 30, 0])))],
  ["a WebP with more transparency than pixels", webpOf(vp8x(), riffChunk("ALPH", new Uint8Array(3_000)), vp8())],
  ["a text that ends within a character", bytes("fine so far", [0xc3])],
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

const film = (brand: string) => bytes(box("ftyp", brand, "\0\0\0\0"), mp4(undefined, [track("vide")]).subarray(16));

test.each([
  ["image/jpeg", jpeg(), undefined],
  ["image/png", png(), "text/html"],
  ["image/gif", gif(), "image/png"],
  ["image/webp", webp(), undefined],
  ["video/mp4", film("isom"), "video/mp4"],
  ["audio/mp4", film("isom"), "audio/mp4"],
  ["audio/mp4", film("M4A "), undefined],
  ["video/quicktime", film("qt  "), undefined],
  ["video/webm", webm([], []), "video/webm"],
  ["audio/webm", webm([], []), "audio/webm;codecs=opus"],
  ["application/pdf", bytes("%PDF-1.7"), "image/png"],
  ["application/zip", bytes("PK\x03\x04"), undefined],
  ["text/plain", bytes("Some words, and more: größer"), "text/html"],
] as const)("P12.7 the type is found by the bytes: %s", async (type, file, declared) => {
  expect((await store(file, file.length, CONFIG, declared)).type).toBe(type);
});
