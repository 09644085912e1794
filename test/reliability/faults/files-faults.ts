import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/files");
const inWorker = testsIn("worker", "test/worker");
const inFiles = patchesIn("src/capabilities/files");

/** Mistakes in what people send besides text. */
export const FILES_FAULTS: readonly Fault[] = [
  {
    name: "a guest sends files where only members may",
    patches: [inFiles("files", 'return isAtLeast(role, "member");', "return true;")],
    caughtBy: inWorker("files", "P12.1 is for those whom the owner lets, members by default"),
  },
  {
    name: "a message names another person's file",
    patches: [
      inFiles(
        "sql-file-registry",
        "WHERE id = ? AND uid = ? AND state = 'ready'",
        "WHERE id = ? AND uid <> ? AND state = 'ready'",
      ),
    ],
    caughtBy: inWorker("files", "P12.4 is named only by its own author, once in a message, and while it is there"),
  },
  {
    name: "a picture passes for a voice message",
    patches: [inFiles("files", 'voice !== undefined && file.type.startsWith("audio/") &&', "voice !== undefined &&")],
    caughtBy: inWorker(
      "files",
      "P12.26 P12.27 has the length and the waveform of a voice message, if both are valid and it is audio",
    ),
  },
  {
    name: "a picture is stored with its place",
    isBasic: true,
    patches: [
      inFiles(
        "inspect/jpeg",
        "for (const [kept, kind] of applications.kept(marker, body)) await write(segment(kind, kept));",
        "await write(segment(marker, body));",
      ),
    ],
    caughtBy: inUnit("inspect", "of a JPEG with EXIF is not stored, in whatever chunks it comes"),
  },
  {
    name: "an archive behind a picture is stored",
    patches: [
      inFiles(
        "inspect/inspect",
        "input.skip((await input.peek()).length);",
        "await write(await input.take((await input.peek()).length));",
      ),
    ],
    caughtBy: inUnit("inspect", "of a GIF with an archive behind it is not stored, in whatever chunks it comes"),
  },
  {
    name: "a frame of an animation keeps the place of its picture",
    patches: [
      inFiles(
        "inspect/webp",
        "} else await this.#blank(chunk);",
        "} else await passChunk(chunk, this.#input, this.#write);",
      ),
    ],
    caughtBy: inUnit("inspect", "of a WebP behind the picture of a frame is overwritten in its place"),
  },
  {
    name: "a color profile names its owner's monitor",
    patches: [inFiles("inspect/color-profile", "!KEPT.has(ascii(profile, entry, 4))", "false")],
    caughtBy: inUnit(
      "inspect",
      "of a JPEG with a color profile that names the monitor is not stored, in whatever chunks it comes",
    ),
  },
  {
    name: "a video keeps the place where it was taken",
    patches: [inFiles("inspect/mp4-boxes", "head.set(FREE, 4);\n      body.fill(0);", "")],
    caughtBy: inUnit("media", "an MP4 with the place where it was taken is not stored, in whatever chunks it comes"),
  },
  {
    name: "a song keeps the tags behind it",
    patches: [inFiles("inspect/framed-audio", "return frames > 1 ? at : 0;", "return frames > 1 ? held.length : 0;")],
    caughtBy: inUnit(
      "media",
      "an MP3 with APE between and behind its frames is not stored, in whatever chunks it comes",
    ),
  },
  {
    name: "half of a PNG's pixels are enough",
    patches: [inFiles("inspect/inflate", "if (counted !== this.#expected)", "if (counted > this.#expected)")],
    caughtBy: inUnit("inspect", "is rejected: a PNG with half of its pixels"),
  },
  {
    name: "a frame is larger than its picture",
    patches: [inFiles("inspect/gif", "if (x + width > size.width ||", "if (")],
    caughtBy: inUnit("inspect", "is rejected: a GIF with a frame outside of it"),
  },
  {
    name: "the edge completes an old copy with a part of a new file",
    patches: [inFiles("site", '!conditions.has("if-range") && ', "")],
    caughtBy: inWorker("file-access", "P12.6 the edge answers odd ranges as the object does"),
  },
  {
    name: "an upload opens the files of a room that was closed meanwhile",
    patches: [inFiles("files", "if (isOpen !== undefined && isOpen !== this.#isOpen) this.#push(now);", "")],
    caughtBy: inWorker(
      "file-access",
      "P12.17 a file that was uploaded while the room was closed doesn't open the room's files again",
    ),
  },
  {
    name: "a picture that no browser can show is stored",
    patches: [inFiles("inspect/picture", "if (!isShown)", "if (false && !isShown)")],
    caughtBy: inUnit("inspect", "is rejected: a PNG of 50,000 × 50,000"),
  },
  {
    name: "an SVG passes for text",
    patches: [inFiles("inspect/sniff", 'if (!start.startsWith("<")) return "text/plain";', 'return "text/plain";')],
    caughtBy: inUnit("inspect", "of a type that is not listed is rejected before anything is stored: an SVG"),
  },
  {
    name: "a document is shown in place",
    patches: [inFiles("serve", 'INLINE.test(type) ? "inline" : "attachment"', '"inline"')],
    caughtBy: inWorker("files", "P12.7 with headers that let no file act as a page"),
  },
  {
    name: "a file keeps the path in its name",
    patches: [inFiles("file-name", "split(/[/\\\\]/)", "split(/[/]/)")],
    caughtBy: inUnit("file-name", "P12.10 a name becomes safe: C%3A%5CUsers%5Cada%5Cphoto.jpg"),
  },
  {
    name: "the files of a deleted message stay",
    isBasic: true,
    patches: [
      inFiles("files", 'event.type === "delete" && this.#hasFiles()', 'event.type === "edit" && this.#hasFiles()'),
    ],
    caughtBy: inWorker("files", "its author deletes it"),
  },
  {
    name: "a file goes while another message names it",
    patches: [inFiles("sql-file-registry", "WHERE id = ? AND live = 0", "WHERE id = ?")],
    caughtBy: inWorker("files", "no other message names them"),
  },
  {
    name: "an upload that no message names stays",
    patches: [
      inFiles("files", "const oldest = registry.expire(now - UNUSED_MS);", "const oldest = registry.expire(0);"),
    ],
    caughtBy: inWorker("files", "P12.3 that no message names is deleted after an hour"),
  },
  {
    name: "an upload that the room has dropped stays",
    patches: [inFiles("routes", "await filesOf({ env: c.env, room: roomIn(name) }).remove([id]);", "")],
    caughtBy: inWorker("files", "P12.3 that the room drops before its last byte came leaves nothing behind"),
  },
  {
    name: "the files of a room for members are public",
    isBasic: true,
    patches: [inFiles("files-object", "isOpen || granted !== undefined", "true")],
    caughtBy: inWorker("files", "P12.11 with a pass in a room that not everyone may read, and not kept in public"),
  },
  {
    name: "a pass that somebody has altered opens a room's files",
    patches: [inFiles("pass", "isEqual(pass, makePass(key, kind, Number(until)))", "true")],
    caughtBy: inWorker("files", "P12.11 with a pass in a room that not everyone may read, and not kept in public"),
  },
  {
    name: "everyone may load a deleted picture that a report keeps",
    patches: [inFiles("files-object", 'found.isHeld ? granted === "moderate"', "found.isHeld ? true")],
    caughtBy: inWorker("files", "P12.12 a report keeps the picture for moderators, until the report is gone"),
  },
  {
    name: "a full quota is not looked at",
    patches: [inFiles("files", 'return err("quota");', "this.#hasAny = true;")],
    caughtBy: inWorker(
      "files",
      "P12.13 counts for its author, the room and nobody else: tiny files fill a quota as well",
    ),
  },
  {
    name: "a file is usable while the scanner looks at it",
    patches: [
      inFiles("routes", "const refusal = await scanned(asked, store, room, file);", ""),
      inFiles("routes", "if (refusal !== undefined) return refusal;", "void scanned(asked, store, room, file);"),
    ],
    caughtBy: inWorker("scan", "P12.19 is usable after the scanner said yes, and not before"),
  },
  {
    name: "a scanner that is broken lets files through",
    patches: [inFiles("scan", "if (!response.ok)", "if (!response.ok && response.status < 500)")],
    caughtBy: inWorker("scan", "P12.19 without an answer is deleted, and may be repeated"),
  },
  {
    name: "an answer to half of a file counts for all of it",
    patches: [inFiles("scan", "(await Promise.race([sent, late]))", "response.ok")],
    caughtBy: inWorker("scan", "P12.20 that the scanner answers with 200 to half of the file is not clean"),
  },
  {
    name: "a file that broke off is taken for whole",
    patches: [
      inFiles("upload", "if ((await this.#written) !== this.#size)", "if ((await this.#written) === undefined)"),
    ],
    caughtBy: inWorker("upload", "P12.2 an upload fails if the store has fewer bytes than were sent"),
  },
];
