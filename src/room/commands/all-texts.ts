import type { Json } from "../../protocol/json.ts";

/** Between two texts, so that no blocked word is found across them. */
const SEPARATOR = "\n\0\n";

/** All texts of a value in one, keys included: a client may show any of them. */
export function allTexts(value: Json): string {
  return textsOf(value).join(SEPARATOR);
}

/** The value nests no deeper than a frame may (P5). */
function textsOf(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)]);
}
