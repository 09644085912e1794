/**
 * Puts a text into a field as if it had been typed, so that undo takes it back.
 *
 * @param from UTF-16 units from the beginning; what stands between here and `to` goes
 */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated, and the only way that every browser's undo knows of.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
