import { ASSUMED, COUNTED } from "./counts.ts";
import { CLOUDFLARE, type Price, R2 } from "./prices.ts";
import type { Usage } from "./usage.ts";

/** Pictures of rooms, beside their messages. */
export const PICTURES = { rooms: 10, people: 20, picturesADay: 1_000, bytes: 500_000 } as const;

/** What a month of pictures uses. */
export interface PictureUsage extends Usage {
  /** Class A and B operations of R2. */
  readonly bucketWrites: number;
  readonly bucketReads: number;
  readonly bucketGigabytes: number;
}

/** RPC calls of an upload: the room is asked before, during and after it, and the `Files` object is told of the file. */
const CALLS_AN_UPLOAD = 4;

/**
 * Counts a month in which each picture is loaded once by each person of its room, and none from the edge's cache.
 *
 * @param place where the bytes are
 */
export function usageOfPictures(place: "object" | "r2"): PictureUsage {
  const { bytes, people, picturesADay } = PICTURES;
  const pictures = picturesADay * ASSUMED.daysAMonth;
  const loads = pictures * people;
  const isInObject = place === "object";
  const turns = pictures * CALLS_AN_UPLOAD + loads;
  // The object that streams the bytes is awake as long as the slower side takes; a Worker isn't billed for waiting.
  const transfers = isInObject ? pictures + loads : 0;
  const awakeMs = turns * ASSUMED.awakeMsATurn + transfers * (bytes / ASSUMED.bytesAMsOfAPhone);
  // Evenly growing: half of the last day's.
  const gigabytes = (pictures * bytes) / 1e9 / 2;
  return {
    workerRequests: pictures + loads,
    objectRequests: turns + (isInObject ? pictures : 0),
    gigabyteSeconds: (awakeMs / 1_000) * CLOUDFLARE.objectGigabytes,
    rowsRead:
      pictures * (COUNTED.rowsReadAPicture + (isInObject ? COUNTED.rowsReadAStoredPicture : 0)) +
      loads * (isInObject ? COUNTED.rowsReadALoad : COUNTED.rowsReadALoadOfR2),
    rowsWritten: pictures * (COUNTED.rowsWrittenAPicture + (isInObject ? COUNTED.rowsWrittenAStoredPicture : 0)),
    storedGigabytes: isInObject ? gigabytes : 0,
    bucketWrites: isInObject ? 0 : pictures,
    bucketReads: isInObject ? 0 : loads,
    bucketGigabytes: isInObject ? 0 : gigabytes,
  };
}

/** Dollars for what is above the included amounts of R2, by line. */
export function bucketDollars({ bucketGigabytes, bucketReads, bucketWrites }: PictureUsage) {
  const above = (used: number, { dollars, included }: Price) => Math.max(0, used - included) * dollars;
  return {
    bucketWrites: above(bucketWrites, R2.writes) / 1e6,
    bucketReads: above(bucketReads, R2.reads) / 1e6,
    bucketGigabytes: above(bucketGigabytes, R2.storedGigabytes),
  };
}
