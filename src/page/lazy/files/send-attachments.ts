import { measure, RoomError } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { cleanText } from "../../model/clean-text.ts";
import { sendOptions } from "../../model/picked-mentions.ts";
import { isWaiting } from "../../model/view.ts";
import { type Attachment, attachmentsOf, bytesOf } from "./attachments.ts";
import { nameFor } from "./file-kind.ts";
import { outgoingOf } from "./outgoing.ts";
import type { OutgoingFile } from "./outgoing-message.ts";

/**
 * Sends the draft with the files in the composer. They stay there if they can't be sent yet.
 *
 * @returns false if the composer has to send the draft: there are no files, or it is an edit or a command
 */
export function sendAttachments(chat: Chat): boolean {
  const { draft, mode } = chat.view;
  const isCommand = /^\/(?!\/)/.test(draft);
  if (attachmentsOf(chat).value.length === 0 || mode.kind === "edit" || isCommand) return false;
  chat.asPerson(() => send(chat));
  return true;
}

function send(chat: Chat): void {
  const { view } = chat;
  const store = attachmentsOf(chat);
  // `//` begins a message that starts with `/`.
  const text = cleanText(view.draft).replace(/^\/\//, "/").trim();
  // A picture that is still being reduced would go out whole.
  if (isWaiting(view) || store.value.some(({ isPreparing }) => isPreparing)) return;
  if (measure(text).characters > (view.limits?.message ?? Number.POSITIVE_INFINITY)) {
    chat.showError(new RoomError("message_too_long"));
    return;
  }
  const error = outgoingOf(chat).send(text, sendOptions({ ...view, draft: text }), store.value.map(toOutgoing));
  if (error !== undefined) {
    chat.showError(error);
    return;
  }
  store.set([]);
  chat.endMode();
  chat.type("");
}

function toOutgoing(attachment: Attachment): OutgoingFile {
  const { alt, isSpoiler, key, name, voice } = attachment;
  const blob = bytesOf(attachment);
  return { key, name: nameFor(name, blob.type), blob, alt: cleanText(alt).trim(), isSpoiler, ...(voice && { voice }) };
}
