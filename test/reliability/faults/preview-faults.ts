import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/previews");
const inOutgoingUnit = testsIn("unit", "test/unit/outgoing");
const inWorker = testsIn("previews", "test/worker/previews");
const inPreviews = patchesIn("src/capabilities/previews");
const inOutgoing = patchesIn("src/worker/outgoing");

/** Mistakes in the previews of links. */
export const PREVIEW_FAULTS: readonly Fault[] = [
  {
    name: "a preview asks an address within the network",
    isBasic: true,
    patches: [
      inOutgoing(
        "public-url",
        "isPublic && (TOP_LEVEL_DOMAINS.has(last) || INTERNATIONAL.test(last)) ? url",
        "isPublic ? url",
      ),
    ],
    caughtBy: inOutgoingUnit("public-url", "P13.3 no preview asks loopback as one number"),
  },
  {
    name: "a redirect of a page is not checked",
    patches: [
      inOutgoing(
        "fetch-public",
        'url = publicUrl(response.headers.get("location") ?? "", url);',
        'url = URL.parse(response.headers.get("location") ?? "", url) ?? undefined;',
      ),
    ],
    caughtBy: inWorker("previews", "P13.3 nothing is asked for an address within the network"),
  },
  {
    name: "a preview may ask any port",
    patches: [inOutgoing("public-url", 'url.port !== "" || ', "")],
    caughtBy: inOutgoingUnit("public-url", "P13.3 no preview asks another port"),
  },
  {
    name: "a link in code gets a preview",
    patches: [
      inPreviews(
        "first-link",
        "default:\n      return undefined;",
        'case "code":\n      return node.text;\n    default:\n      return undefined;',
      ),
    ],
    caughtBy: inUnit("first-link", 'P13.2 "`https://example.org/`" has no link to look up'),
  },
  {
    name: "a page is read to its end",
    patches: [inPreviews("find-preview", "512 * 1_024", "16 * 1_024 * 1_024")],
    caughtBy: inWorker("previews", "P13.2 P13.3 the page /late has none"),
  },
  {
    name: "a preview comes back after an edit around its link",
    patches: [
      inPreviews(
        "previews",
        "if (link !== undefined) this.#store.put({ target, url: link.url });",
        "this.#store.delete(target);",
      ),
    ],
    caughtBy: inWorker(
      "previews",
      "P13.5 its author removes a preview, for everyone, and an edit around the link brings it not back",
    ),
  },
  {
    name: "guests' links get previews",
    patches: [inPreviews("previews", 'previews = "members" }', 'previews = "on" }')],
    caughtBy: inWorker(
      "previews",
      "P13.6 members' links have previews, guests' only if the owner says so, and nobody's if previews are off",
    ),
  },
  {
    name: "a hidden message's preview is for everyone",
    isBasic: true,
    patches: [inPreviews("previews", "...change }, onlyFor);", "...change }, undefined);")],
    caughtBy: inWorker("previews", "P13.7 a hidden message's preview is for its author and moderators alone"),
  },
  {
    name: "a hidden edit changes what everyone sees of the link",
    patches: [inPreviews("previews", " || stored.onlyFor !== onlyFor", "")],
    caughtBy: inWorker("previews", "P13.7 a hidden edit changes nobody's preview"),
  },
  {
    name: "anyone removes a preview",
    patches: [inPreviews("previews", 'return err("not_yours");', "this.#store.finish(target);")],
    caughtBy: inWorker("previews", "P13.5 moderators remove the previews of others, and others do not"),
  },
  {
    name: "a deleted message leaves the link of its preview",
    patches: [inPreviews("previews", 'case "delete":\n          this.#store.delete(event.target);', 'case "delete":')],
    caughtBy: inWorker("previews", "P13.4 a deleted message leaves nothing of its preview"),
  },
  {
    name: "a picture is what its site says it is",
    patches: [inPreviews("routes", "answered && pictureType(answered.body)", "answered?.type")],
    caughtBy: inWorker("previews", "P13.9 the picture of /svg is none"),
  },
  {
    name: "a room's pictures are another's too",
    patches: [inPreviews("routes", "roomOf(env, room)", 'roomOf(env, "lobby")')],
    caughtBy: inWorker("previews", "P13.9 the Worker serves the picture itself, harmless and cached"),
  },
  {
    name: "every link of a flood is looked up",
    patches: [inPreviews("previews", "const MAX_WAITING = 20;", "const MAX_WAITING = 20_000;")],
    caughtBy: inWorker("previews", "P13.10 a flood of links asks other sites for few of them"),
  },
  {
    name: "plain clients receive previews",
    patches: [
      {
        file: "src/room/commands/log-writer.ts",
        from: "reactions: __, preview: ___, ...plain }",
        to: "reactions: __, ...plain }",
      },
    ],
    caughtBy: inWorker("previews", "P13.8 plain clients receive no previews, and nobody sends one of their own"),
  },
  {
    name: "a client sends a preview of its own",
    patches: [{ file: "src/protocol/events.ts", from: '  "blocked",\n  "preview",\n', to: '  "blocked",\n' }],
    caughtBy: inWorker("previews", "P13.8 plain clients receive no previews, and nobody sends one of their own"),
  },
  {
    name: "the log keeps a preview that was removed",
    patches: [
      {
        file: "src/worker/storage/log-rows.ts",
        from: 'event.type === "edit" || event.type === "preview" ? {} : body',
        to: 'event.type === "edit" ? {} : body',
      },
    ],
    caughtBy: inWorker("previews", "P13.4 a client that resumes receives the preview as it is now"),
  },
  {
    name: "a page says what nobody in the room may",
    patches: [
      {
        file: "src/capabilities/previews/previews.ts",
        from: "text !== undefined && this.#room.wordVerdict(text) !== undefined",
        to: "text === null",
      },
    ],
    caughtBy: inWorker("previews", "P13.11 a page with a blocked word (reject) has no preview, whoever posts its link"),
  },
];
