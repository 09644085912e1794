import { claimMac } from "../../src/room/moderation/secrets.ts";

/** Milliseconds for which a claim holds: long enough to be sent to somebody, too short to be found later. */
const VALID_FOR_MS = 24 * 60 * 60 * 1_000;

/** What a claim is made of. */
export interface ClaimParts {
  /** The deployment's `OWNER_TOKEN`. */
  readonly token: string;
  /** The room's name, in lower case. */
  readonly room: string;
  /** Any address of the site. */
  readonly url: URL;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** 128 random bits in base64url. */
  readonly nonce: string;
}

/** The link by which somebody becomes an owner of a room (P9.2). Its secret is in the fragment, which no server gets to see. */
export function claimLink({ nonce, now, room, token, url }: ClaimParts): string {
  const expiry = now + VALID_FOR_MS;
  const link = new URL(`/r/${room}`, url);
  link.hash = `claim=${expiry}.${nonce}.${claimMac(token, room, { expiry, nonce })}`;
  return link.href;
}
