import type { Fault } from "./fault.ts";
import { patchesIn, patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/embed");
const inWorker = testsIn("worker", "test/worker");
const inFrame = patchesIn("src/page/embed");
const inWorkerPage = patchesOf("src/worker/http/embed-page.ts");
const inSchema = patchesOf("src/embed/contract/shape.ts");

const FRAMED = 'EMBED_ORIGINS = "" decides who may frame a room, and nothing else of the policy';
const ONE_ORIGIN = "once a host has said hello, messages of any other origin are ignored";

/** Mistakes in who may embed a room, and in what a page around it gets. */
export const EMBED_FAULTS: readonly Fault[] = [
  {
    name: "every site may embed a room",
    isBasic: true,
    patches: [patchesOf("src/worker/config/embed-config.ts")("return all ?", "return all || true ?")],
    caughtBy: inWorker("embed-page", FRAMED),
  },
  {
    name: "the page for frames loses the rest of its policy",
    patches: [inWorkerPage("return [...others, ", "return [")],
    caughtBy: inWorker("embed-page", FRAMED),
  },
  {
    name: "a site that may embed may also connect",
    patches: [
      patchesOf("src/worker/config/config.ts")(
        "const allowedOrigins = readOrigins(env.ALLOWED_ORIGINS);",
        "const allowedOrigins = readOrigins(env.EMBED_ORIGINS);",
      ),
    ],
    caughtBy: inWorker("embed-page", "a listed origin may embed, and still can't connect or read the API"),
  },
  {
    name: "a frame listens to an origin that is not listed",
    patches: [inFrame("hosts", "return all || origin === own ||", "return origin !== '' ||")],
    caughtBy: inUnit("hosts", "a frame has no host after a message of an origin that is not listed"),
  },
  {
    name: "a frame listens to any window of its host",
    patches: [inFrame("host-link", "if (source !== frame.parent || !mayTalk", "if (!mayTalk")],
    caughtBy: inUnit("hosts", ONE_ORIGIN),
  },
  {
    name: "a frame listens to two hosts",
    patches: [inFrame("host-link", "else if (origin === host) for (const listener", "else for (const listener")],
    caughtBy: inUnit("hosts", ONE_ORIGIN),
  },
  {
    name: "a page that * lets in reads the room",
    isBasic: true,
    patches: [inFrame("host-link", "if (!trusted && FOR_TRUSTED.has(message.type)) return;", "")],
    caughtBy: inUnit("hosts", "message reaches a host that * let in: false, and one that is listed"),
  },
  {
    name: "a listed page inside an unknown one is trusted",
    patches: [inFrame("hosts", "return !isNested && host", "return host")],
    caughtBy: inUnit("hosts", "whether a frame trusts a listed page inside an unknown one"),
  },
  {
    name: "a moderator can be made to click in a page that nobody knows",
    patches: [inFrame("without-moderation", "if (MODERATING.has(property)) return", "if (property === '') return")],
    caughtBy: inUnit(
      "frame",
      "a moderator in a frame of an unknown page is a member, and none of their actions is sent",
    ),
  },
  {
    name: "a text that was refused is posted under the next name",
    patches: [inFrame("send-for-host", "room.state.isReader ||", "")],
    caughtBy: inUnit(
      "serve-host",
      "send() of an element whose visitor only reads so far is answered at once, and leaves nothing that is posted later",
    ),
  },
  {
    name: "another user of a site writes as the one before",
    patches: [inFrame("host-tokens", "personOf(token) !== personOf(last)", "last === undefined")],
    caughtBy: inUnit("serve-host", "another user's token ends the session, and forgets what the first one left"),
  },
  {
    name: "a message of a host may lack a field",
    patches: [inSchema("if (parsed === undefined) return undefined;", "if (parsed === undefined) continue;")],
    caughtBy: inUnit("contract", "the frame ignores a missing field"),
  },
  {
    name: "a host's colors may be illegible",
    patches: [
      patchesOf("src/page/embed/style/contrast.ts")("if (isEnough(color)) return color;", "if (color) return color;"),
    ],
    caughtBy: inUnit("style", "a color that can be read stays the same, and any other becomes one that can"),
  },
  {
    name: "names may be illegible on a host's colors",
    patches: [
      patchesOf("src/page/embed/style/name-color.ts")(
        "while (step < STEPS && !isLegible(step)) step += 1;",
        "if (!isLegible(step)) step = 0;",
      ),
    ],
    caughtBy: inUnit(
      "style",
      "whatever background, text and accent a host sets, a name of every hue can be read on its surface",
    ),
  },
  {
    name: "pictures follow the system on a host's dark background",
    patches: [
      patchesOf("src/page/embed/style/host-style.ts")(
        'return isDark(surface) ? "dark" : "light";',
        'return isDark(surface) ? "light" : "light";',
      ),
    ],
    caughtBy: inUnit("style", "pictures and whatever else a host leaves out follow its background, not the system"),
  },
  {
    name: "an error about a rejected name outlives it",
    patches: [
      patchesOf("src/page/model/chat.ts")(
        "store.set({ givenName: next, composerError: undefined });",
        "store.set({ givenName: next });",
      ),
    ],
    caughtBy: testsIn("unit", "test/unit/page")(
      "refused-name",
      "another name after a rejected one leaves no error above the composer",
    ),
  },
  {
    name: "a name that one frame is given replaces the user of another",
    patches: [inFrame("share-entrance", " && storage.get(key) === undefined", "")],
    caughtBy: inUnit("share-entrance", "a user who is somebody already stays that person"),
  },
  {
    name: "a frame's storage that moves to the host leaves a copy behind",
    patches: [inFrame("frame-storage", "      before.delete(key);\n", "")],
    caughtBy: inUnit("frame", "a frame's storage that moves again takes along what is its own, and leaves no copy"),
  },
];
