import { claimMac } from "../../room/tokens/secrets.ts";

/** Milliseconds for which a claim is valid: long enough to send it to someone, too short to be found later. */
export const CLAIM_MS = 24 * 60 * 60 * 1_000;

/** The parts of a claim. */
export interface ClaimParts {
  /** The deployment's `OWNER_TOKEN`. */
  readonly token: string;
  /** The room's name, in lower case. */
  readonly room: string;
  /** Any address of the site. */
  readonly url: URL;
  /** When the claim expires, in milliseconds since 1970. */
  readonly until: number;
  /** 128 random bits in base64url. */
  readonly nonce: string;
}

/** Creates a link that makes its user an owner of a room (P9.2). The secret is in the fragment, which no server sees. */
export function claimLink({ nonce, room, token, until, url }: ClaimParts): string {
  const link = new URL(`/r/${room}`, url);
  link.hash = `claim=${until}.${nonce}.${claimMac(token, room, { expiry: until, nonce })}`;
  return link.href;
}
