import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { Identity } from "../../protocol/identity.ts";
import { MAX_USERNAME_CHARACTERS } from "../../protocol/limits.ts";
import { normalizeRoomName, normalizeUsername } from "../../protocol/normalize-name.ts";

/** UTF-16 units of a `sub`: what OpenID Connect allows. */
const MAX_SUBJECT_LENGTH = 255;

/** UTF-16 units of a picture's address: it is told with everybody who is here, 200 at a time. */
const MAX_AVATAR_LENGTH = 256;

/** Hexadecimal digits of a uid, behind its `m`: 96 bits, in which no two people meet by chance. */
const UID_DIGITS = 24;

const Avatar = v.pipe(
  v.string(),
  v.maxLength(MAX_AVATAR_LENGTH),
  v.check((url) => URL.parse(url)?.protocol === "https:"),
);

/**
 * What the payload of a verified token may say (P8.2). What decides who one is, for how long and where, has to be right;
 * what is only shown is left out where it is not.
 */
const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_SUBJECT_LENGTH)),
  /** Seconds since 1970. */
  exp: v.pipe(v.number(), v.finite()),
  name: v.fallback(v.optional(v.pipe(v.string(), v.transform(nameOf), v.string())), undefined),
  picture: v.fallback(v.optional(Avatar), undefined),
  // A role that is not known here must not become one that is: a member is the least.
  role: v.optional(v.fallback(v.picklist(["owner", "moderator", "member"]), "member"), "member"),
  rooms: v.exactOptional(v.array(v.string())),
});

/**
 * Who the payload of a verified token says somebody is (P8.2).
 *
 * @param issuer whose token it is; the same `sub` of another is somebody else
 * @param room which room they want, in its normal form
 * @returns nobody, where the claims are none of ours, or do not let them into this room
 */
export function readClaims(payload: unknown, issuer: string, room: string): Identity | undefined {
  const claims = v.safeParse(Claims, payload);
  if (!claims.success) return undefined;
  const { exp, name, picture, role, rooms, sub } = claims.output;
  if (rooms !== undefined && !rooms.some((other) => normalizeRoomName(other) === room)) return undefined;
  return {
    uid: uidOf(issuer, sub),
    role,
    expires: exp * 1_000,
    ...(name === undefined ? {} : { username: name }),
    ...(picture === undefined ? {} : { avatar: picture }),
  };
}

/** P8.3. A NUL stands in no issuer, so that no two pairs are one text. */
function uidOf(issuer: string, subject: string): string {
  return `m${bytesToHex(sha256(utf8ToBytes(`${issuer}\0${subject}`))).slice(0, UID_DIGITS)}`;
}

/** A site's names are as long as they are: what does not fit is cut, and what is still no name is none. */
function nameOf(raw: string): string | undefined {
  const cut = Array.from(raw.normalize("NFC").trim()).slice(0, MAX_USERNAME_CHARACTERS);
  return normalizeUsername(cut.join(""));
}
