import { ascii, DamagedFile, uint16, uint32 } from "./byte-reader.ts";
import { cleanProfile } from "./color-profile.ts";

/** How a box is treated: as it is, by the boxes in it, or by a function, which says whether it stays. */
type Rule = "copy" | Boxes | ((body: Uint8Array) => boolean);
export interface Boxes {
  readonly [name: string]: Rule;
}

const FREE = new TextEncoder().encode("free");

/** Tracks of these stay. Others have places, faces or the state of the camera. */
const HANDLERS: ReadonlySet<string> = new Set(["vide", "soun", "subt", "sbtl", "text", "clcp"]);

/** A box of a fixed length, by its version; anything after it goes. */
const fixed =
  (...lengths: readonly number[]): Rule =>
  (body) => {
    body.fill(0, lengths[body[0] ?? 0] ?? lengths[0]);
    return true;
  };

/** A box with a number of entries; anything after them goes. */
const table =
  (...entryBytes: readonly number[]): Rule =>
  (body) => {
    body.fill(0, 8 + uint32(body, 4) * (entryBytes[body[0] ?? 0] ?? entryBytes[0] ?? 0));
    return true;
  };

/** A box that says when it was made and changed. */
const timed =
  (...lengths: readonly number[]): Rule =>
  (body) => {
    body.fill(0, 4, body[0] === 1 ? 20 : 12);
    body.fill(0, lengths[body[0] ?? 0] ?? lengths[0]);
    return true;
  };

/** The codec, and how pixels and colors are meant. */
const CODEC: Boxes = {
  avcC: "copy",
  hvcC: "copy",
  lhvC: "copy",
  av1C: "copy",
  vpcC: "copy",
  dvcC: "copy",
  dvvC: "copy",
  esds: "copy",
  dOps: "copy",
  dfLa: cleanFlacBlocks,
  alac: "copy",
  dac3: "copy",
  dec3: "copy",
  pasp: "copy",
  clap: "copy",
  fiel: "copy",
  btrt: "copy",
  chan: "copy",
  chnl: "copy",
  mdcv: "copy",
  clli: "copy",
  colr: cleanColors,
  wave: { frma: "copy", mp4a: "copy", esds: "copy", alac: "copy", enda: "copy", "\0\0\0\0": "copy" },
};

const SAMPLES: Boxes = {
  stts: table(8),
  ctts: table(8),
  stss: table(4),
  stsc: table(12),
  stco: table(4),
  co64: table(8),
  stsz: (body) => {
    body.fill(0, 12 + (uint32(body, 4) === 0 ? 4 * uint32(body, 8) : 0));
    return true;
  },
  stz2: "copy",
  cslg: "copy",
  sdtp: "copy",
  sbgp: "copy",
  sgpd: "copy",
  subs: "copy",
};

const HANDLER_BYTES = 24;

/** A handler has a name, and in QuickTime a maker. */
function cleanHandler(body: Uint8Array): boolean {
  body.fill(0, 12);
  return body.length >= HANDLER_BYTES;
}

function media(kind: string): Boxes {
  return {
    mdhd: timed(24, 36),
    hdlr: cleanHandler,
    elng: "copy",
    minf: {
      vmhd: fixed(12),
      smhd: fixed(8),
      sthd: fixed(4),
      nmhd: fixed(4),
      gmhd: { gmin: fixed(16), text: fixed(36) },
      hdlr: cleanHandler,
      dinf: { dref: cleanReferences },
      stbl: { ...SAMPLES, stsd: (body) => cleanDescriptions(body, kind) },
    },
  };
}

export const MOVIE: Boxes = {
  mvhd: timed(100, 112),
  mvex: { mehd: "copy", trex: fixed(24) },
  trak: (body) => {
    const kind = handlerOf(body);
    if (!HANDLERS.has(kind)) return false;
    cleanBoxes(body, {
      tkhd: timed(84, 96),
      edts: { elst: table(12, 20) },
      tapt: { clef: fixed(12), prof: fixed(12), enof: fixed(12) },
      mdia: media(kind),
    });
    return true;
  },
};

export const FRAGMENT: Boxes = {
  mfhd: fixed(8),
  traf: { tfhd: "copy", tfdt: fixed(8, 12), trun: "copy", sdtp: "copy", sbgp: "copy", sgpd: "copy", subs: "copy" },
};

/** Cleans boxes in their place. Those without a rule become free space. */
export function cleanBoxes(bytes: Uint8Array, rules: Boxes): Uint8Array {
  for (const { body, head } of boxesIn(bytes)) {
    const name = ascii(head, 4, 4);
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === "copy" || (typeof rule === "function" && rule(body))) continue;
    if (typeof rule === "object") cleanBoxes(body, rule);
    else {
      head.set(FREE, 4);
      body.fill(0);
    }
  }
  return bytes;
}

/** The boxes in these bytes. What is too short for one becomes zeros, as QuickTime ends some lists. */
function* boxesIn(bytes: Uint8Array): Generator<{ readonly head: Uint8Array; readonly body: Uint8Array }> {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = uint32(bytes, at);
    if (size === 0) break;
    if (size < 8 || at + size > bytes.length) throw new DamagedFile("a box without an end");
    yield { head: bytes.subarray(at, at + 8), body: bytes.subarray(at + 8, at + size) };
    at += size;
  }
  bytes.fill(0, at);
}

/** What a track is of. */
function handlerOf(track: Uint8Array): string {
  return ascii(boxIn(boxIn(track, "mdia"), "hdlr"), 8, 4);
}

/** The body of the first box of this name; empty if there is none. */
function boxIn(bytes: Uint8Array, name: string): Uint8Array {
  for (const { body, head } of boxesIn(bytes)) if (ascii(head, 4, 4) === name) return body;
  return new Uint8Array(0);
}

/** References say where the bytes are: here, or in a file whose path they tell. */
function cleanReferences(body: Uint8Array): boolean {
  for (const reference of boxesIn(body.subarray(8))) reference.body.fill(0, 4);
  return true;
}

/** What is needed to decode each kind of sample. */
function cleanDescriptions(body: Uint8Array, kind: string): boolean {
  for (const { body: entry } of boxesIn(body.subarray(8))) {
    if (kind === "vide" && entry.length >= 78) {
      // The maker, and the name of the encoder.
      entry.fill(0, 12, 16).fill(0, 42, 74);
      cleanBoxes(entry.subarray(78), CODEC);
    } else if (kind === "soun" && entry.length >= 28) {
      const start = [28, 44, 64][uint16(entry, 8)] ?? 28;
      cleanBoxes(entry.subarray(start), CODEC);
    }
  }
  return true;
}

function cleanColors(body: Uint8Array): boolean {
  const kind = ascii(body, 0, 4);
  if (kind !== "prof" && kind !== "rICC") return true;
  const cleaned = cleanProfile(body.subarray(4));
  if (cleaned === undefined) return false;
  body.set(cleaned, 4);
  return true;
}

/** The blocks of FLAC: the first one tells how to decode it. */
function cleanFlacBlocks(body: Uint8Array): boolean {
  if (body.length < 42) return false;
  body[4] = 0x80;
  body.fill(0, 42);
  return true;
}
