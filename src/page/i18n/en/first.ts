import type { Format } from "../format.ts";

/** English strings of the first load. English is the source of all other languages, and part of the main script. */
export const english = ({ foreign, number, plural }: Format) => ({
  /** Shared by several parts of the page. */
  common: {
    close: "Close",
    join: "Join",
    save: "Save",
    you: "you",
    rooms: "Rooms",
    settings: "Settings",
  },
  composer: {
    message: "Message",
    placeholder: (title: string) => `Message ${foreign(title)}`,
    send: "Send",
    chooseEmoji: "Add emoji",
  },
  log: {
    messages: "Messages",
    loadOlder: "Load older messages",
    loading: "Loading…",
    toNewest: "Jump to latest",
    newMessages: (count: number) => plural(count, { one: "1 new message", other: `${number(count)} new messages` }),
    deleted: "Message deleted",
    edited: "(edited)",
    editedAt: (time: string) => `Edited ${time}`,
    inReplyTo: "In reply to",
    earlierMessage: "an earlier message",
    reactions: "Reactions",
    addReaction: "Add reaction",
    you: "You",
    somebody: "Someone",
    reactedBy: (emoji: string, count: number, names: string) => `${emoji} ${number(count)}: ${names}`,
    stored: "Sent",
    unsent: "Sending soon",
    sending: "Sending…",
    sentWhenBack: "Will send when you’re back online",
  },
  people: {
    owner: "Owner",
    moderator: "Moderator",
    signedIn: "Verified",
    here: (count: number) => `${number(count)} online`,
    whoIsHere: "People",
    others: (count: number) => plural(count, { one: "1 other", other: `${number(count)} others` }),
    account: (name: string) => `${foreign(name)} – profile`,
  },
  /** The state of the connection. */
  status: {
    connecting: "Connecting…",
    online: "Connected",
    reconnecting: "Reconnecting…",
    closed: "Disconnected",
    failed: "Connection failed",
  },
});
