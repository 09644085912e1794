/** Milliseconds until a resting finger counts as a long press: as long as the systems' own. */
const PRESS_MS = 500;

/** Pixels that a resting finger may move. */
const SLOP_PX = 10;

/** Elements on which a long press has another meaning: the browser's menu of a link, and controls. */
const OWN_MEANING = "a, button, input, textarea, [popover], dialog";

/**
 * Calls back when a finger rests on an element. iOS has no `contextmenu` event, so time decides.
 *
 * The finger is still down when the callback opens something, and lifting it must not act on the element below it by then: the
 * browser's click for it is prevented.
 *
 * @param act returns whether it did something
 * @returns a function that stops it
 */
export function onLongPress(act: (target: Element) => boolean): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: { readonly x: number; readonly y: number } | undefined;
  let hasActed = false;
  const cancel = () => {
    clearTimeout(timer);
    start = undefined;
  };
  const press = (target: Element) => {
    cancel();
    hasActed = act(target);
  };
  const targetOf = ({ target }: Event) =>
    target instanceof Element && target.closest(OWN_MEANING) === null ? target : undefined;
  const onPointerDown = (event: PointerEvent) => {
    cancel();
    hasActed = false;
    const target = targetOf(event);
    if (event.pointerType !== "touch" || !event.isPrimary || target === undefined) return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(press, PRESS_MS, target);
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (start !== undefined && Math.hypot(clientX - start.x, clientY - start.y) > SLOP_PX) cancel();
  };
  const onContextMenu = (event: Event) => {
    const target = targetOf(event);
    // The system's long press came before the timer; or it comes after, and its menu must not cover the sheet.
    if (start !== undefined && target !== undefined) press(target);
    if (hasActed) event.preventDefault();
  };
  const onTouchEnd = (event: TouchEvent) => {
    if (hasActed && event.cancelable) event.preventDefault();
  };
  addEventListener("pointerdown", onPointerDown, { signal, passive: true });
  addEventListener("pointermove", onPointerMove, { signal, passive: true });
  addEventListener("pointerup", cancel, { signal });
  addEventListener("pointercancel", cancel, { signal });
  addEventListener("contextmenu", onContextMenu, { signal });
  addEventListener("touchend", onTouchEnd, { signal, passive: false });
  return () => {
    cancel();
    ending.abort();
  };
}
