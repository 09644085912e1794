import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { type ActiveRows, rowAt } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { isOpen, isOwn } from "../../model/view.ts";
import { loadedMessage } from "../model/distant-messages.ts";
import { followWideCode } from "./wide-code.ts";

interface Props {
  readonly chat: Chat;
  /** The log, which scrolls. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly active: ActiveRows;
}

/** Keys after which the focus is where the keyboard moved it. */
const MOVING = /^(?:Tab|Arrow|Enter|Escape|Home|End|Page)/;

/** The keys of the log, and their description for screen readers. */
export function MessageKeys({ active, chat, frame }: Props) {
  const { shortcuts } = useAllWords();
  useMessageKeys(chat, frame, active);
  return (
    <p id="log-keys" hidden>
      {shortcuts.log}
    </p>
  );
}

/**
 * Handles the keys of messages. The arrows move between messages; on a message, Enter opens its actions, R replies, E edits one's
 * own, and Tab reaches its links and buttons. Escape leads from those to their message, and from there to the composer.
 *
 * Tracks the hovered and the focused row as well. One listener serves thousands of rows, and none of them is a Tab stop. A
 * finger neither hovers nor focuses: nothing may appear under it.
 */
export function useMessageKeys(chat: Chat, frame: Props["frame"], active: ActiveRows): void {
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    let isTouch = false;
    /** Whether the keyboard put the focus where it is: letters that are typed after a click belong to the composer. */
    let isByKeyboard = false;
    // The page can be used before this part has loaded.
    active.focus(rowAt(document.activeElement)?.seq);
    if (matchMedia("(hover: hover)").matches) active.point(rowAt(current.querySelector(".message:hover"))?.seq);
    const onKeyDown = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, defaultPrevented, metaKey, shiftKey, target } = event;
      if (defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
      // A menu or the emoji picker handles its own keys.
      if (!(target instanceof HTMLElement) || target.closest("[popover], dialog") !== null) return;
      const row = rowAt(target);
      const isOnRow = row?.line === target;
      const isHandled =
        event.key === "Escape"
          ? leave(isOnRow ? undefined : row?.line)
          : isOnRow || target === current
            ? move(event.key, current, row?.line) || (isOnRow && isByKeyboard && act(chat, event, row))
            : false;
      if (isHandled) event.preventDefault();
    };
    current.addEventListener("keydown", onKeyDown, { signal });
    const onKey = ({ key }: KeyboardEvent) => {
      isTouch = false;
      if (MOVING.test(key)) isByKeyboard = true;
    };
    const onPointer = ({ pointerType }: PointerEvent) => {
      isTouch = pointerType === "touch";
      isByKeyboard = false;
    };
    addEventListener("keydown", onKey, { signal, capture: true });
    current.addEventListener("pointerdown", onPointer, { signal, passive: true });
    const focus = (target: EventTarget | null) => active.focus(isTouch ? undefined : rowAt(target)?.seq);
    current.addEventListener("focusin", ({ target }) => focus(target), { signal });
    current.addEventListener("focusout", ({ relatedTarget }) => focus(relatedTarget), { signal });
    const onPointerOver = ({ pointerType, target }: PointerEvent) => {
      if (pointerType !== "touch") active.point(rowAt(target)?.seq);
    };
    current.addEventListener("pointerover", onPointerOver, { signal, passive: true });
    current.addEventListener("pointerleave", () => active.point(undefined), { signal, passive: true });
    return () => ending.abort();
  }, [chat]);
  useEffect(() => (frame.current === null ? undefined : followWideCode(frame.current)), []);
}

/** Returns the focus to a message, or to the composer. */
function leave(line: HTMLElement | undefined): boolean {
  (line ?? document.getElementById("composer-text"))?.focus({ preventScroll: true });
  return true;
}

/** Moves to the message above or below, or into the log. */
function move(key: string, frame: HTMLElement, from: HTMLElement | undefined): boolean {
  if (key !== "ArrowUp" && key !== "ArrowDown") return false;
  const next = from === undefined ? lastInSight(frame) : neighbour(frame, from, key === "ArrowDown");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

/** Acts on the message with the focus. */
function act(chat: Chat, event: KeyboardEvent, { line, seq }: { line: HTMLElement; seq: number }): boolean {
  const message = loadedMessage(chat.view, seq);
  if (message === undefined || message.deleted === true || !isOpen(chat.view)) return false;
  switch (letterOf(event)) {
    case "enter":
      line.querySelector<HTMLElement>(".toolbar [aria-haspopup=menu]")?.click();
      return true;
    case "r":
      chat.reply(seq);
      return true;
    case "e":
      if (isOwn(chat.view, message)) chat.edit(seq, message);
      return true;
    default:
      return false;
  }
}

/** The key's letter; in other scripts, the Latin one at its place. */
function letterOf({ code, key }: KeyboardEvent): string {
  const letter = /^[\0-\x7f]+$/.test(key) ? key : code.replace(/^Key/, "");
  return letter.toLowerCase();
}

/** The row above or below another. */
function neighbour(frame: HTMLElement, line: HTMLElement, isBelow: boolean): HTMLElement | undefined {
  const lines = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.matches(".message") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  );
  lines.currentNode = line;
  const next = isBelow ? lines.nextNode() : lines.previousNode();
  return next instanceof HTMLElement ? next : undefined;
}

/** The lowest row whose top is visible. */
function lastInSight(frame: HTMLElement): HTMLElement | undefined {
  const { bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll<HTMLElement>(".message")].findLast(
    (line) => line.getBoundingClientRect().top < bottom,
  );
}
