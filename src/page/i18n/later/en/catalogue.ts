import type { Format } from "../../format.ts";
import { actions } from "./actions.ts";
import { emoji } from "./emoji.ts";
import { errors } from "./errors.ts";
import { notifications } from "./notifications.ts";
import { rooms } from "./rooms.ts";
import { settings } from "./settings.ts";

/** English: the source of all other languages, and what stands in for one that cannot be loaded. */
export const laterEnglish = (format: Format) => ({
  actions: actions(format),
  emoji: emoji(format),
  errors: errors(format),
  notifications: notifications(format),
  rooms: rooms(format),
  settings: settings(format),
});
