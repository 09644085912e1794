import type { Format } from "../../format.ts";

/** What can be done with a message. */
export const actions = (_: Format) => ({
  whoReacted: (emoji: string) => `Who reacted with ${emoji}`,
  reactWith: (emoji: string) => `React with ${emoji}`,
  actions: "Actions",
  moreActions: "More actions",
  reply: "Reply",
  copyText: "Copy text",
  copyLink: "Copy link",
  notCopied: "The browser does not let the page copy.",
  delete: "Delete",
  deleteTitle: "Delete this message?",
  deleteAdvice: "It is gone for everybody, and cannot be brought back.",
  notChanged: "Not changed.",
  edit: "Edit",
  retry: "Retry",
  discard: "Discard",
});
