import { isComposing } from "../../composer/key-action.ts";
import { replaceText } from "../../composer/text-field.tsx";
import { IS_MAC } from "../ui/platform.ts";
import { endsInFence } from "./fence.ts";
import { toggledMark } from "./toggle-mark.ts";

/** Elements in which letters have a meaning of their own. */
const TAKES_LETTERS = "input, textarea, select, dialog, [popover]";

/**
 * Follows the keys that write: Enter in an open block of code and the shortcuts for markup; and letters that are typed
 * while the focus is on another control, which go to the composer.
 *
 * @returns a function that stops it
 */
export function followComposerKeys(): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let isForDialog = false;
  const noteDialog = ({ key }: KeyboardEvent) => {
    if (document.querySelector("dialog[open]") !== null) isForDialog = true;
    // These move on.
    else if (/^(Tab|Arrow|Escape)/.test(key)) isForDialog = false;
  };
  document.addEventListener("keydown", noteDialog, { signal, capture: true });
  const moveOn = () => {
    isForDialog = false;
  };
  document.addEventListener("pointerdown", moveOn, { signal, capture: true });
  // Before the field's own handler, which would send.
  document.addEventListener("keydown", write, { signal, capture: true });
  // After all others: a menu or a message may have used the letter.
  document.addEventListener(
    "keydown",
    (event) => {
      // A key has closed the dialog, and the letters may have been for it as well.
      if (!isForDialog || isInLog(event.target)) typeAnywhere(event);
    },
    { signal },
  );
  return () => ending.abort();
}

function composerField(): HTMLTextAreaElement | undefined {
  const field = document.getElementById("composer-text");
  return field instanceof HTMLTextAreaElement && !field.readOnly ? field : undefined;
}

function write(event: KeyboardEvent): void {
  const field = composerField();
  if (field === undefined || event.target !== field || isComposing(event) || event.altKey || event.shiftKey) return;
  const stars = isShortcut(event) ? MARKS[event.key] : undefined;
  if (stars !== undefined) toggleMark(field, stars);
  else if (breaksCode(event, field)) replaceText(field, field.selectionStart, field.selectionEnd, "\n");
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Asterisks by the key that adds them together with Ctrl or ⌘. */
const MARKS: Readonly<Record<string, 1 | 2 | undefined>> = { b: 2, i: 1 };

/** Makes the selected words of a field strong or emphasized, or plain again. */
function toggleMark(field: HTMLTextAreaElement, stars: 1 | 2): void {
  const { from, selection, text, to } = toggledMark(field.value, field.selectionStart, field.selectionEnd, stars);
  replaceText(field, from, to, text);
  field.setSelectionRange(...selection);
}

function isShortcut({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return IS_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey;
}

function breaksCode({ ctrlKey, key, metaKey }: KeyboardEvent, field: HTMLTextAreaElement): boolean {
  if (key !== "Enter" || ctrlKey || metaKey) return false;
  // Enter chooses a suggestion while one is active.
  if (field.hasAttribute("aria-activedescendant")) return false;
  return endsInFence(field.value.slice(0, field.selectionStart));
}

/** Whether it is the log or a message, rather than one of its buttons. */
function isInLog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".log") !== null && target.closest("button") === null;
}

/** Gives the composer the focus before the browser inserts the letter. */
function typeAnywhere(event: KeyboardEvent): void {
  const { altKey, ctrlKey, defaultPrevented, key, metaKey, target } = event;
  // AltGr types letters, and counts as Ctrl and Alt on Windows.
  const isWithModifier = (altKey || ctrlKey || metaKey) && !event.getModifierState("AltGraph");
  // Space presses a button and scrolls the log.
  if (defaultPrevented || isWithModifier || [...key].length !== 1 || key === " ") return;
  if (!(target instanceof Element) || target.closest(TAKES_LETTERS) !== null) return;
  if (document.querySelector("dialog[open], :popover-open") !== null) return;
  composerField()?.focus();
}
