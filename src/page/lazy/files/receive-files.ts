import type { Chat } from "../../model/chat.ts";
import { attach } from "./attachments.ts";

/**
 * Attaches files that are dropped anywhere in the room, and pasted pictures and files. Without this, the browser would open a
 * dropped file in place of the room.
 *
 * @param onDrag called when files are dragged over the room, and when they no longer are
 * @returns a function that stops it
 */
export function receiveFiles(chat: Chat, onDrag: (isOver: boolean) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const hasFiles = (data: DataTransfer | null) => data?.types.includes("Files") === true;
  addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      onDrag(true);
    },
    { signal },
  );
  addEventListener(
    "dragleave",
    // Outside of the window there is nothing that it goes to.
    ({ relatedTarget }) => relatedTarget === null && onDrag(false),
    { signal },
  );
  addEventListener(
    "drop",
    (event) => {
      onDrag(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
    { signal },
  );
  addEventListener(
    "paste",
    (event) => {
      // Office programs add a picture of the text that is copied.
      const hasText = event.clipboardData?.types.includes("text/plain") === true;
      if (!hasFiles(event.clipboardData) || hasText) return;
      event.preventDefault();
      take(event.clipboardData);
    },
    { signal },
  );
  const take = (data: DataTransfer | null) => {
    // A modal dialog is about something else.
    if (document.querySelector("dialog:modal") !== null) return;
    attach(chat, [...(data?.files ?? [])]);
    document.getElementById("composer-text")?.focus();
  };
  return () => ending.abort();
}
