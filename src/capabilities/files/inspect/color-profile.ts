import { ascii, uint16, uint32 } from "./byte-reader.ts";

/** Bytes of the largest profile that is kept; those of printers have some hundred kilobytes. */
export const MAX_PROFILE_BYTES = 4 * 1024 * 1024;

const HEADER_BYTES = 128;
const ENTRY_BYTES = 12;
const MAX_TAGS = 100;

/** Tags that colors are computed with. The others describe the device, its owner's monitor for example. */
const KEPT: ReadonlySet<string> = new Set(
  (
    "rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad cicp lumi gamt " +
    "A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3"
  ).split(" "),
);

/** Parts of the header that decoders read. The others have the time, the device and a hash. */
const KEPT_OF_HEADER = [
  [8, 24],
  [36, 40],
  [64, 80],
] as const;

/** Numbers of a parametric curve, by its kind. */
const CURVE_NUMBERS = [1, 3, 4, 5, 7];

/**
 * Makes a color profile (ICC) of the same length that has only what colors are computed with.
 *
 * @returns `undefined` if it is none
 */
export function cleanProfile(profile: Uint8Array): Uint8Array | undefined {
  const count = uint32(profile, HEADER_BYTES);
  const first = HEADER_BYTES + 4 + count * ENTRY_BYTES;
  if (ascii(profile, 36, 4) !== "acsp" || count > MAX_TAGS || first > profile.length) return undefined;
  const cleaned = new Uint8Array(profile.length);
  const view = new DataView(cleaned.buffer);
  view.setUint32(0, profile.length);
  for (const [start, end] of KEPT_OF_HEADER) cleaned.set(profile.subarray(start, end), start);
  let kept = 0;
  for (let entry = HEADER_BYTES + 4; entry < first; entry += ENTRY_BYTES) {
    const offset = uint32(profile, entry + 4);
    const size = uint32(profile, entry + 8);
    if (!KEPT.has(ascii(profile, entry, 4)) || offset < first || offset + size > profile.length) continue;
    const data = profile.subarray(offset, offset + size);
    const length = Math.min(size, lengthOf(data));
    cleaned.set(data.subarray(0, length), offset);
    const at = HEADER_BYTES + 4 + kept * ENTRY_BYTES;
    cleaned.set(profile.subarray(entry, entry + 8), at);
    view.setUint32(at + 8, length);
    kept += 1;
  }
  view.setUint32(HEADER_BYTES, kept);
  return cleaned;
}

/** The length of a tag's data, by its type. */
function lengthOf(data: Uint8Array): number {
  switch (ascii(data, 0, 4)) {
    case "XYZ ":
      return 20;
    case "sf32":
      return 44;
    case "cicp":
      return 12;
    case "curv":
      return 12 + 2 * uint32(data, 8);
    case "para":
      return 12 + 4 * (CURVE_NUMBERS[uint16(data, 8)] ?? 0);
    case "mft1":
    case "mft2":
    case "mAB ":
    case "mBA ":
    case "mpet":
      return data.length;
    default:
      return 0;
  }
}
