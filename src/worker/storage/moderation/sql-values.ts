/** Later than any other time and any entry number: for what has no end. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** Reads JSON that the stores of this folder wrote. */
export function readJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
