import type { Patch } from "../../support/tree.ts";
import type { Fault, NamedTest } from "./fault.ts";

const inUnit = (file: string, title: string): NamedTest => ({
  project: "unit",
  file: `test/unit/${file}.test.ts`,
  title,
});
const inWorker = (file: string, title: string): NamedTest => ({
  project: "worker",
  file: `test/worker/${file}.test.ts`,
  title,
});
const inRoom = (file: string, from: string, to: string): Patch => ({ file: `src/room/${file}.ts`, from, to });
const inShell = (file: string, from: string, to: string): Patch => ({ file: `src/worker/${file}.ts`, from, to });

const WAITED = "P9.6 there are so many seconds from one message of a person to the next, also across an eviction";
const HIDDEN_FORMS = "P9.9 moderators get it marked, others a void in its place, plain sockets nothing";
const HIDDEN_BURST =
  "P9.9, P4.2 in a burst of several people each gets every event in its order, in the form that is theirs";
const NOT_STORED_PLAIN = "P9.7 an invitation lets somebody in across an eviction, and the room keeps only its hash";
const OUTLASTS = "P9.1 roles, mutes and shadows outlast hibernation, beside the socket and in storage";
/** The lives of a room that nobody wrote down. */
const MODEL = inUnit(
  "room/memory-room-model",
  "P4, P9 whatever happens, a snapshot and the events since are the later snapshot, and the rules hold, in memory",
);

/** Mistakes in what people may do (P9): each rule broken once. */
export const MODERATION_FAULTS: readonly Fault[] = [
  {
    name: "moderators act upon their like",
    patches: [inRoom("moderation/permissions", "return !isAtLeast(other, role);", "return true;")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.1 ban is done by moderators upon members and guests, by owners upon moderators too, and by nobody else",
    ),
  },
  {
    name: "a role lost on the way out",
    patches: [
      inRoom(
        "people/session",
        'role: higherRole(record?.role ?? "guest", session.claim ?? "guest"),',
        "role: session.role,",
      ),
    ],
    caughtBy: inUnit("room/moderation-rules", "P9.1 a role outlasts leaving, and an eviction"),
  },
  {
    name: "a shadow lost with hibernation",
    patches: [inShell("object/attachment", "  shadowed: True,\n", "")],
    caughtBy: inWorker("moderation-over-sockets", OUTLASTS),
  },
  {
    name: "the last owner may go",
    patches: [inRoom("moderation/moderation", " && moderationStore.owners() === 1", " && false")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.1 an owner may lay down the role, but not the last one; owners have no power over each other",
    ),
  },
  {
    name: "a claim counts as often as it is said",
    patches: [inRoom("moderation/moderation", "!moderationStore.spendClaim(claim.nonce, claim.expiry, now)", "false")],
    caughtBy: inUnit("room/access", "P9.2 a claim that was made with it counts once, for whoever comes first"),
  },
  {
    name: "a claim without end",
    patches: [inRoom("moderation/secrets", "&& now < ticket.expiry", "")],
    caughtBy: inUnit("room/access", "P9.2 a claim that has ended makes nobody an owner"),
  },
  {
    name: "a claim's signature not checked",
    patches: [inRoom("moderation/secrets", "isEqual(claimMac(token, room, ticket), tag) && ", "")],
    caughtBy: inUnit("room/access", "P9.2 a claim of another token makes nobody an owner"),
  },
  {
    name: "a claim for any room",
    patches: [
      inRoom("moderation/secrets", '["claim", room, String(expiry), nonce]', '["claim", String(expiry), nonce]'),
    ],
    caughtBy: inUnit("room/access", "P9.2 a claim for another room makes nobody an owner"),
  },
  {
    name: "whoever is put out keeps the sockets that are open",
    patches: [inRoom("moderation/sanctions", "      ...sessions.close(session, CLOSE.notAllowed),\n", "")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3, P9.5 who is kicked is closed with 4403 in every tab, and may come back after a minute",
    ),
  },
  {
    name: "moderators set who may read",
    patches: [inRoom("moderation/moderation", 'if (isForOwners && !isAtLeast(actor.role, "owner"))', "if (false)")],
    caughtBy: inUnit(
      "room/moderation-rules",
      'P9.3 {"action":"settings","settings":{"read":"members"}} wants the role of owner',
    ),
  },
  {
    name: "a moderator's delete in no audit log",
    patches: [inRoom("moderation/moderation", 'event.type === "delete" && author !== actor.uid', "false")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3 a moderator deletes the message of a guest, which is in the audit log; a guest does not",
    ),
  },
  {
    name: "what is pinned told to nobody",
    patches: [
      inRoom(
        "moderation/settings-state",
        'return [{ type: "broadcast", v1: { type: "room", ...this.roomFor("guest") } }];',
        "return [];",
      ),
    ],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.4 pins are told to all, the newest first, five at most, and are in the welcome",
    ),
  },
  {
    name: "a new role told to nobody else",
    patches: [inRoom("moderation/members", "if (role !== session.role) sessions.presence.revise(changed);", "")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3, P9.4 a role is given by an owner, told to the person, and to all in the next presence",
    ),
  },
  {
    name: "bans not asked for at the door",
    patches: [inRoom("handshake/access", "if (ban !== undefined) {", "if (ban !== undefined && false) {")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.5 a ban without end has no retryAfter, holds across an eviction, and is lifted by unban",
    ),
  },
  {
    name: "banned addresses not asked for at the door",
    patches: [inRoom("handshake/access", "moderationStore.banOf(hashes, now)", "undefined")],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.3 with the address, whoever comes from there is out, as whom they come; moderators are not",
    ),
  },
  {
    name: "who is here stays when the room is closed to them",
    patches: [
      inRoom("moderation/moderation", "return mayRead(settings, session.role, assignedRole) ? []", "return true ? []"),
    ],
    caughtBy: inUnit(
      "room/access",
      "P9.5 who is here and may not be here any more is closed with 4404: guests, plain sockets, and nobody else",
    ),
  },
  {
    name: "plain sockets let in where members read",
    patches: [inShell("object/chat-room", "if (refusal !== undefined) return jsonError(refusal.code, 403);", "")],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.5 where not everybody may read, a plain socket is 403 before it joins, and pages and summary are 401",
    ),
  },
  {
    name: "the muted are heard",
    patches: [inRoom("moderation/permissions", "if (mutedUntil > now)", "if (mutedUntil > now && false)")],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.6 who is muted is refused a message with the time that is left, and nobody hears of it",
    ),
  },
  {
    name: "a locked room takes messages",
    patches: [inRoom("moderation/permissions", 'if (write === "moderators" &&', "if (false &&")],
    caughtBy: inUnit(
      "room/write-permission",
      "P9.6 where moderators write, everybody below a moderator gets room_locked",
    ),
  },
  {
    name: "slow mode slows nobody",
    patches: [inRoom("moderation/permissions", "return wait > 0 ?", "return wait > 0 && false ?")],
    caughtBy: inUnit("room/write-permission", WAITED),
  },
  {
    name: "slow mode forgets with an eviction",
    patches: [inRoom("limits/slow-mode", "this.#last = this.#read(now - seconds * 1_000);", "this.#last = new Map();")],
    caughtBy: inUnit("room/write-permission", WAITED),
  },
  {
    name: "moderators wait in slow mode",
    patches: [
      inRoom(
        "moderation/permissions",
        'if (last === undefined || isAtLeast(role, "moderator"))',
        "if (last === undefined)",
      ),
    ],
    caughtBy: inUnit("room/write-permission", "P9.6 moderators need not wait, and it is about messages alone"),
  },
  {
    name: "an invitation is never used up",
    patches: [inRoom("handshake/handshake", "this.#ports.moderationStore.useInvitation(id);", "")],
    caughtBy: inUnit(
      "room/access",
      "P9.7 an invitation lets in as many as it has uses, as members, who need none any more",
    ),
  },
  {
    name: "the secret of an invitation kept as it is",
    patches: [
      inRoom("moderation/moderation", "hash: hashOfSecret(secret)", "hash: secret"),
      inRoom(
        "handshake/access",
        "moderationStore.invitation(hashOfSecret(invite), now)",
        "moderationStore.invitation(invite, now)",
      ),
    ],
    caughtBy: inWorker("moderation-over-sockets", NOT_STORED_PLAIN),
  },
  {
    name: "a blocked word found inside others",
    patches: [inRoom("moderation/word-filter", "if (begins && ends) return true;", "if (begins || ends) return true;")],
    caughtBy: inUnit("room/write-permission", 'P9.8 "damned" is judged undefined'),
  },
  {
    name: "a blocked word of wide letters let through",
    patches: [inRoom("moderation/word-filter", '.normalize("NFKC")', '.normalize("NFC")')],
    caughtBy: inUnit("room/write-permission", 'P9.8 "ｄａｍｎ" is judged reject'),
  },
  {
    name: "everybody gets what is hidden, live",
    patches: [
      inShell(
        "object/audience",
        "return isModerator ? object.toModerators : object.toOthers;",
        "return object.toThem;",
      ),
    ],
    caughtBy: inWorker("moderation-over-sockets", HIDDEN_BURST),
  },
  {
    name: "nothing in the place of what is hidden",
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
    name: "everybody gets what is hidden, from the log",
    patches: [
      inRoom("log/visibility", "if (onlyFor === undefined || viewer.uid === onlyFor) return event;", "return event;"),
    ],
    caughtBy: inUnit("room/hidden", HIDDEN_FORMS),
  },
  {
    name: "everybody reads what is hidden in pages",
    patches: [
      inShell("storage/sql-event-log", '"(only_for IS NULL OR only_for = ?)"', '"(only_for IS NULL OR only_for <> ?)"'),
      inRoom("log/visibility", "if (!isShown(onlyFor, viewer)) return undefined;", ""),
    ],
    caughtBy: inWorker(
      "moderation-over-sockets",
      "P9.9 they are stored with their seq, and in no page and no plain history",
    ),
  },
  {
    name: "a reply to what is hidden is not",
    patches: [inRoom("log/decide-command", " || target?.onlyFor !== undefined;", ";")],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 by its author, a message is hidden too, also when they are not shadowed any more",
    ),
  },
  {
    name: "who is shadowed speaks through edits",
    patches: [
      inRoom(
        "log/decide-command",
        'const isHidden = session.shadowed || verdict === "hide" || kept?.onlyFor !== undefined;',
        "const isHidden = kept?.onlyFor !== undefined;",
      ),
    ],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 an edit by somebody shadowed leaves others the text that was there, until an edit that is not hidden",
    ),
  },
  {
    name: "a hidden edit left behind by a delete",
    patches: [
      inRoom(
        "log/visibility",
        'if (veil === undefined || change.type === "delete") return undefined;',
        "if (veil === undefined) return undefined;",
      ),
    ],
    caughtBy: inUnit("room/hidden", "P9.9 a delete leaves nothing of the hidden text either"),
  },
  {
    name: "who is shadowed speaks through casts",
    patches: [inRoom("room", 'session.shadowed ? { type: "send-to-user"', 'false ? { type: "send-to-user"')],
    caughtBy: inUnit(
      "room/hidden",
      "P9.9 nobody hears that somebody shadowed is typing or called otherwise; their casts reach them alone",
    ),
  },
  {
    name: "reports without end from one person",
    patches: [inRoom("moderation/moderation", "moderationStore.openReports(uid) >= MAX_REPORTS_OF_ONE", "false")],
    caughtBy: inUnit("room/moderation-rules", "P9.10 a person has 20 reports that wait, and one of a message"),
  },
  {
    name: "lists for everybody",
    patches: [
      inRoom("moderation/moderation", 'if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);', ""),
    ],
    caughtBy: inUnit("room/moderation-rules", "P9.1 a plain socket, and who is no moderator, gets no list"),
  },
  {
    name: "an audit log without end",
    patches: [
      inShell(
        "storage/sql-moderation-store",
        "DELETE FROM audit WHERE entry <= ?",
        "DELETE FROM audit WHERE entry < 0 AND entry <= ?",
      ),
    ],
    caughtBy: inWorker("sql-storage", "P9.11 the audit log numbers its entries and keeps the newest 1,000"),
  },
  {
    name: "in any life: what is hidden told to all",
    patches: [
      inRoom("log/visibility", "if (onlyFor === undefined || viewer.uid === onlyFor) return event;", "return event;"),
    ],
    caughtBy: MODEL,
  },
  {
    name: "in any life: a role that was taken away stays with who is here",
    patches: [
      inRoom("moderation/members", "const changed = withRecord(session, record, now);", "const changed = session;"),
    ],
    caughtBy: MODEL,
  },
];
