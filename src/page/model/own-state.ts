import { NEW_MESSAGE } from "./composer-mode.ts";
import type { OwnState } from "./view.ts";

/** The page's own part of a view, before anything has happened. */
export const INITIAL_STATE: OwnState = {
  givenName: "",
  marked: new Map(),
  systemMessages: [],
  starts: 0,
  isLoading: false,
  olderError: undefined,
  messageErrors: new Map(),
  draft: "",
  sends: 0,
  mode: NEW_MESSAGE,
  pickedMentions: [],
  waitUntil: 0,
  asking: undefined,
  composerError: undefined,
};
