import type { Role } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { Icon } from "../ui/icon.tsx";

/** How many hues the styles know (`data-hue` in people.css). */
const HUES = 12;

/**
 * A person's colour, so that the eye finds who is who.
 *
 * @param uid stays when the name changes, and tells namesakes apart
 * @returns 0 to 11
 */
export function hueOf(uid: string): number {
  let hash = 0;
  for (const character of uid) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}

const graphemes = new Intl.Segmenter();

/** Scripts whose letters join: two initials side by side would read as a word. */
const JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}]/u;
const NON_JOINER = "\u200c";

/** One or two letters that stand for a name: the beginnings of its first and last words. */
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
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase();
  return "";
}

/** The address of a picture, where it is of this page's own host: no other is asked for anything, nor let through by the policy. */
export function ownPicture(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address, location.href)) return undefined;
  const { href, origin } = new URL(address, location.href);
  return origin === location.origin ? href : undefined;
}

interface Props {
  /** Absent while it is not known. */
  readonly uid: string | undefined;
  readonly name: string;
  /** The address of a picture; shown where it is this site's own. */
  readonly picture?: string | undefined;
}

/** A coloured disc with a person's picture or initials, beside the name that it repeats. */
export function Avatar({ name, picture, uid }: Props) {
  const own = ownPicture(picture);
  return (
    <span class="avatar" data-hue={uid && hueOf(uid)} aria-hidden="true">
      {initialsOf(name)}
      {own !== undefined && (
        <img
          src={own}
          alt=""
          // What cannot be had leaves the initials.
          onError={({ currentTarget }) => currentTarget.remove()}
        />
      )}
    </span>
  );
}

/** A person's name, in their colour. */
export function Name({ name, uid }: { name: string; uid: string }) {
  return (
    <bdi class="name" dir="auto" data-hue={hueOf(uid)}>
      {name}
    </bdi>
  );
}

interface BadgesProps {
  readonly strings: Words;
  readonly role: Role | undefined;
  /** Whether the owner's own site says who this is. */
  readonly isSignedIn: boolean;
}

/**
 * What the room vouches for, beside a name. It is drawn, and stands outside of the name: no character of a name can pass for
 * it.
 */
export function Badges({ isSignedIn, role, strings: { people } }: BadgesProps) {
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
    </>
  );
}
