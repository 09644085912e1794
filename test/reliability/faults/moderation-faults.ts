import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inWorker = testsIn("worker", "test/worker");
const inProtocol = patchesIn("src/protocol");
const inRoom = patchesIn("src/room");
const inPage = patchesIn("src/page");
const inShell = patchesIn("src/worker");

const WAITED = "P9.6 slow mode enforces the seconds between two messages of a user, even across an eviction";
const HIDDEN_FORMS = "P9.9 moderators get a hidden message with a mark, other v1 clients a void, plain sockets nothing";
const HIDDEN_BURST =
  "P9.9, P4.2 in a burst of several users, each user gets every event in order, in the form meant for them";
const NOT_STORED_PLAIN = "P9.7 an invitation admits a user across an eviction, and the room stores only its hash";
const OUTLASTS = "P9.1 roles, mutes and shadow bans survive hibernation, in attachments and in storage";
/** The model that runs random sequences of commands. */
const MODEL = inUnit(
  "room/memory-room-model",
  "P4, P9 after any sequence of commands, snapshot(k) + events = snapshot(n) and every rule holds, in memory",
);

/** Faults in permissions and moderation (P9): each breaks one rule. */
export const MODERATION_FAULTS: readonly Fault[] = [
  {
    name: "blocked words are looked for in a message's text alone",
    patches: [
      inRoom("commands/decide-command", "verdictOn([message, extra, textsOf(attached)])", "verdictOn(message)"),
    ],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.31 a blocked word in any other field of a message counts as one in its text",
    ),
  },
  {
    name: "everyone sees that a shadowed person types",
    patches: [inRoom("people/sessions", "isShadowed ? this.replyTo(object.uid, object) : [{", "[{")],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 P3.9 a shadow-banned user sees that they type as anyone does, on each of their sockets, and nobody else does",
    ),
  },
  {
    name: "a reaction may spell a message in emoji",
    patches: [{ file: "src/protocol/fields.ts", from: "&&\\p{Cn}])$/v", to: "&&\\p{Cn}])+$/v" }],
    caughtBy: inUnit("protocol/parse", 'P3.2 "👍👎" is not a reaction'),
  },
  {
    name: "moderators can moderate each other",
    patches: [inRoom("moderation/permissions", "return RANKS.indexOf(rank) > RANKS.indexOf(other);", "return true;")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.1 ban: moderators may act on members and guests, owners also on moderators, others on nobody",
    ),
  },
  {
    name: "a role is lost when its holder leaves",
    patches: [
      inRoom(
        "moderation/members",
        'const role = higherRole(record?.role ?? "guest", session.claim ?? "guest");',
        "const { role } = session;",
      ),
    ],
    caughtBy: inUnit("room/moderation-rules", "P9.1 a role survives disconnecting and an eviction"),
  },
  {
    name: "a shadow is lost in hibernation",
    patches: [inShell("object/attachment", "  shadowed: True,\n", "")],
    caughtBy: inWorker("moderation-over-sockets", OUTLASTS),
  },
  {
    name: "the last owner can resign",
    patches: [inRoom("moderation/moderation", " && moderationStore.members.owners() === 1", " && false")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.1 an owner may give up the role unless it is the last one; owners cannot act on each other",
    ),
  },
  {
    name: "a claim can be used more than once",
    patches: [
      inRoom("moderation/moderation", "!moderationStore.tokens.spendClaim(claim.nonce, claim.expiry, now)", "false"),
    ],
    caughtBy: inUnit("room/access", "P9.2 a signed claim works once, for the first user who presents it"),
  },
  {
    name: "a claim never expires",
    patches: [inRoom("tokens/secrets", "&& now < ticket.expiry", "")],
    caughtBy: inUnit("room/access", "P9.2 a claim that has expired makes nobody an owner"),
  },
  {
    name: "the signature of a claim is not checked",
    patches: [inRoom("tokens/secrets", "isEqual(claimMac(token, room, ticket), tag) && ", "")],
    caughtBy: inUnit("room/access", "P9.2 a claim signed with another token makes nobody an owner"),
  },
  {
    name: "a claim works in any room",
    patches: [inRoom("tokens/secrets", '["claim", room, String(expiry), nonce]', '["claim", String(expiry), nonce]')],
    caughtBy: inUnit("room/access", "P9.2 a claim for another room makes nobody an owner"),
  },
  {
    name: "a kick leaves open sockets connected",
    patches: [inRoom("moderation/sanctions", "      ...sessions.close(session, CLOSE.notAllowed),\n", "")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3, P9.5 a kick closes every tab of the user with 4403; they may return after a minute",
    ),
  },
  {
    name: "moderators can change who may read",
    patches: [inRoom("moderation/moderation", 'if (isForOwners && !isAtLeast(actor.role, "owner"))', "if (false)")],
    caughtBy: inUnit(
      "room/moderation-rules",
      'P9.3 {"action":"settings","settings":{"read":"members"}} requires the role owner',
    ),
  },
  {
    name: "a moderator's delete is missing from the audit log",
    patches: [inRoom("moderation/moderation", 'event.type === "delete" && author !== actor.uid', "false")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3 a moderator may delete a guest's message, which is logged; a guest may not",
    ),
  },
  {
    name: "pin changes are not broadcast",
    patches: [
      inRoom(
        "moderation/settings-state",
        'return [{ type: "broadcast", v1, ...(hasMore ? { toModerators: { ...v1, ...forModerators } } : {}) }];',
        "return [];",
      ),
    ],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.4 pins are broadcast, newest first, at most five, and are part of the welcome",
    ),
  },
  {
    name: "role changes are not broadcast",
    patches: [inRoom("moderation/members", "if (role !== session.role) sessions.presence.revise(changed);", "")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3, P9.4 an owner's role change is announced to its user, and to everyone with the next presence",
    ),
  },
  {
    name: "bans are not checked when someone connects",
    patches: [inRoom("handshake/access", "if (ban !== undefined) {", "if (ban !== undefined && false) {")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.5 a permanent ban has no retryAfter, survives an eviction, and ends with unban",
    ),
  },
  {
    name: "address bans are not checked when someone connects",
    patches: [inRoom("handshake/access", "moderationStore.addresses.banOf(hashes, now)", "undefined")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3 an address ban keeps out everyone from that address, under any identity, except moderators",
    ),
  },
  {
    name: "closing a room leaves excluded people connected",
    patches: [
      inRoom(
        "moderation/moderation",
        "if (mayRead(settings, roleOf(session), isInvited(uid, record))) return [];",
        "return [];",
      ),
    ],
    caughtBy: inUnit(
      "room/access",
      "P9.5 closing a room disconnects exactly those who may no longer read it, guests and plain sockets, with 4404",
    ),
  },
  {
    name: "who is sent away reads the new settings first",
    patches: [
      inRoom(
        "moderation/moderation",
        "return done([...this.#closeExcluded(all, farewell), ...told]);",
        "return done([...told, ...this.#closeExcluded(all, farewell)]);",
      ),
    ],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.35 who loses access by a change of settings is told only the new read",
    ),
  },
  {
    name: "plain sockets can enter a members-only room",
    patches: [inRoom("handshake/admission", "if (!access.ok) return access;", "")],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.5 if reading is restricted, a plain socket gets 403 before it joins, and pages and the summary are 401",
    ),
  },
  {
    name: "muted people can post",
    patches: [inRoom("moderation/permissions", "if (mutedUntil > now)", "if (mutedUntil > now && false)")],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.6 a muted user's message is rejected with the remaining time, and nobody else is notified",
    ),
  },
  {
    name: "a locked room accepts messages",
    patches: [inRoom("moderation/permissions", 'if (write === "moderators" &&', "if (false &&")],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.6 where moderators write, everybody below a moderator gets room_locked",
    ),
  },
  {
    name: "slow mode has no effect",
    patches: [inRoom("moderation/permissions", "return wait > 0 ?", "return wait > 0 && false ?")],
    caughtBy: inUnit("room/write-permission", WAITED),
  },
  {
    name: "slow mode forgets the last message after an eviction",
    patches: [inRoom("limits/slow-mode", "this.#last = this.#read(now - seconds * 1_000);", "this.#last = new Map();")],
    caughtBy: inUnit("room/write-permission", WAITED),
  },
  {
    name: "slow mode applies to moderators",
    patches: [
      inRoom(
        "moderation/permissions",
        'if (last === undefined || isAtLeast(role, "moderator"))',
        "if (last === undefined)",
      ),
    ],
    caughtBy: inUnit("room/write-permission", "P9.6 slow mode exempts moderators, and people can always delete"),
  },
  {
    name: "an invitation has unlimited uses",
    patches: [inRoom("handshake/handshake", "    moderationStore.invitations.use(id);\n", "")],
    caughtBy: inUnit(
      "room/access",
      "P9.7 an invitation admits as many users as it has uses; they become members and need no other",
    ),
  },
  {
    name: "the secret of an invitation is stored in plain text",
    patches: [
      inRoom("moderation/moderation", "hash: hashOfSecret(secret)", "hash: secret"),
      inRoom(
        "handshake/access",
        "moderationStore.invitations.find(hashOfSecret(invite), now)",
        "moderationStore.invitations.find(invite, now)",
      ),
    ],
    caughtBy: inWorker("moderation-over-sockets", NOT_STORED_PLAIN),
  },
  {
    name: "a blocked word matches inside other words",
    patches: [inRoom("moderation/word-filter", "if (begins && ends) return true;", "if (begins || ends) return true;")],
    caughtBy: inUnit("room/write-permission", 'P9.8 "damned" is judged undefined'),
  },
  {
    name: "full-width letters bypass the word filter",
    patches: [inProtocol("blocked-word", '.normalize("NFKC")', '.normalize("NFD")')],
    caughtBy: inUnit("room/write-permission", 'P9.8 "ｄａｍｎ" is judged reject'),
  },
  {
    name: "italics hide a blocked word",
    patches: [inProtocol("blocked-word", "/[\\s_]+/gu", "/\\s+/gu")],
    caughtBy: inUnit("room/write-permission", 'P9.8 "_damn_" is judged reject'),
  },
  {
    name: "a user's older message starts a full wait in slow mode",
    patches: [inPage("model/slow-mode-resend", "Math.min(event.at + ms - Date.now(), ms)", "ms")],
    caughtBy: inUnit(
      "page/slow-mode-resend",
      "P9.6 a message of one's own starts the wait that is left of it, and none if it is older, as after a resume",
    ),
  },
  {
    name: "a blocked word is validated before it is folded",
    patches: [inProtocol("blocked-word", 'return isVisible(text.replaceAll("*", "")) ?', "return isVisible(word) ?")],
    caughtBy: inUnit("room/blocked-words", 'P9.8 the blocked word "\u00ad*" is refused with bad_word'),
  },
  {
    name: "a stored blocked word with nothing visible matches every text",
    patches: [
      inRoom("moderation/word-filter", "read === undefined ? [] : [read]", '[read ?? { text: "", isPrefix: true }]'),
    ],
    caughtBy: inUnit("room/blocked-words", "P9.8 a stored word of which folding leaves nothing matches no text"),
  },
  {
    name: "a name of invisible letters is accepted",
    patches: [inProtocol("text", "(?![\\p{Default_Ignorable_Code_Point}\\u2800\\u{13441}\\u{13442}\\u{1d159}])", "")],
    caughtBy: inUnit("protocol/normalize-first", "P5 a Hangul filler alone is neither a message nor a name"),
  },
  {
    name: "hidden messages are broadcast to everyone",
    patches: [
      inShell(
        "object/audience",
        "return isModerator ? object.toModerators : object.toOthers;",
        "return [...object.own.values()][0];",
      ),
    ],
    caughtBy: inWorker("moderation-over-sockets", HIDDEN_BURST),
  },
  {
    name: "hidden messages leave a hole in the sequence",
    patches: [
      inShell(
        "object/audience",
        "return isModerator ? object.toModerators : object.toOthers;",
        "return isModerator ? object.toModerators : undefined;",
      ),
    ],
    caughtBy: inWorker("moderation-over-sockets", HIDDEN_BURST),
  },
  {
    name: "a resume delivers hidden messages to everyone",
    patches: [
      inRoom("log/visibility", "if (onlyFor === undefined || viewer.uid === onlyFor) return event;", "return event;"),
    ],
    caughtBy: inUnit("room/hidden", HIDDEN_FORMS),
  },
  {
    name: "history pages include hidden messages for everyone",
    patches: [
      inShell("storage/sql-event-log", "AND only_for = ?4`", "AND only_for <> ?4`"),
      inRoom("log/visibility", "if (!isShown(onlyFor, viewer)) return undefined;", ""),
    ],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.9 hidden messages are stored with their seq, and are in no page and no plain history",
    ),
  },
  {
    name: "a reply to a hidden message stays visible",
    patches: [inRoom("commands/decide-command", " || target?.onlyFor !== undefined;", ";")],
    caughtBy: inUnit("room/hidden", "P9.9 its author's message is hidden too, even after the shadow ban ends"),
  },
  {
    name: "a shadowed person's edits are visible to everyone",
    patches: [
      inRoom(
        "commands/decide-command",
        'const isHidden = author.shadowed || verdict === "hide" || stored?.onlyFor !== undefined;',
        "const isHidden = stored?.onlyFor !== undefined;",
      ),
    ],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 others keep the previous text after a hidden edit, until a visible edit follows",
    ),
  },
  {
    name: "a delete keeps the text of a hidden edit",
    patches: [
      inRoom(
        "log/visibility",
        'if (change.type === "delete") return { ...rest, message: applyChange(message, change) };',
        'if (change.type === "delete") return { ...stored, message: applyChange(message, change) };',
      ),
    ],
    caughtBy: inUnit("room/hidden", "P9.9 a delete also erases the hidden text"),
  },
  {
    name: "a shadowed person's casts reach everyone",
    patches: [inRoom("commands/decide-cast", ' || author.shadowed ? "sender"', ' ? "sender"')],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 a shadow-banned user's typing and renames are not broadcast; their casts reach only themselves",
    ),
  },
  {
    name: "one person can file unlimited reports",
    patches: [
      {
        file: "src/capabilities/reports/reports.ts",
        from: "store.openOf(uid) >= MAX_REPORTS_OF_ONE",
        to: "false",
      },
    ],
    caughtBy: inUnit("room/moderation-rules", "P9.10 a user has at most one report per message and 20 open reports"),
  },
  {
    name: "anyone can read the moderation lists",
    patches: [
      inRoom("moderation/moderation", 'if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);', ""),
    ],
    caughtBy: inUnit("room/moderation-rules", "P9.1 only moderators on v1 sockets may read moderation lists"),
  },
  {
    name: "the audit log grows without limit",
    patches: [
      inShell(
        "storage/moderation/sql-audit-store",
        "DELETE FROM audit WHERE lasting = ?1",
        "DELETE FROM audit WHERE lasting = -1 AND lasting = ?1",
      ),
    ],
    caughtBy: inWorker("sql-storage", "P9.11 the audit log numbers its entries and keeps the newest 1,000"),
  },
  {
    name: "model: hidden events are sent to everyone",
    patches: [
      inRoom("log/visibility", "if (onlyFor === undefined || viewer.uid === onlyFor) return event;", "return event;"),
    ],
    caughtBy: MODEL,
  },
  {
    name: "model: open sessions keep a role that was taken away",
    patches: [
      inRoom(
        "moderation/members",
        "const changed = this.applyRecord(session, record, now);",
        "const changed = session;",
      ),
    ],
    caughtBy: MODEL,
  },
];
