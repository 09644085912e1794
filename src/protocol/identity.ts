/**
 * Who somebody is whom the owner's own site, or a gateway in front of it, has signed in (P8.2). The Worker makes it of a
 * token that it has verified; no client can send one.
 */
export interface Identity {
  /** `m` and 24 hexadecimal digits: no guest's, whose have 16 characters (P8.3). */
  readonly uid: string;
  /** As the token calls them; absent where it has no usable name, and they choose one as guests do. */
  readonly username?: string;
  /** The address of a picture, over HTTPS. */
  readonly avatar?: string;
  readonly role: SignedInRole;
  /** When the token expires, in milliseconds since 1970 (P8.6). */
  readonly expires: number;
}

/** What a token can make somebody: never less than a member, whoever is signed in. */
export type SignedInRole = "owner" | "moderator" | "member";
