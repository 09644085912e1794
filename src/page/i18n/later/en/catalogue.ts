import type { Format } from "../../format.ts";
import { actions } from "./actions.ts";
import { advice } from "./advice.ts";
import { commands } from "./commands.ts";
import { composing } from "./composing.ts";
import { deeds } from "./deeds.ts";
import { door } from "./door.ts";
import { emoji } from "./emoji.ts";
import { errors } from "./errors.ts";
import { moderation } from "./moderation.ts";
import { noRoom } from "./no-room.ts";
import { notifications } from "./notifications.ts";
import { presence } from "./presence.ts";
import { renaming } from "./renaming.ts";
import { rooms } from "./rooms.ts";
import { settings } from "./settings.ts";
import { writing } from "./writing.ts";

/** English: the source of all other languages, and what stands in for one that cannot be loaded. */
export const laterEnglish = (format: Format) => ({
  actions: actions(format),
  advice: advice(format),
  commands: commands(format),
  composing: composing(format),
  deeds: deeds(format),
  door: door(format),
  emoji: emoji(format),
  errors: errors(format),
  moderation: moderation(format),
  noRoom: noRoom(format),
  notifications: notifications(format),
  presence: presence(format),
  renaming: renaming(format),
  rooms: rooms(format),
  settings: settings(format),
  writing: writing(format),
});
