import type { Words } from "../i18n/catalogue.ts";

/** How many more characters a message may have, said only when it matters. */
export function remainingWords({ composer }: Words, left: number, limit: number): string | undefined {
  if (left < 0) return composer.tooMany(-left);
  return left <= limit / 10 ? composer.left(left) : undefined;
}
