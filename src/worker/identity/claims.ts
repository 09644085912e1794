import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { Identity } from "../../protocol/identity.ts";
import { MAX_USERNAME_CHARACTERS } from "../../protocol/limits.ts";
import { normalizeRoomName, normalizeUsername } from "../../protocol/normalize-name.ts";

/** Maximum length of `sub` in UTF-16 units, as in OpenID Connect. */
const MAX_SUBJECT_LENGTH = 255;

/** Maximum length of an avatar URL in UTF-16 units. Each one is sent with the list of up to 200 members. */
const MAX_AVATAR_LENGTH = 256;

/** Number of hexadecimal digits in a uid, after the `m`: 96 bits, which makes collisions negligible. */
const UID_DIGITS = 24;

/** In its normal form, so that what is checked is what pages load. */
const Avatar = v.pipe(
  v.string(),
  v.transform((url) => URL.parse(url)?.href),
  v.string(),
  v.maxLength(MAX_AVATAR_LENGTH),
  v.startsWith("https:"),
);

/**
 * Payload of a verified token (P8.2). Claims about identity, expiry and access must be valid. Invalid claims that are
 * only displayed are ignored.
 */
const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_SUBJECT_LENGTH)),
  /** Seconds since 1970. */
  exp: v.pipe(v.number(), v.finite()),
  name: v.fallback(v.optional(v.pipe(v.string(), v.transform(nameOf), v.string())), undefined),
  picture: v.fallback(v.optional(Avatar), undefined),
  // An unknown role falls back to the lowest one and never grants more.
  role: v.optional(v.fallback(v.picklist(["owner", "moderator", "member"]), "member"), "member"),
  rooms: v.exactOptional(v.array(v.string())),
});

/**
 * Reads the identity from the payload of a verified token (P8.2).
 *
 * @param issuer issuer of the token; the same `sub` from another issuer is a different user
 * @param room normalized name of the room to enter
 * @returns `undefined` if the claims are invalid or do not include this room
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

/** Derives the uid (P8.3). An issuer contains no NUL, so every pair hashes a different text. */
function uidOf(issuer: string, subject: string): string {
  return `m${bytesToHex(sha256(utf8ToBytes(`${issuer}\0${subject}`))).slice(0, UID_DIGITS)}`;
}

/** Shortens a site's name to the maximum length. A name that is still invalid is ignored. */
function nameOf(raw: string): string | undefined {
  const cut = Array.from(raw.normalize("NFC").trim()).slice(0, MAX_USERNAME_CHARACTERS);
  return normalizeUsername(cut.join(""));
}
