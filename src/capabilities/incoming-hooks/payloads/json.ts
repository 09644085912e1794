/** An object of a payload, of which nothing is known. */
export type Fields = { readonly [field: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a field; an empty one if there is none. */
export function fieldsIn(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects in a list. */
export function listIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The text in a field; empty if there is none. */
export function textIn(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
