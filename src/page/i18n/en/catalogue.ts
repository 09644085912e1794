import type { Format } from "../format.ts";
import { common } from "./common.ts";
import { composer } from "./composer.ts";
import { emoji } from "./emoji.ts";
import { entrance } from "./entrance.ts";
import { errors } from "./errors.ts";
import { log } from "./log.ts";
import { notifications } from "./notifications.ts";
import { people } from "./people.ts";
import { rooms } from "./rooms.ts";
import { settings } from "./settings.ts";
import { status } from "./status.ts";

/** English: the source of all other languages, and a part of the main script. */
export const english = (format: Format) => ({
  common: common(format),
  composer: composer(format),
  emoji: emoji(format),
  entrance: entrance(format),
  errors: errors(format),
  log: log(format),
  notifications: notifications(format),
  people: people(format),
  rooms: rooms(format),
  settings: settings(format),
  status: status(format),
});
