import type { MessageOf, Shaped } from "./shape.ts";

/** What the embedding page chose, sent whole at the start and after each change. */
const options = {
  /** `light`, `dark`, or anything else for the system's. */
  theme: "string",
  /** Empty for the user's own. */
  lang: "string",
  /** Empty to let the user choose. */
  name: "string",
  readonly: "boolean",
  compact: "boolean",
  /** Whether the frame has a button that closes it, as in a launcher's panel. */
  closable: "boolean",
  /** Whether the host can give a token that signs the user in. */
  signsIn: "boolean",
  /** Whether the host stores the user's identity and drafts. */
  persists: "boolean",
  /** Whether the frame may store anything. */
  consent: "boolean",
  /** Whether the user can see the frame. */
  visible: "boolean",
  /** The host's custom properties `--parley-*`, without that prefix. */
  style: "strings",
} as const;

/** A message of the log, as a page receives it. */
const message = {
  seq: "number",
  /** Milliseconds since 1970. */
  at: "number",
  uid: "string",
  username: "string",
  text: "string",
  /** Whether it is the user's own. */
  own: "boolean",
} as const;

/** Messages from the embedding page to the frame. */
export const HOST_MESSAGES = {
  /** Answers `loaded`. The frame connects now. */
  hello: { options, stored: "strings" },
  options: { options },
  /** Answers `tokenNeeded`. Without a token, the user is a guest. */
  token: { id: "number", token: "string?" },
  /** The host has another token. The frame asks for it. */
  tokenChanged: {},
  send: { id: "number", text: "string" },
  focus: {},
  signOut: {},
} as const;

/** Messages from the frame to the embedding page. */
export const FRAME_MESSAGES = {
  /** The frame listens. The only message that every embedding page gets; it says nothing. */
  loaded: {},
  /** The frame has the host's options. `trusted`: the host is one that `EMBED_ORIGINS` lists by name. */
  ready: { room: "string", trusted: "boolean" },
  status: { state: "string", code: "number?" },
  /** Someone posted. Trusted hosts only. */
  message: { message },
  /** Someone mentioned the user. Trusted hosts only. */
  mention: { message },
  unread: { count: "number" },
  /** With `id`, the answer to that `send`. */
  error: { code: "string", message: "string", id: "number?" },
  sent: { id: "number", seq: "number" },
  /** `retry`: the room has refused the last token. */
  tokenNeeded: { id: "number", retry: "boolean" },
  /** Stores an item, or deletes it without `value`. Trusted hosts only. */
  store: { key: "string", value: "string?" },
  /** The user closes the frame. */
  close: {},
} as const;

export type EmbedOptions = Shaped<typeof options>;
/** A message of the log, as a page receives it. */
export type EmbedMessage = Shaped<typeof message>;
export type HostMessage = MessageOf<typeof HOST_MESSAGES>;
export type FrameMessage = MessageOf<typeof FRAME_MESSAGES>;
