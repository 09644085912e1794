import confusables from "unhomoglyph/data.json" with { type: "json" };

/** The command that writes src/room/people/confusables.json. */
export const COMMAND = "node scripts/confusables.ts";

/**
 * Unicode's table of confusables (UTS #39): for each letter or letters, the characters that look like them.
 *
 * Characters that NFKC replaces are left out, because names are normalized before they are compared. They are 3,700 of 6,300, and
 * 16 kB of the Worker's gzipped script.
 */
export function confusablesByLook(): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const [character, look] of Object.entries(confusables)) {
    if (character === character.normalize("NFKC")) table[look] = (table[look] ?? "") + character;
  }
  return table;
}
