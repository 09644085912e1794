/**
 * Leaves the focus where the user has it. The room focuses its fields by itself, and in a frame that would take the focus from
 * the page around it, and scroll that page.
 */
export function keepFocusOutside(): void {
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function focusInside(options) {
    // True only if the focus is in this frame.
    if (document.hasFocus()) focus.call(this, options);
  };
}
