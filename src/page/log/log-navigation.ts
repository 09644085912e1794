import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";

/** The `id` of a message's line, and what stands behind the `#` of a link to it. */
export function anchorOf(seq: number): string {
  return `m${seq}`;
}

/**
 * The message that a link leads to.
 *
 * @param hash as in `location.hash`
 */
export function seqOfHash(hash: string): number | undefined {
  const seq = Number(/^#m(\d{1,15})$/.exec(hash)?.[1]);
  return Number.isNaN(seq) ? undefined : seq;
}

/** The line that an element of the page is in, and its message's `seq`. */
export function rowAt(element: EventTarget | null): { readonly line: HTMLElement; readonly seq: number } | undefined {
  const line = element instanceof Element ? element.closest<HTMLElement>(".message") : null;
  const seq = line === null ? undefined : seqOfHash(`#${line.id}`);
  return line === null || seq === undefined ? undefined : { line, seq };
}

/** The lines under the pointer and with the focus: only they have actions, and only they are rendered anew. */
export interface ActiveRows {
  /** The pointer is on the message of this `seq`, or on none. */
  point(seq: number | undefined): void;
  /** The focus is in the message of this `seq`, or in none. */
  focus(seq: number | undefined): void;
  /** @returns a function that ends it */
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

/** Whether a line is under the pointer or has the focus. Nothing is asked of the other thousands when that changes. */
export function useIsActive(lines: ActiveRows, seq: number): boolean {
  const [isActive, setIsActive] = useState(false);
  useLayoutEffect(() => lines.register(seq, setIsActive), [lines, seq]);
  return isActive;
}

/** Milliseconds for which a message that one jumped to stands out: long enough to find it. */
const STAND_OUT_MS = 2_000;

/**
 * Leads to messages, wherever in the log they are: loads older ones until they are there, brings them into sight, gives
 * them the focus, and lets them stand out for a moment. A link to a message leads there as well.
 *
 * @param isReady whether the room is there
 * @param onMissing there is no such message
 */
export function useJump(chat: Chat, isReady: boolean, onMissing: () => void): (seq: number) => void {
  const target = useRef<number | undefined>(undefined);
  const reveal = () => {
    const line = target.current === undefined ? null : document.getElementById(anchorOf(target.current));
    if (line === null) return;
    target.current = undefined;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    line.dataset.target = "true";
    setTimeout(() => delete line.dataset.target, STAND_OUT_MS);
  };
  // What was loaded is in the document after the render that it brings.
  useLayoutEffect(reveal);
  const jump = async (seq: number) => {
    target.current = seq;
    reveal();
    if (target.current === undefined || (await chat.reach(seq))) return;
    target.current = undefined;
    if (chat.view.olderError === undefined) onMissing();
  };
  useEffect(() => {
    if (!isReady) return;
    const follow = () => {
      const seq = seqOfHash(location.hash);
      if (seq !== undefined) void jump(seq);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [isReady]);
  return jump;
}

/**
 * Goes from message to message by the arrow keys, and tells the lines that the pointer or the focus is on them. One
 * listener serves thousands of lines; none of them is a stop of the Tab key.
 */
export function useMessageKeys(frame: RefObject<HTMLElement | null>, active: ActiveRows): void {
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      const { target } = event;
      const from = rowAt(target)?.line;
      // The keys of what is inside of a message, such as a menu, are its own.
      if (event.defaultPrevented || (target !== from && target !== current)) return;
      const next = from === undefined ? lastInSight(current) : neighbour(current, from, event.key === "ArrowDown");
      if (next === undefined) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    current.addEventListener("keydown", onKeyDown, { signal });
    current.addEventListener("focusin", ({ target }) => active.focus(rowAt(target)?.seq), { signal });
    current.addEventListener("focusout", ({ relatedTarget }) => active.focus(rowAt(relatedTarget)?.seq), { signal });
    current.addEventListener("pointerover", ({ target }) => active.point(rowAt(target)?.seq), {
      signal,
      passive: true,
    });
    current.addEventListener("pointerleave", () => active.point(undefined), { signal, passive: true });
    return () => ending.abort();
  }, []);
}

/** The message above or below another. */
function neighbour(frame: HTMLElement, line: HTMLElement, isBelow: boolean): HTMLElement | undefined {
  const lines = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.matches(".message") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  );
  lines.currentNode = line;
  const next = isBelow ? lines.nextNode() : lines.previousNode();
  return next instanceof HTMLElement ? next : undefined;
}

/** The lowest message of which the beginning is in sight. */
function lastInSight(frame: HTMLElement): HTMLElement | undefined {
  const { bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll<HTMLElement>(".message")].findLast(
    (line) => line.getBoundingClientRect().top < bottom,
  );
}
