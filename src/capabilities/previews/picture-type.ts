/** How the files of raster pictures begin. Anything else, SVG above all, is no picture here. */
const SIGNATURES = [
  { type: "image/png", at: 0, bytes: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", at: 0, bytes: "\xff\xd8\xff" },
  { type: "image/gif", at: 0, bytes: "GIF8" },
  { type: "image/webp", at: 8, bytes: "WEBP" },
  { type: "image/avif", at: 4, bytes: "ftypavif" },
] as const;

/** The media type of a raster picture, by its bytes alone. */
export function pictureType(body: Uint8Array): string | undefined {
  return SIGNATURES.find(({ at, bytes }) =>
    Array.from(bytes).every((one, index) => body[at + index] === one.charCodeAt(0)),
  )?.type;
}

export function isPicture(body: Uint8Array): boolean {
  return pictureType(body) !== undefined;
}
