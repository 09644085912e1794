import { describe, expect, test } from "vitest";
import { DamagedFile, inspect } from "../../../src/capabilities/files/inspect/inspect.ts";
import { readFileConfig } from "../../../src/worker/config/file-config.ts";
import {
  aacFrame,
  box,
  element,
  flacBlock,
  free,
  id3,
  mp3Frame,
  mp4,
  oggPage,
  track,
  voidOf,
  wav,
  webm,
} from "../../support/media.ts";
import { bytes, colorProfile, riffChunk, SECRET } from "../../support/pictures.ts";

const SECRETS = bytes(SECRET);
const zeros = (length: number) => new Uint8Array(length);

/** Inspects a file that comes in chunks of this many bytes. */
async function store(file: Uint8Array, chunkBytes = file.length) {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < file.length; at += chunkBytes) controller.enqueue(file.slice(at, at + chunkBytes));
      controller.close();
    },
  });
  const parts: Uint8Array[] = [];
  const { type } = await inspect(stream, async (part) => void parts.push(part.slice()), readFileConfig({}));
  return { type, stored: bytes(...parts) };
}

const place = box("udta", box("loci", SECRET));
const apple = box("meta", SECRET);
const xmp = box("uuid", SECRET);
const video = track("vide");
const places = track("meta", "GPS!");
const profile = (said?: string) => box("colr", "prof", colorProfile(said));

const OPUS = bytes("OpusHead", zeros(11));
const VORBIS = bytes("\x01vorbis", zeros(23));
const comments = (start: string, end: Uint8Array = bytes()) =>
  bytes(start, [7, 0, 0, 0], "encoder", [1, 0, 0, 0], SECRET, end);
const none = (start: string, like: Uint8Array, mark = 0) => {
  const empty = bytes(start, zeros(like.length - start.length));
  empty[start.length + 8] = mark;
  return empty;
};
const opus = (packet: Uint8Array) => bytes(oggPage(OPUS, 2), oggPage(packet), oggPage(bytes("sound"), 4));
const long = comments("OpusTags", zeros(2_000).fill(0x41));

const FORMAT = riffChunk("fmt ", zeros(16));
const SOUND = riffChunk("data", bytes("sounds"));
const junk = (body: Uint8Array) => riffChunk("JUNK", zeros(body.length));

const INFO = zeros(34);
const frame = bytes([0xff, 0xf8], "sound");
const tag = bytes("TAG", SECRET, zeros(125 - SECRET.length));
const title = element(0x7ba9, SECRET);
const tags = element(0x1254c367, SECRET);
const pictures = element(0x1941a469, SECRET, zeros(300));
const name = element(0x536e, SECRET);
const vorbisTags = comments("\x03vorbis", bytes([1]));
const codec = (packet: Uint8Array) =>
  element(0x63a2, bytes([2, VORBIS.length, packet.length], VORBIS, packet, "codebooks"));
const mp3 = bytes(mp3Frame(1), mp3Frame(2), mp3Frame(3));
const aac = bytes(aacFrame(), aacFrame(31));

/** Sound and video with something that must not be stored, and what is stored. */
const MEDIA: readonly (readonly [what: string, type: string, file: Uint8Array, stored: Uint8Array])[] = [
  [
    "an MP4 with the place where it was taken",
    "video/mp4",
    mp4(undefined, [video], [place]),
    mp4(undefined, [video], [free(place)]),
  ],
  [
    "an MP4 with tags as iTunes and Apple's cameras write them",
    "video/mp4",
    mp4(undefined, [video], [apple]),
    mp4(undefined, [video], [free(apple)]),
  ],
  [
    "an MP4 with tags in a track",
    "video/mp4",
    mp4(undefined, [track("vide", undefined, place)]),
    mp4(undefined, [track("vide", undefined, free(place))]),
  ],
  ["an MP4 with XMP", "video/mp4", bytes(mp4(undefined, [video]), xmp), bytes(mp4(undefined, [video]), free(xmp))],
  [
    "an MP4 with the time, and names of handlers, encoders and files",
    "video/mp4",
    mp4("GPS!", [track("vide", "GPS!")]),
    mp4(undefined, [video]),
  ],
  [
    "an MP4 with a track of places",
    "video/mp4",
    mp4(undefined, [video, places]),
    mp4(undefined, [video, free(places)]),
  ],
  [
    "an MP4 with free space that isn't free",
    "video/mp4",
    bytes(mp4(undefined, [video]), box("skip", SECRET)),
    bytes(mp4(undefined, [video]), free(box("skip", SECRET))),
  ],
  [
    "an MP4 with a color profile that names the monitor",
    "video/mp4",
    mp4(undefined, [track("vide", undefined, zeros(0), profile(SECRET))]),
    mp4(undefined, [track("vide", undefined, zeros(0), profile())]),
  ],
  ["an MP3 with ID3 before it", "audio/mpeg", bytes(id3(SECRETS), mp3), mp3],
  ["an MP3 with ID3 twice, and at its end", "audio/mpeg", bytes(id3(SECRETS), id3(SECRETS), mp3, tag), mp3],
  [
    "an MP3 with APE between and behind its frames",
    "audio/mpeg",
    bytes(mp3, "APETAGEX", SECRET, mp3, "APETAGEX", SECRET, [0xff, 0xfb, 0x10, 0]),
    bytes(mp3, mp3),
  ],
  ["AAC with ID3", "audio/aac", bytes(id3(SECRETS), aac, tag), aac],
  ["an Opus with comments", "audio/ogg", opus(comments("OpusTags")), opus(none("OpusTags", comments("OpusTags")))],
  [
    "an Opus with comments over several pages",
    "audio/ogg",
    bytes(
      oggPage(OPUS, 2),
      oggPage(long.slice(0, 1_020), 0, 7, false),
      oggPage(long.slice(1_020), 1),
      oggPage(bytes("sound")),
    ),
    bytes(
      oggPage(OPUS, 2),
      oggPage(none("OpusTags", long).slice(0, 1_020), 0, 7, false),
      oggPage(zeros(long.length - 1_020), 1),
      oggPage(bytes("sound")),
    ),
  ],
  [
    "a Vorbis with comments",
    "audio/ogg",
    bytes(oggPage(VORBIS, 2), oggPage(vorbisTags)),
    bytes(oggPage(VORBIS, 2), oggPage(none("\x03vorbis", vorbisTags, 1))),
  ],
  [
    "an Ogg with a FLAC and a picture",
    "audio/ogg",
    bytes(oggPage(bytes("\x7fFLAC", INFO), 2), oggPage(flacBlock(6, SECRETS))),
    bytes(oggPage(bytes("\x7fFLAC", INFO), 2), oggPage(flacBlock(6, zeros(SECRETS.length)))),
  ],
  [
    "an Ogg with a stream of something else",
    "audio/ogg",
    bytes(
      oggPage(bytes("fishead\0"), 2, 9),
      opus(none("OpusTags", comments("OpusTags"))),
      oggPage(SECRETS, 0, 9),
      SECRET,
    ),
    opus(none("OpusTags", comments("OpusTags"))),
  ],
  [
    "a WebM with tags and pictures",
    "video/webm",
    webm([], [], [tags, pictures]),
    webm([], [], [voidOf(tags), voidOf(pictures)]),
  ],
  [
    "a WebM with a title",
    "video/webm",
    webm([title, element(0x4d80, SECRET)], []),
    webm([voidOf(title), element(0x4d80, zeros(SECRET.length))], []),
  ],
  ["a WebM with the name of a track", "video/webm", webm([], [name]), webm([], [voidOf(name)])],
  [
    "a WebM with comments of Vorbis",
    "video/webm",
    webm([], [codec(vorbisTags)]),
    webm([], [codec(none("\x03vorbis", vorbisTags, 1))]),
  ],
  [
    "a WAV with a list of names",
    "audio/wav",
    wav(FORMAT, riffChunk("LIST", SECRETS), SOUND),
    wav(FORMAT, junk(SECRETS), SOUND),
  ],
  [
    "a WAV with a broadcast extension and ID3",
    "audio/wav",
    wav(riffChunk("bext", SECRETS), FORMAT, SOUND, riffChunk("id3 ", SECRETS)),
    wav(junk(SECRETS), FORMAT, SOUND, junk(SECRETS)),
  ],
  [
    "a FLAC with comments and a picture",
    "audio/flac",
    bytes("fLaC", flacBlock(0, INFO), flacBlock(4, SECRETS), flacBlock(6, SECRETS, true), frame),
    bytes("fLaC", flacBlock(0, INFO, true), frame),
  ],
  [
    "a FLAC with a table for seeking, and a tag at its end",
    "audio/flac",
    bytes("fLaC", flacBlock(0, INFO), flacBlock(3, zeros(18)), flacBlock(1, SECRETS, true), frame, tag),
    bytes("fLaC", flacBlock(0, INFO), flacBlock(3, zeros(18), true), frame),
  ],
];

describe("P12.18 what is not needed to play", () => {
  test.each(MEDIA)("%s is not stored, in whatever chunks it comes", async (_what, type, file, stored) => {
    for (const chunkBytes of [file.length, 7, 1]) expect(await store(file, chunkBytes)).toEqual({ type, stored });
    // What is stored is stored the same way again.
    expect((await store(stored)).stored).toEqual(stored);
  });
});

/** Sizes in four bytes of a WebM that was recorded: its ends are not known. */
const recorded = bytes(
  element(0x1a45dfa3, element(0x4282, "webm")),
  bytes([0x18, 0x53, 0x80, 0x67, 0x01], zeros(7).fill(0xff)),
  element(0x1654ae6b, element(0xae, element(0xd7, "\x01"))),
  ...[1, 2].map((time) => bytes([0x1f, 0x43, 0xb6, 0x75, 0xff], element(0xe7, bytes([time])), element(0xa3, "block"))),
);

/** Files of programs that write as they record, or before they know. */
test.each([
  ["a WebM of a browser", recorded],
  [
    "a WAV whose length isn't known",
    bytes("RIFF", [255, 255, 255, 255], "WAVE", FORMAT, "data", [255, 255, 255, 255], "sound"),
  ],
  ["a WAV whose lengths are 0", bytes("RIFF", zeros(4), "WAVE", FORMAT, "data", zeros(4), "sound")],
  ["an MP4 whose last box has no length", bytes(mp4(undefined, [video]).slice(0, -15), zeros(4), "mdatsamples")],
  [
    "an MP4 in fragments",
    bytes(
      mp4(undefined, [video]),
      box("moof", box("mfhd", zeros(8)), box("traf", box("trun", "run"))),
      box("mdat", "more"),
    ),
  ],
  ["an MP4 with a long box", bytes(mp4(undefined, [video]), [0, 0, 0, 1], "mdat", zeros(7), [18], "ab")],
])("P12.18 is stored as it is: %s", async (_what, file) => {
  expect((await store(file, 5)).stored).toEqual(file);
});

test.each([
  ["an MP4 without a movie", bytes(box("ftyp", "isom"), box("mdat", "samples"))],
  ["an MP4 without samples", bytes(box("ftyp", "isom"), box("moov"))],
  ["half an MP4", mp4(undefined, [video]).slice(0, -3)],
  ["an MP4 with a box that says 4 GB", bytes(box("ftyp", "isom"), [0xff, 0xff, 0xff, 0xff], "moov")],
  [
    "an MP4 with a box within that is longer than its own",
    bytes(box("ftyp", "isom"), box("moov", bytes([0, 0, 1, 0], "trak"), SECRET), box("mdat")),
  ],
  ["an MP3 of one frame and text", bytes(mp3Frame(), SECRET, zeros(600))],
  ["an Ogg of nothing that is known", oggPage(SECRETS, 2)],
  ["an Ogg with something else for comments", opus(bytes("Comments", SECRET))],
  ["half an Ogg", opus(none("OpusTags", comments("OpusTags"))).slice(0, -2)],
  [
    "a WebM without tracks",
    bytes(element(0x1a45dfa3, element(0x4282, "webm")), element(0x18538067, element(0x1f43b675))),
  ],
  ["half a WebM", webm([], []).slice(0, -2)],
  [
    "a WebM with an element that says 4 GB",
    bytes(
      element(0x1a45dfa3, element(0x4282, "webm")),
      element(0x18538067, bytes([0x16, 0x54, 0xae, 0x6b, 1, 0, 0, 0xff], zeros(4))),
    ),
  ],
  ["a WAV without sound", wav(FORMAT)],
  ["half a WAV", wav(FORMAT, SOUND).slice(0, -3)],
  ["a FLAC without sound", bytes("fLaC", flacBlock(0, INFO, true), SECRET)],
  ["a FLAC with a description of something else", bytes("fLaC", flacBlock(4, SECRETS, true), frame)],
])("P12.18 is rejected: %s", async (_what, file) => {
  await expect(store(file)).rejects.toThrow(DamagedFile);
  await expect(store(file, 3)).rejects.toThrow(DamagedFile);
});
