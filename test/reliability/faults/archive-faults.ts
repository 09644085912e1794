import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/archive");
const inWorker = testsIn("archive", "test/worker/archive");
const inArchive = patchesIn("src/capabilities/archive");

/** Mistakes in the pages of a room's log. */
export const ARCHIVE_FAULTS: readonly Fault[] = [
  {
    name: "a page of the log shows what is hidden",
    isBasic: true,
    patches: [
      inArchive("archive", "{ limit: NEWEST }, PUBLIC_VIEWER", '{ limit: NEWEST }, { uid: "", isModerator: true }'),
    ],
    caughtBy: inWorker("archive", "P7.5 deleted messages are gone, and so is everything of shadowed people"),
  },
  {
    name: "a page of the log shows another room",
    patches: [inArchive("routes", "roomOf(env, address.room)", 'roomOf(env, "lobby")')],
    caughtBy: inWorker("archive", "P7.4 a log has the messages of its own room alone"),
  },
  {
    name: "the log of a room for members is public",
    patches: [inArchive("archive", "if (!mayRead(room.settings()", "if (false && !mayRead(room.settings()")],
    caughtBy: inWorker(
      "archive",
      "P7.5 a room that is not open to everyone is 404, like a missing room and a name that no room has",
    ),
  },
  {
    name: "the edge keeps a page for an hour",
    patches: [inArchive("routes", "const EDGE_SECONDS = 50;", "const EDGE_SECONDS = 3_600;")],
    caughtBy: inWorker("archive", "P7.5 the edge keeps a page for less than a minute, and a browser asks each time"),
  },
  {
    name: "a page of the log does not escape what users write",
    patches: [
      inArchive(
        "markup-html",
        'import { html } from "hono/html";',
        'import { raw } from "hono/html";\nconst html = (parts: TemplateStringsArray, ...values: unknown[]) => raw(String.raw(parts, ...values.map((value) => [value].flat(9).join(""))));',
      ),
    ],
    caughtBy: inUnit("markup-html", "P7.4 a message becomes the tags of its markup and no others"),
  },
  {
    name: "a day of the log ends with its first part",
    patches: [inArchive("archive", "later && later.seq < end ?", "later && later.seq < start ?")],
    caughtBy: inUnit(
      "pages",
      "P7.4, P7.5 the links from the newest messages back lead to each message that everyone may read once, and to no others",
    ),
  },
  {
    name: "the newest messages lead back to the start of a day",
    patches: [inArchive("archive", "previousPart: earlier && partOf(earlier.seq)", "previousPart: undefined")],
    caughtBy: inUnit(
      "pages",
      "P7.4 the link back from the newest messages leads to the part of the day in which they go on",
    ),
  },
  {
    name: "the log tells what a covered picture shows",
    patches: [inArchive("document", "spoiler || alt === undefined", "alt === undefined")],
    caughtBy: inWorker(
      "archive",
      "P7.17 files are links with their names, and with their descriptions unless they are covered",
    ),
  },
];
