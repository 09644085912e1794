import { showOutcome } from "../model/dialogs-state.ts";

/**
 * Says that files cannot be sent, when one is dropped or a picture is pasted. Without this, the browser would open a dropped
 * file in place of the room.
 *
 * @returns a function that stops it
 */
export function refuseFiles(): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const refuse = (event: Event) => {
    event.preventDefault();
    showOutcome({ kind: "done", text: ({ composing }) => composing.noFiles });
  };
  const hasFiles = (data: DataTransfer | null) => data?.types.includes("Files") === true;
  const onDragOver = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "none";
  };
  addEventListener("dragover", onDragOver, { signal });
  addEventListener("drop", (event) => hasFiles(event.dataTransfer) && refuse(event), { signal });
  const onPaste = (event: ClipboardEvent) => {
    // Office programs add a picture of the text that is copied.
    const hasText = event.clipboardData?.types.includes("text/plain") === true;
    if (hasFiles(event.clipboardData) && !hasText) refuse(event);
  };
  addEventListener("paste", onPaste, { signal });
  return () => ending.abort();
}
