import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { Identity } from "../../protocol/identity.ts";
import { MAX_USERNAME_CHARACTERS } from "../../protocol/limits.ts";
import { normalizeRoomName, normalizeUsername } from "../../protocol/normalize-name.ts";
import { err, ok, type Result } from "../../room/model/result.ts";
import { Avatar, MAX_AVATAR_LENGTH } from "./avatar.ts";

const DAY_S = 24 * 60 * 60;

/** Seconds from now beyond which a time is not meant: in milliseconds, any is fifty thousand years ahead (P8.22). */
const MAX_AHEAD_S = 10 * 365 * DAY_S;

/** Tolerated clock difference between servers, in seconds. */
export const CLOCK_TOLERANCE_S = 10;

/** Maximum length of `sub` in UTF-16 units, as in OpenID Connect. */
const MAX_SUBJECT_LENGTH = 255;

/** Number of hexadecimal digits in a uid, after the `m`: 96 bits, which makes collisions negligible. */
const UID_DIGITS = 24;

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
  role: v.optional(v.fallback(v.picklist(["operator", "owner", "moderator", "member"]), "member"), "member"),
  rooms: v.exactOptional(v.array(v.string())),
});

/** What the log says about a claim that is invalid (P8.23). It contains no value of a claim. */
const EXPECTED: Readonly<Record<string, string>> = {
  sub: `expected a text of 1 to ${MAX_SUBJECT_LENGTH} characters`,
  exp: "expected a number, in seconds since 1970",
  rooms: "expected a list of texts",
  name: `expected a name of at most ${MAX_USERNAME_CHARACTERS} visible characters on one line`,
  picture: `expected an https address of at most ${MAX_AVATAR_LENGTH} characters`,
  role: 'expected "operator", "owner", "moderator" or "member"',
};

const explain = (claim: string) => `${claim}: ${EXPECTED[claim] ?? "invalid"}`;

/** Where and when a token is presented. */
export interface ClaimsContext {
  /** Issuer of the token; the same `sub` from another issuer is a different user. */
  readonly issuer: string;
  /** Normalized name of the room to enter. */
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Days from now until which a token may be valid; absent if the owner sets no limit. */
  readonly maxDays?: number | undefined;
}

/** What a valid token says. */
export interface ReadClaims {
  readonly identity: Identity;
  /** The claims that are not usable and make no difference, in words for the log. */
  readonly ignored: readonly string[];
}

/**
 * Reads the identity from the payload of a verified token (P8.2).
 *
 * @returns or why the token is rejected, in words for the log
 */
export function readClaims(
  payload: unknown,
  { issuer, maxDays, now, room }: ClaimsContext,
): Result<ReadClaims, string> {
  const claims = v.safeParse(Claims, payload);
  if (!claims.success) return err(explain(String(claims.issues[0].path?.[0]?.key)));
  // An object, because it was parsed as one.
  const raw = payload as Readonly<Record<string, unknown>>;
  const fault = timeFault(raw, now, maxDays);
  if (fault !== undefined) return err(fault);
  const { exp, name, picture, role, rooms, sub } = claims.output;
  if (rooms !== undefined && !rooms.some((other) => normalizeRoomName(other) === room)) {
    return err("rooms: this room is not among them");
  }
  const used = { name, picture, role: raw.role === role ? role : undefined };
  return ok({
    identity: {
      uid: uidOf(issuer, sub),
      ...(role === "operator" ? ({ role: "owner", isOperator: true } as const) : { role }),
      expires: exp * 1_000,
      ...(name === undefined ? {} : { username: name }),
      ...(picture === undefined ? {} : { avatar: picture }),
    },
    ignored: Object.entries(used).flatMap(([claim, value]) =>
      value === undefined && raw[claim] !== undefined ? [explain(claim)] : [],
    ),
  });
}

/**
 * Finds a time that cannot be meant: one in milliseconds makes a token that never expires, or is never valid (P8.22).
 *
 * @param now milliseconds since 1970
 * @returns the fault, in words for the log
 */
export function timeFault(
  payload: Readonly<Record<string, unknown>>,
  now: number,
  maxDays: number | undefined,
): string | undefined {
  const ahead = (claim: string) => Number(payload[claim]) - now / 1_000;
  const wrong = ["exp", "iat", "nbf"].find((claim) => ahead(claim) > MAX_AHEAD_S);
  if (wrong !== undefined) return `${wrong}: more than ten years ahead; times are in seconds, not in milliseconds`;
  if (maxDays === undefined || ahead("exp") <= maxDays * DAY_S + CLOCK_TOLERANCE_S) return undefined;
  return "exp: further ahead than JWT_MAX_DAYS allows";
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
