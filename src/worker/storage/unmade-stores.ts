import type { EventLog } from "../../room/log/event-log.ts";
import { type ModerationStore, NO_RULES } from "../../room/moderation/moderation-store.ts";
import type { NameRegistry } from "../../room/people/name-registry.ts";

const nothing = () => undefined;
const none = () => [];
const doNothing = () => {};

/** Whatever writes makes the tables first, so this is a mistake of ours. */
function refuse(): never {
  throw new Error("the room has no tables yet");
}

/** The log of a room without tables (P1.5): reads find nothing, and writes throw. */
export const UNMADE_LOG: EventLog = {
  identity: {
    // No room that exists has this epoch, so a reader who stays until it does starts over (P3.38).
    epoch: "",
    get key() {
      return refuse();
    },
  },
  rotateKey: refuse,
  renewEpoch: refuse,
  head: () => 0,
  oldest: () => 1,
  append: refuse,
  flush: doNothing,
  expect: doNothing,
  find: nothing,
  message: nothing,
  notice: nothing,
  reactionsOf: none,
  reactors: none,
  newestOf: none,
  after: none,
  lengthAfter: () => 0,
  page: none,
  recordsOf: none,
  forget: refuse,
  firstSince: () => ({ seq: 1 }),
  prune: refuse,
};

/** The moderation of a room without tables: it is open, and no one has a record. */
export const UNMADE_MODERATION: ModerationStore = {
  rules: { get: () => NO_RULES, set: refuse },
  members: { find: nothing, put: refuse, owners: () => 0, bans: none, muted: none },
  addresses: {
    ban: refuse,
    banOf: nothing,
    mute: refuse,
    mutedWith: none,
    mutedUntil: () => 0,
    rememberAuthor: refuse,
    recentAuthor: none,
    forgetAuthor: refuse,
    of: none,
  },
  invitations: { add: refuse, find: nothing, use: refuse, revoke: () => false, list: none },
  audit: { add: refuse, list: none, concerning: none, forgetName: refuse },
  tokens: { signOut: refuse, signedOutAt: nothing, spendClaim: refuse },
};

/** The names of a room without tables: all are free. */
export const UNMADE_NAMES: NameRegistry = {
  get: nothing,
  alike: none,
  put: refuse,
  heldFrom: none,
  after: none,
  delete: refuse,
};
