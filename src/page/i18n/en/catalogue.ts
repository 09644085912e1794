import type { Format } from "../format.ts";
import { common } from "./common.ts";
import { composer } from "./composer.ts";
import { entrance } from "./entrance.ts";
import { log } from "./log.ts";
import { people } from "./people.ts";
import { status } from "./status.ts";

/** English: the source of all other languages, and a part of the main script. */
export const english = (format: Format) => ({
  common: common(format),
  composer: composer(format),
  entrance: entrance(format),
  log: log(format),
  people: people(format),
  status: status(format),
});
