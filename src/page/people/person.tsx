import type { Role } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { firstCharacters } from "../ui/characters.ts";
import { Icon } from "../ui/icon.tsx";

/** The number of hues in the styles (`data-hue` in people.css). */
const HUES = 12;

/**
 * A person's color: that of their name, so that they have it in every room. Two people in a room never share a name.
 *
 * @returns 0 to 11
 */
export function hueOf(name: string): number {
  let hash = 0;
  for (const character of name.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}

/** Scripts whose letters join: two initials would look like a word. */
const JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}]/u;
const NON_JOINER = "\u200c";

/** One or two letters for a name: the first letters of its first and last words. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^\p{P}+/u, ""))
    .filter((word) => word !== "");
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  const initials = chosen.map((word = "") => first(word));
  return initials.join(initials.every((initial) => JOINING.test(initial)) ? NON_JOINER : "");
}

function first(word: string): string {
  return firstCharacters(word, 1).toLocaleUpperCase();
}

/** The URL of a picture on the page's own host. The policy blocks all others. */
export function ownPicture(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address, location.href)) return undefined;
  const { href, origin } = new URL(address, location.href);
  return origin === location.origin ? href : undefined;
}

interface Props {
  readonly name: string;
  /** The URL of a picture, shown only from the page's own host. */
  readonly picture?: string | undefined;
}

/** A colored disc with a person's picture or initials. Decorative: their name is beside it. */
export function Avatar({ name, picture }: Props) {
  const own = ownPicture(picture);
  return (
    <span class="avatar" data-hue={hueOf(name)} aria-hidden="true">
      {initialsOf(name)}
      {own !== undefined && (
        <img
          src={own}
          alt=""
          // Without the picture, the initials remain.
          onError={({ currentTarget }) => currentTarget.remove()}
        />
      )}
    </span>
  );
}

/** A person's name in their color. */
export function Name({ name }: { name: string }) {
  return (
    <bdi class="name" dir="auto" data-hue={hueOf(name)}>
      {name}
    </bdi>
  );
}

interface BadgesProps {
  readonly strings: Words;
  readonly role: Role | undefined;
  /** Whether the site that runs the room has authenticated the person. */
  readonly isSignedIn: boolean;
  /** Whether this is a program of the room's owner. */
  readonly isBot?: boolean | undefined;
}

/** Badges that the room grants. Drawn outside of the name, so that no character in a name can imitate one. */
export function Badges({ isBot, isSignedIn, role, strings: { people } }: BadgesProps) {
  const badge = (kind: "owner" | "moderator" | "signedIn") => (
    <span class="badge" data-kind={kind} title={people[kind]}>
      <Icon shape={kind} />
      <span class="hidden">{people[kind]}</span>
    </span>
  );
  return (
    <>
      {(role === "owner" || role === "moderator") && badge(role)}
      {isSignedIn && badge("signedIn")}
      {isBot && <b class="bot">BOT</b>}
    </>
  );
}
