import type { Fault } from "./fault.ts";
import { testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inWorker = testsIn("worker", "test/worker");

/** Mistakes in names, links, casts and slow mode. */
export const NAMES_FAULTS: readonly Fault[] = [
  {
    name: "names of one script all told apart",
    patches: [
      {
        file: "src/room/people/skeletons.ts",
        from: "return forms.every((form) => form(one) !== form(other));",
        to: "return one !== other;",
      },
    ],
    caughtBy: inUnit("room/name-policy", "is another name, at hello, in a rename, and of plain sockets"),
  },
  {
    name: "a line below a letter tells names apart",
    patches: [
      {
        file: "src/room/people/skeletons.ts",
        from: 'const clean = (name: string) => withoutStrayMarks(name.normalize("NFKC"));',
        to: 'const clean = (name: string) => name.normalize("NFKC");',
      },
    ],
    caughtBy: inWorker(
      "names-over-sockets",
      "P8.16 a name that differs by what is not drawn is taken, and one with an unassigned code point is rejected",
    ),
  },
  {
    name: "a reserved name said to be another person's",
    patches: [{ file: "src/room/people/name-policy.ts", from: '...(isReserved && { reason: "reserved" })', to: "" }],
    caughtBy: inUnit("room/name-policy", "P8.25 the error says whether a name is reserved or another person's"),
  },
  {
    name: "the end of typing told as a start",
    patches: [{ file: "src/room/people/typing.ts", from: 'hasEnded ? "typingEnded" : "typing"', to: '"typing"' }],
    caughtBy: inUnit(
      "room/signals",
      "P3.41 a user who stopped typing is reported once, whether or not the start was, unless they type again",
    ),
  },
  {
    name: "a session that was signed out does not say so",
    patches: [
      {
        file: "src/room/handshake/handshake.ts",
        from: '{ code: "bad_token", reason: "signed_out" }',
        to: '{ code: "bad_token" }',
      },
    ],
    caughtBy: inUnit(
      "room/ranks",
      "P8.18 revokes every token so far, closes the other sockets with 4401, and gives this one a new token",
    ),
  },
  {
    name: "a moderator's name protected like a guest's",
    patches: [
      {
        file: "src/room/people/name-policy.ts",
        from: "return this.#isProtected(held.uid, now) || !canBeToldApart",
        to: "return !canBeToldApart",
      },
    ],
    caughtBy: inUnit(
      "room/name-policy",
      "is taken if it is like that of somebody who is signed in, or of a moderator, here or away",
    ),
  },
  {
    name: "marks that no letter takes up told apart",
    patches: [
      {
        file: "src/room/people/skeletons.ts",
        from: 'return base + marks.filter((mark) => isTakenUp(base, mark)).join("");',
        to: "return cluster;",
      },
    ],
    caughtBy: inUnit("room/skeletons", "whatever invisible character is added, of all that Unicode has"),
  },
  {
    name: "marks that take up space told apart",
    patches: [
      { file: "src/room/people/skeletons.ts", from: "(?!\\u0345)\\p{M}/u", to: "(?!\\u0345)[\\p{Mn}\\p{Me}]/u" },
    ],
    caughtBy: inUnit("room/skeletons", "a mark of another script that takes up space tells no names apart"),
  },
  {
    name: "unassigned code points taken in names",
    patches: [{ file: "src/protocol/normalize-name.ts", from: "UNASSIGNED.test(name) || ", to: "" }],
    caughtBy: inWorker(
      "names-over-sockets",
      "P8.16 a name that differs by what is not drawn is taken, and one with an unassigned code point is rejected",
    ),
  },
  {
    name: "a link's label judged as it was typed",
    patches: [
      {
        file: "src/markup/parse-markup.ts",
        from: "isDeceptive(text, href)",
        to: "isDeceptive(this.#clean(opening.to, closing.from), href)",
      },
    ],
    caughtBy: inUnit(
      "page/markup",
      '"[**bank**.*example*](https://evil.example/)", whose label names another host in whatever form, is no link of that label',
    ),
  },
  {
    name: "only the first host of a label judged",
    patches: [
      {
        file: "src/markup/safe-link.ts",
        from: "Array.from(drawn.matchAll(ADDRESS)).some(",
        to: "Array.from(drawn.matchAll(ADDRESS)).slice(0, 1).some(",
      },
    ],
    caughtBy: inUnit(
      "page/markup",
      '"[evil.example or bank.example](https://evil.example/)", whose label names another host in whatever form, is no link of that label',
    ),
  },
  {
    name: "no host beside a label",
    patches: [
      {
        file: "src/markup/safe-link.ts",
        from: "return text.toLowerCase().includes(place) ? undefined : place;",
        to: "return undefined;",
      },
    ],
    caughtBy: inUnit(
      "page/markup",
      '"[label](https://example.org/a)" is "<a https://example.org/a>label</a> (<code>example.org</code>)"',
    ),
  },
  {
    name: "an object without a type carries a text past the rules",
    patches: [{ file: "src/protocol/server-objects.ts", from: " || object.message !== undefined", to: "" }],
    caughtBy: inWorker(
      "plain",
      "P2.11 an object without a type that has a text is stored and sent as a message, under its rules",
    ),
  },
  {
    name: "blocked words are not looked for in casts",
    patches: [{ file: "src/room/commands/decide-cast.ts", from: "words.judge(allTexts(data))", to: "undefined" }],
    caughtBy: inUnit(
      "room/casts",
      "a blocked word anywhere in them is rejected, and a hidden one reaches only the sender",
    ),
  },
  {
    name: "casts under another user's name",
    patches: [
      {
        file: "src/room/commands/decide-cast.ts",
        from: "!names.isFreeForPlain(username, author.uid, now)",
        to: "false",
      },
    ],
    caughtBy: inUnit(
      "room/casts",
      "they name nobody else: a name that another user holds, or that is reserved, is taken",
    ),
  },
  {
    name: "a plain socket under another guest's generated name",
    patches: [{ file: "src/room/commands/decide-command.ts", from: "names.isOthersGuestName(name, uid)", to: "false" }],
    caughtBy: inUnit("room/name-policy", "guest-ab12 in a message makes way for the name that the socket has"),
  },
  {
    name: "casts that an owner turned off",
    patches: [{ file: "src/room/commands/decide-cast.ts", from: 'casts === "off"', to: "false" }],
    caughtBy: inUnit("room/casts", "an owner turns them off for everyone, in both dialects, and on again"),
  },
  {
    name: "a role that a client wrote on its message",
    patches: [{ file: "src/protocol/events.ts", from: '  "role",\n  "avatar",\n', to: "" }],
    caughtBy: inUnit("protocol/parse", "P2.2 P2.13 fields that the protocol defines are dropped, others are kept"),
  },
  {
    name: "a guest who never wrote keeps their name while away",
    patches: [
      {
        file: "src/room/people/name-policy.ts",
        from: "signedIn || this.#hasWritten(uid)",
        to: 'signedIn || uid !== ""',
      },
    ],
    caughtBy: inUnit(
      "room/name-policy",
      "who never wrote is free once they are gone, and theirs again if nobody took it",
    ),
  },
  {
    name: "the name of a moderator who never wrote is free while they are away",
    patches: [
      {
        file: "src/room/people/name-policy.ts",
        from: "this.#isHere(uid) || this.#isStaff(uid, now)",
        to: "this.#isHere(uid)",
      },
    ],
    caughtBy: inUnit(
      "room/name-policy",
      "of a moderator or an owner is theirs while they have the role, written or not, and however long they are away",
    ),
  },
  {
    name: "one address holds any number of names",
    patches: [{ file: "src/room/people/name-policy.ts", from: "this.#registry.delete(oldest);", to: "void oldest;" }],
    caughtBy: inUnit(
      "room/name-policy",
      "is one of fifty that an address holds; one more releases the one held longest",
    ),
  },
  {
    name: "slow mode does not count edits and renames",
    patches: [
      {
        file: "src/room/limits/slow-mode.ts",
        from: ' || type === "edit" || type === "notice"',
        to: "",
      },
    ],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.19 slow mode counts edits and renames like messages, even across an eviction",
    ),
  },
  {
    name: "slow mode ignores the address of guests",
    patches: [
      {
        file: "src/room/limits/slow-mode.ts",
        from: "return shared === undefined ? own : Math.max(own ?? shared, shared);",
        to: "return shared === undefined || shared > 0 ? own : shared;",
      },
    ],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.20 guests of one address may send five messages per interval together, and each keeps their own wait",
    ),
  },
  {
    name: "slow mode forgets addresses after an eviction",
    patches: [
      { file: "src/room/limits/slow-mode.ts", from: "this.#count(addresses.get(event.uid), event.at);", to: "" },
    ],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.20 after an eviction, the guests who are still here count for their address",
    ),
  },
  {
    name: "a muted person comes back under a new name",
    patches: [
      {
        file: "src/room/handshake/name-choice.ts",
        from: "const kept = isShadowed ? undefined : publicName;",
        to: "const kept = undefined;",
      },
    ],
    caughtBy: inUnit(
      "room/public-names",
      "P9.21 comes back under the name that they had when muted, and is told so in the welcome",
    ),
  },
  {
    name: "the list of people shows a shadowed person's new name",
    patches: [
      {
        file: "src/room/people/presence.ts",
        from: "const username = publicNameOf(session);",
        to: "const { username } = session;",
      },
    ],
    caughtBy: inUnit(
      "room/public-names",
      "P9.21 comes back under a new name for their own eyes: welcome, presence and system messages",
    ),
  },
  {
    name: "presence tells a shadowed person the name that others see",
    patches: [
      {
        file: "src/worker/object/audience.ts",
        from: "if (instead === undefined && toModerators === undefined) return { everyone: object };",
        to: "if (toModerators === undefined) return { everyone: object };",
      },
    ],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.21 a shadowed person's new name reaches only themselves, over a reconnect and hibernation",
    ),
  },
  {
    name: "a webhook posts under a person's name",
    patches: [
      {
        file: "src/room/commands/decide-command.ts",
        from: "|| (isBotUid(uid) && !names.isFreeForPlain(name, uid, turn.now))",
        to: "",
      },
    ],
    caughtBy: inWorker(
      "incoming-hooks",
      "P15.28 a payload's name that is another's or reserved gives way to the webhook's own",
    ),
  },
];
