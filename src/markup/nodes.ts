/** The parsed text of a message. Anything that is not markup is text as typed. */
export type MarkupBlock =
  | { readonly kind: "text"; readonly children: readonly MarkupInline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly children: readonly MarkupBlock[] }
  | {
      readonly kind: "list";
      readonly items: readonly ListItem[];
    };

/** An item of a list. */
export interface ListItem {
  /** The number that was typed, in an ordered list. */
  readonly number?: number;
  readonly blocks: readonly MarkupBlock[];
}

/** Markup within a line. */
export type MarkupInline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly children: readonly MarkupInline[] }
  | { readonly kind: "code"; readonly text: string }
  /** Not the author's text: the host or mailbox of the link before it. */
  | { readonly kind: "place"; readonly text: string }
  | {
      readonly kind: "link";
      readonly href: string;
      readonly isBare: boolean;
      readonly children: readonly MarkupInline[];
    }
  | { readonly kind: "mention"; readonly uid: string; readonly text: string };
