import * as v from "valibot";
import { Id } from "../../../src/protocol/fields.ts";
import { SentFiles } from "../../../src/protocol/files.ts";
import { EditCommand, MessageCommand } from "../../../src/protocol/log-commands.ts";
import { COMPONENTS } from "../answers.ts";
import type { Part } from "../operation.ts";

const { message, replyTo } = MessageCommand.entries;
const id = v.pipe(v.exactOptional(Id), v.description("Makes the request safe to repeat (P7.7)."));

/** Without the fields that the address says. */
const NewMessage = v.looseObject({
  message,
  id,
  replyTo,
  mentions: v.exactOptional(v.array(v.object({ uid: v.string(), username: v.string() }))),
  files: v.exactOptional(SentFiles),
});
const Edit = v.object({ message: EditCommand.entries.message, id });

const MESSAGE = "/api/rooms/{room}/messages/{seq}";
const REACTION = `${MESSAGE}/reactions/{emoji}`;

export const posting: Part = {
  name: "Posting",
  description: "Messages and reactions, by the rules for a client on a socket.",
  operations: [
    {
      method: "post",
      path: "/api/rooms/{room}/messages",
      id: "postMessage",
      summary: "Post a message",
      rules: "P7.6, P7.7",
      description: "Fields that the protocol doesn't know are passed on (P2.2).",
      access: "token",
      body: NewMessage,
      answers: {
        200: { description: "This `id` was posted before: the message.", body: COMPONENTS.Message },
        201: { description: "The message.", body: COMPONENTS.Message },
      },
    },
    {
      method: "patch",
      path: MESSAGE,
      id: "editMessage",
      summary: "Edit your own message",
      rules: "P7.8",
      access: "token",
      body: Edit,
      answers: { 200: { description: "The message as it is now.", body: COMPONENTS.Message } },
    },
    {
      method: "delete",
      path: MESSAGE,
      id: "deleteMessage",
      summary: "Delete a message",
      rules: "P7.8, P7.9",
      access: "token",
      answers: { 204: { description: "It is deleted, or was before." } },
    },
    {
      method: "put",
      path: REACTION,
      id: "addReaction",
      summary: "React to a message",
      rules: "P7.8",
      access: "token",
      answers: { 204: { description: "The reaction is there." } },
    },
    {
      method: "delete",
      path: REACTION,
      id: "removeReaction",
      summary: "Remove a reaction",
      rules: "P7.8",
      access: "token",
      answers: { 204: { description: "The reaction is gone." } },
    },
  ],
};
