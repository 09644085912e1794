import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessagesAround } from "../lazy/log/reach.ts";
import type { Chat } from "../model/chat.ts";
import { withParts } from "../ui/lazy.tsx";

/** The `id` of a message's row, and the fragment of a link to it. */
export function anchorOf(seq: number): string {
  return `m${seq}`;
}

/**
 * The message that a link points to.
 *
 * @param hash as in `location.hash`
 */
export function seqOfHash(hash: string): number | undefined {
  const seq = Number(/^#m(\d{1,15})$/.exec(hash)?.[1]);
  return Number.isNaN(seq) ? undefined : seq;
}

/** The row around an element, and the `seq` of its message. */
export function rowAt(element: EventTarget | null): { readonly line: HTMLElement; readonly seq: number } | undefined {
  const line = element instanceof Element ? element.closest<HTMLElement>(".message") : null;
  const seq = line === null ? undefined : seqOfHash(`#${line.id}`);
  return line === null || seq === undefined ? undefined : { line, seq };
}

/** The hovered and the focused row. Only they have actions, and only they render again. */
export interface ActiveRows {
  /** @param seq of the hovered message, if any */
  point(seq: number | undefined): void;
  /** @param seq of the message with the focus, if any */
  focus(seq: number | undefined): void;
  /** @returns a function that unregisters */
  register(seq: number, tell: (isActive: boolean) => void): () => void;
}

export function createActiveRows(): ActiveRows {
  const lines = new Map<number, (isActive: boolean) => void>();
  let pointed: number | undefined;
  let focused: number | undefined;
  const tell = (seq: number | undefined) => {
    if (seq !== undefined) lines.get(seq)?.(seq === pointed || seq === focused);
  };
  return {
    point(seq) {
      const before = pointed;
      pointed = seq;
      if (before === seq) return;
      tell(before);
      tell(seq);
    },
    focus(seq) {
      const before = focused;
      focused = seq;
      if (before === seq) return;
      tell(before);
      tell(seq);
    },
    register(seq, one) {
      lines.set(seq, one);
      return () => void lines.delete(seq);
    },
  };
}

/** Whether a row is hovered or focused. A change runs nothing for the thousands of other rows. */
export function useIsActive(lines: ActiveRows, seq: number): boolean {
  const [isActive, setIsActive] = useState(false);
  useLayoutEffect(() => lines.register(seq, setIsActive), [lines, seq]);
  return isActive;
}

/** Milliseconds for which the target of a jump is highlighted: long enough to find it. */
const STAND_OUT_MS = 2_000;

/** The way to a message of the log. */
export interface Navigation {
  /** Messages far above the log that are shown in its place. */
  readonly around: MessagesAround | undefined;
  /** Scrolls to a message, focuses and highlights it, after it has loaded. */
  jump(seq: number): void;
  /** To be called after each render of messages: shows the target of a jump once it is in the document. */
  reveal(): void;
  /** Shows the log again, at one of its messages or where it was. */
  leave(seq?: number): void;
}

/**
 * Jumps to messages. Links to messages jump as well.
 *
 * @param isReady whether the room is connected
 */
export function useJump(chat: Chat, isReady: boolean): Navigation {
  const target = useRef<number | undefined>(undefined);
  const followed = useRef("");
  const [around, show] = useState<MessagesAround>();
  const reveal = () => {
    const line = target.current === undefined ? null : document.getElementById(anchorOf(target.current));
    if (line === null) return;
    // What is covered cannot be focused: the next render uncovers it.
    if (line.closest("[inert]")) return show(undefined);
    target.current = undefined;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    line.dataset.target = "true";
    setTimeout(() => delete line.dataset.target, STAND_OUT_MS);
  };
  // Loaded messages are in the document only after the next render.
  useLayoutEffect(reveal);
  const jump = (seq: number) => {
    target.current = seq;
    reveal();
    if (target.current === undefined) return;
    withParts(async ({ reach }) => {
      // Another jump may have followed.
      const isFound = await reach(chat, seq, (found) => target.current === seq && show(found));
      if (!isFound && target.current === seq) target.current = undefined;
    });
  };
  useEffect(() => {
    if (!isReady) return;
    const follow = () => {
      const { hash } = location;
      const seq = seqOfHash(hash);
      // A reconnect follows no link again.
      if (seq !== undefined && hash !== followed.current) jump(seq);
      followed.current = hash;
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [isReady]);
  const leave = (seq = target.current) => {
    target.current = seq;
    show(undefined);
  };
  return { around, jump, reveal, leave };
}
