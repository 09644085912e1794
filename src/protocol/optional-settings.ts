import * as v from "valibot";
import { integer, line, matching, sized } from "./fields.ts";
import {
  MAX_DOMAIN_LENGTH,
  MAX_LINK_DOMAINS,
  MAX_NEWCOMER_SECONDS,
  MAX_TITLE_CHARACTERS,
  MAX_TOPIC_CHARACTERS,
} from "./limits.ts";
import { FILE_SENDERS } from "./moderation.ts";

/** A domain in lower case and Punycode, as in a URL. */
const Domain = v.pipe(v.string(), sized(0, MAX_DOMAIN_LENGTH), matching(/^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/));

/** More than four combining marks on a character reach into the lines around it, also with joiners between them. */
const STACKED_MARKS = /(?:\p{M}\p{Cf}*){5}/u;

/** A line of text, or an empty one. A union would add to what a page loads first. */
function lineOrNone(maxCharacters: number) {
  const Line = line(maxCharacters);
  const read = (text: string) => {
    const parsed = v.safeParse(Line, text);
    return parsed.success && !STACKED_MARKS.test(parsed.output) ? parsed.output : undefined;
  };
  // The second `v.string()` rejects the `undefined` of an invalid text.
  return v.pipe(
    v.string(),
    v.transform((text) => text && read(text)),
    v.string(),
  );
}

/** Settings that are off if they are absent. */
export const optionalSettings = {
  challenge: v.exactOptional(v.picklist(["never", "flood", "always"])),
  plainClients: v.exactOptional(v.picklist(["allow", "read"])),
  /** Seconds for which new guests can only read (P10.5). */
  newcomerSeconds: v.exactOptional(integer(0, MAX_NEWCOMER_SECONDS)),
  links: v.exactOptional(v.picklist(["everyone", "members", "moderators", "nobody"])),
  /** Domains that everyone can link to, subdomains included. */
  linkDomains: v.exactOptional(v.pipe(v.array(Domain), sized(0, MAX_LINK_DOMAINS), v.readonly())),
  /** Rejects messages that were just posted (P9.23). */
  repeats: v.exactOptional(v.boolean()),
  /** Rejects messages in capitals, and messages that fill the screen with marks or blanks (P9.24). */
  shouting: v.exactOptional(v.boolean()),
  /** Finds blocked words in other spellings too (P9.25). */
  wordVariants: v.exactOptional(v.boolean()),
  /** Whose links get a preview (P13.6): everyone's, members', or none. Absent: members'. */
  previews: v.exactOptional(v.picklist(["on", "members", "off"])),
  /** Who can send files; members if it is absent. */
  files: v.exactOptional(v.picklist(FILE_SENDERS)),
  /** What the room is called, instead of its name; empty for its name (P18.10). */
  title: v.exactOptional(lineOrNone(MAX_TITLE_CHARACTERS)),
  /** What the room is about; empty for nothing (P18.10). */
  topic: v.exactOptional(lineOrNone(MAX_TOPIC_CHARACTERS)),
  /** Whether the public list has the room (P18.15); absent if the deployment has no such list. */
  listed: v.exactOptional(v.boolean()),
};

const OptionalSettings = v.object(optionalSettings);
export type OptionalSettings = Readonly<v.InferOutput<typeof OptionalSettings>>;
