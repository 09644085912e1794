import { fitInto, type Size } from "./picture-size.ts";

/** Bytes that a picture may have without being reduced. */
export const SMALL_ENOUGH_BYTES = 1_000_000;

/** Pixels: what a large screen shows, with some left to zoom in. */
const MOST: Size = { width: 2_560, height: 2_560 };

/** Types that are drawn again without a loss that matters. A GIF would lose its movement. */
const SHRINKABLE = /^image\/(?:jpeg|png|webp|avif|bmp|heic|heif)$/;

/** Attempts, from the best to the smallest. */
const ATTEMPTS = [
  { scale: 1, quality: 0.85 },
  { scale: 0.8, quality: 0.8 },
  { scale: 0.6, quality: 0.75 },
  { scale: 0.4, quality: 0.7 },
] as const;

/**
 * Draws a large picture again, smaller than 1 MB, and without what its file says about the camera and the place.
 *
 * @returns `undefined` if the picture is small enough, can't be drawn, or doesn't get smaller
 */
export async function shrinkPicture(blob: Blob): Promise<Blob | undefined> {
  if (blob.size <= SMALL_ENOUGH_BYTES || !SHRINKABLE.test(blob.type)) return undefined;
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" }).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  try {
    // JPEG has no transparency.
    const type = /jpeg|bmp|hei[cf]/.test(blob.type) ? "image/jpeg" : "image/webp";
    for (const { quality, scale } of ATTEMPTS) {
      const size = fitInto(bitmap, { width: MOST.width * scale, height: MOST.height * scale });
      const drawn = await draw(bitmap, size, type, quality);
      if (drawn !== undefined && drawn.size <= SMALL_ENOUGH_BYTES && drawn.size < blob.size) return drawn;
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

function draw(bitmap: ImageBitmap, { height, width }: Size, type: string, quality: number): Promise<Blob | undefined> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob((drawn) => resolve(drawn ?? undefined), type, quality));
}
