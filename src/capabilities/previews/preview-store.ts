import type { LinkPreview } from "../../protocol/preview.ts";

/** A message whose text may have a link. */
export interface Lookup {
  /** The `seq` of the message. */
  readonly target: number;
  /** The text that was looked at, or is to be. */
  readonly text: string;
}

/** The page that the first link of a text leads to. */
export type Found =
  /** The link is the one that was looked up before. */
  | { readonly type: "same" }
  /** There is no link, or nothing to show of its page. */
  | { readonly type: "nothing" }
  | {
      readonly type: "page";
      readonly preview: Omit<LinkPreview, "picture">;
      /** The address of the page's picture. */
      readonly picture?: FoundPicture;
    };

/** A picture that a page names for itself. The size is what the page says. */
export interface FoundPicture {
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
}

/** A link that was looked up. */
export interface KnownLink {
  readonly target: number;
  readonly url: string;
  /** Absent if there is none, or the preview was removed. */
  readonly picture?: { readonly id: string; readonly url: string };
}

/** The link previews of a room: a synchronous port, inside the transaction of the turn. */
export interface PreviewStore {
  /** Asks for a lookup; a new text of the same message replaces the one before. */
  request(lookup: Lookup): void;
  /** How many lookups there are. */
  requested(): number;
  /** The oldest lookups that have no result yet. */
  waiting(limit: number): readonly Lookup[];
  /** Stores the result of a lookup, unless the message has got another text meanwhile. */
  answer(lookup: Lookup, found: Found): void;
  /** The lookups that have a result. */
  answered(): readonly (Lookup & { readonly found: Found })[];
  /** Ends a lookup. */
  finish(target: number): void;
  put(link: KnownLink): void;
  find(target: number): KnownLink | undefined;
  /** The address of a picture. */
  picture(id: string): string | undefined;
  /** Forgets a message. */
  delete(target: number): void;
  /** Forgets all messages before this `seq`. */
  prune(oldest: number): void;
}
