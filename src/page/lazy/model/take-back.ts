import { findMessage, view } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { restoreAttachments } from "../files/attachments.ts";
import { outgoingOf } from "../files/outgoing.ts";
import type { OutgoingMessage } from "../files/outgoing-message.ts";

/** Moves a failed message back into the composer, after the draft that is there. */
export function takeBack(chat: Chat, id: string): void {
  const command = chat.view.pending.find((pending) => pending.id === id)?.command;
  const files = outgoingOf(chat).find(id)?.message.files ?? [];
  if (command?.type !== "message" && command?.type !== "edit") return;
  if (!chat.room.discard(id)) return;
  const text = command.message;
  if (command.type === "edit" && findMessage(view(chat.view).messages, command.target) !== undefined) {
    chat.edit(command.target);
    chat.type(text);
    return;
  }
  restoreAttachments(chat, files);
  fillComposer(chat, text, command.type === "message" ? command.replyTo : undefined);
}

/** The same for a message whose files could not be uploaded. */
export function takeBackOutgoing(chat: Chat, { files, id, options, text }: OutgoingMessage): void {
  restoreAttachments(chat, files);
  outgoingOf(chat).discard(id);
  fillComposer(chat, text, options.replyTo);
}

function fillComposer(chat: Chat, text: string, replyTo: number | undefined): void {
  chat.endMode();
  if (replyTo !== undefined) chat.reply(replyTo);
  const { draft } = chat.view;
  chat.type(draft === "" ? text : `${draft}\n${text}`);
}
