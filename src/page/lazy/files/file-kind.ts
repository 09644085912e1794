/** How a file is shown. */
export type FileKind = "picture" | "video" | "audio" | "file";

/** Types that every browser draws, and that the server serves inline. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;

/** @param type a media type, perhaps with parameters */
export function kindOf(type: string): FileKind {
  if (PICTURE.test(type)) return "picture";
  if (type.startsWith("video/")) return "video";
  return type.startsWith("audio/") ? "audio" : "file";
}

/** The end of a file's name, for its icon: at most 4 letters or digits in capitals. */
export function extensionOf(name: string): string {
  return (/\.([\p{L}\p{N}]{1,4})$/u.exec(name)?.[1] ?? "").toUpperCase();
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size in the units and digits of a language. */
export function sizeText(locale: string, bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1_000 ** power);
}

const ENDINGS: { readonly [type: string]: string | undefined } = { "image/jpeg": ".jpg", "image/webp": ".webp" };

/** The name of a picture that was drawn again, which may have another type. */
export function nameFor(name: string, type: string): string {
  const ending = ENDINGS[type];
  if (ending === undefined || name.toLowerCase().endsWith(ending) || /\.jpeg$/i.test(name)) return name;
  return `${name.replace(/\.[^.]*$/, "")}${ending}`;
}
