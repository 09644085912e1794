import { CLOSE, type CloseCode } from "../../protocol/close-codes.ts";
import type { HelloCommand, Position, SignOutCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import type { Identity } from "../../protocol/identity.ts";
import { announce, type Limits } from "../../protocol/limits.ts";
import type { Invitation } from "../../protocol/lists.ts";
import type { ErrorObject, ReaderObject, V1Object, WelcomeObject } from "../../protocol/server-objects.ts";
import type { Capabilities } from "../capability/capabilities.ts";
import { ResumeBudget } from "../limits/resume-budget.ts";
import type { EventLog } from "../log/event-log.ts";
import { resume } from "../log/resume.ts";
import type { Viewer } from "../log/visibility.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import type { Answer } from "../model/result.ts";
import {
  hashesOf,
  isReader,
  isReceiving,
  type LiveSession,
  type NewSession,
  type ReaderSession,
  roleOf,
  type SessionId,
  socketOf,
  uidOf,
  viewerFor,
  viewerOf,
} from "../model/session.ts";
import type { MemberRecord } from "../moderation/member-store.ts";
import type { Moderation } from "../moderation/moderation.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import { errorOf, type Refusal } from "../moderation/permissions.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import type { Sessions } from "../people/sessions.ts";
import { guestOf, guestOfNonce, issueToken } from "../tokens/guest-tokens.ts";
import { isBotToken, isGuestToken } from "../tokens/room-token.ts";
import { decideAccess } from "./access.ts";
import { sessionOfEntrant } from "./entrant-session.ts";
import { NameChoice } from "./name-choice.ts";

/** Errors after which the client may send another `hello`. */
const HELLO_ERRORS: ReadonlySet<ErrorCode> = new Set([
  "bad_username",
  "bad_since",
  "blocked_word",
  "name_taken",
  "rate_limited",
  "internal",
  "challenge_needed",
  "bad_challenge",
  "challenge_unavailable",
]);

/** Dependencies of {@link Handshake}. */
export interface HandshakePorts {
  /** Name of the room, in lower case. */
  readonly name: string;
  readonly limits: Limits;
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  readonly moderation: Moderation;
  readonly names: NamePolicy;
  readonly capabilities: Capabilities;
}

/** Handles `hello`: authenticates the user, checks access, assigns a name and rejects sockets that may not enter. */
export class Handshake {
  readonly #ports: HandshakePorts;
  readonly #budget = new ResumeBudget();
  readonly #names: NameChoice;

  constructor(ports: HandshakePorts) {
    this.#ports = ports;
    this.#names = new NameChoice(ports);
  }

  /**
   * Handles `hello` (P3.1, P3.4). Reading the log and going live happen in one turn, so that no event is missed in
   * between.
   */
  hello(session: NewSession | ReaderSession, command: HelloCommand, turn: TurnContext): Effect[] {
    const { newId, now } = turn;
    if (command.readOnly) return this.#read(session, command, now);
    const { sessions, log, limits, moderation, name, names, moderationStore } = this.#ports;
    const { epoch, key } = log.identity;
    const tokens = { key, tokens: moderationStore.tokens };
    const { binary, compact, invite, nonce, since, token } = command;
    const { id } = session;
    const bot = token !== undefined && isBotToken(token) ? this.#ports.capabilities.botOf(token, now) : undefined;
    // An identity in the `hello` takes precedence over one from a gateway (P8.7).
    const vouched = bot ?? command.identity;
    const identity = vouched ?? session.identity;
    const knownUid = token === undefined ? nonce && guestOfNonce(nonce, tokens) : guestOf(token, tokens, now);
    if (identity === undefined && token !== undefined && knownUid === undefined) {
      // P8.20: a guest whose token has run out comes back as another guest. Any other token is a site's.
      return isGuestToken(token)
        ? this.#rejectHello(session, errorObject("bad_token"), now)
        : this.rejectSession(id, { code: "bad_token" });
    }
    const uid = identity?.uid ?? knownUid ?? newId();
    const access = decideAccess(
      { uid, claim: identity?.role ?? "guest", hashes: bot === undefined ? hashesOf(session) : [], invite },
      moderationStore,
      now,
    );
    if (!access.ok) return this.rejectSession(id, access.error);
    const readRefusal = bot && this.#ports.capabilities.readRefusal(uid);
    if (readRefusal !== undefined) return this.rejectSession(id, readRefusal);
    const { invitation, record, role: granted } = access.value;
    const entrant = { uid, role: granted, identity, record };
    if (this.#names.isBlocked(entrant, command)) return this.#rejectHello(session, errorObject("blocked_word"), now);
    const { isShadowed, publicName, username } = this.#names.choose(entrant, command, now);
    if (username === undefined) {
      return this.#rejectHello(session, errorOf(names.refusalOf(command.username ?? "", entrant)), now);
    }
    if (identity === undefined && invitation === undefined && granted === "guest") {
      const isKnown = token !== undefined && knownUid !== undefined;
      const rejection = this.#ports.capabilities.judgeHello({ uid, isKnown }, command, turn);
      if (rejection !== undefined) return this.#rejectHello(session, rejection, now);
    }
    const head = log.head();
    const guest: LiveSession = {
      ...sessionOfEntrant(socketOf(session), entrant, { isShadowed, publicName, username }),
      ...(binary && { binary }),
      ...(compact && { compact }),
    };
    const grantEffects =
      invitation === undefined
        ? []
        : this.#accept(invitation, { ...record, uid, username: publicName ?? username }, now);
    const standing = invitation === undefined ? record : moderationStore.members.find(uid);
    const live = moderation.members.applyRecord(guest, standing, now);
    moderation.members.rememberVouched(live, now);
    names.hold(live, now);
    const enterEffects = sessions.enter(live);
    const { mutedUntil, role } = live;
    const { presence } = sessions;
    const welcome: WelcomeObject = {
      type: "welcome",
      room: name,
      epoch,
      head,
      oldest: log.oldest(),
      uid,
      username: live.username,
      role,
      ...(mutedUntil === undefined ? {} : { mutedUntil }),
      ...moderation.settings.roomFor(role),
      token: identity === undefined ? issueToken(uid, tokens, now) : tokenOf(vouched, token),
      members: presence.membersFor(uid),
      count: presence.count,
      ...presence.readers.field,
      limits: announce(limits),
      ...this.#ports.capabilities.welcomeFields(live),
    };
    // P3.37: what a reader was sent on this socket is not sent again.
    const isUpToDate = isReader(session) && since?.epoch === epoch;
    const missed = isUpToDate ? [] : this.#missed(session, since, viewerOf(live), now);
    return [
      ...grantEffects,
      { type: "persist-session", session: live, head },
      { type: "reply", to: id, objects: [welcome, ...missed, { type: "ready", seq: head }] },
      ...enterEffects,
    ];
  }

  /** Handles the `hello` of a reader (P3.35): it makes no person, and stores nothing. */
  #read(session: NewSession | ReaderSession, { binary, compact, since }: HelloCommand, now: number): Effect[] {
    if (isReader(session)) return [{ type: "reply", to: session.id, objects: [errorObject("hello_again")] }];
    const { limits, log, moderation, moderationStore, name, sessions } = this.#ports;
    const { since: _, mayRetry: __, ...socket } = session;
    const reader: ReaderSession = {
      ...socket,
      state: "reader",
      ...(binary && { binary }),
      ...(compact && { compact }),
    };
    const asGuest = { uid: uidOf(reader), claim: roleOf(reader), hashes: hashesOf(session), invite: undefined };
    const access = decideAccess(asGuest, moderationStore, now);
    if (!access.ok) return this.rejectSession(session.id, access.error);
    const head = log.head();
    const enterEffects = sessions.startReading(reader, head);
    const { presence } = sessions;
    const answer: ReaderObject = {
      type: "reader",
      room: name,
      epoch: log.identity.epoch,
      head,
      oldest: log.oldest(),
      ...moderation.settings.roomFor("guest"),
      members: presence.members,
      count: presence.count,
      ...presence.readers.field,
      limits: announce(limits),
    };
    const missed = this.#missed(session, since, viewerFor(reader), now);
    return [
      ...enterEffects,
      { type: "reply", to: session.id, objects: [answer, ...missed, { type: "ready", seq: head }] },
    ];
  }

  /** What a client has missed since its last event, within what its address may receive (P3.12). */
  #missed(
    session: NewSession | ReaderSession,
    since: Position | undefined,
    viewer: Viewer,
    now: number,
  ): readonly V1Object[] {
    const missed = resume(this.#ports.log, since, viewer, !this.#budget.hasMore(session, now));
    if (session.from !== undefined) this.#budget.spend(session, JSON.stringify(missed).length, now);
    return missed;
  }

  /** Accepts an invitation: the user becomes a member (P9.7). */
  #accept({ id }: Invitation, record: MemberRecord, now: number): Effect[] {
    const { moderation, moderationStore } = this.#ports;
    moderationStore.invitations.use(id);
    const { demoted: _, ...others } = record;
    return moderation.members.grant({ ...others, role: "member", invitation: id }, now);
  }

  /** Signs a guest out everywhere else (P8.18): their other sockets are closed, and this one gets a new token. */
  signOut(
    { isDeployment, mutedUntil, role, signedIn, socket, uid }: Author,
    { id }: SignOutCommand,
    now: number,
  ): Answer {
    const { log, moderationStore, sessions } = this.#ports;
    // The tokens of people who are signed in are not the room's to revoke.
    if (signedIn || isDeployment || socket === undefined) {
      return { effects: [], object: errorObject("not_allowed", id) };
    }
    const { tokens } = moderationStore;
    tokens.signOut(uid, now);
    const token = issueToken(uid, { key: log.identity.key, tokens }, now);
    const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }), token } as const;
    const others = sessions.of(uid).filter((session) => session.id !== socket);
    return {
      effects: [
        { type: "reply", to: socket, objects: [self] },
        ...others.flatMap((session) => this.rejectSession(session.id, { code: "bad_token", reason: "signed_out" })),
      ],
      object: { type: "done", id },
    };
  }

  /**
   * Rejects an invalid command. An invalid `hello` may be repeated if its error allows it, and what the client pipelined
   * behind it is rejected too (P3.22). Any other first frame closes the socket (P3.1). A reader stays one (P3.36).
   *
   * @param now milliseconds since 1970
   */
  rejectCommand(id: SessionId, error: ErrorObject, now: number): Effect[] {
    const session = this.#ports.sessions.get(id);
    if (session === undefined) return [];
    const reply: Effect = { type: "reply", to: id, objects: [error] };
    if (isReceiving(session)) return [reply];
    // A hello has no id.
    if (error.id === undefined && HELLO_ERRORS.has(error.code)) return this.#rejectHello(session, error, now);
    if (session.mayRetry || error.code === "rate_limited") return [reply];
    return [reply, ...this.#ports.sessions.close(session, CLOSE.notThisProtocol)];
  }

  /** Rejects a `hello` after which the client may send another one (P3.23). */
  #rejectHello(session: NewSession | ReaderSession, error: ErrorObject, now: number): Effect[] {
    const waits = isReader(session) ? [] : this.#ports.sessions.awaitHello(session, now);
    return [...waits, { type: "reply", to: session.id, objects: [error] }];
  }

  /** Stops the `hello` timeout while the identity is being verified (P8.4). */
  awaitIdentity(id: SessionId): void {
    this.#ports.sessions.stopAwaitingHello(id);
  }

  /**
   * Rejects a socket whose token is invalid or has expired (P8.1, P8.5, P8.6), or whose user may not enter (P9.5):
   * sends the error and closes.
   */
  rejectSession(id: SessionId, refusal: Refusal): Effect[] {
    const session = this.#ports.sessions.get(id);
    if (session === undefined) return [];
    const close = this.#ports.sessions.close(session, closeCodeOf(refusal));
    return [{ type: "reply", to: id, objects: [errorOf(refusal)] }, ...close];
  }
}

function closeCodeOf({ code }: Refusal): CloseCode {
  if (code === "bad_token") return CLOSE.badToken;
  return code === "identity_unavailable" ? CLOSE.identityUnavailable : CLOSE.notAllowed;
}

/**
 * Token to return in `welcome`. Empty for a gateway's token, which the client does not hold and must not see (P8.7).
 */
function tokenOf(identity: Identity | undefined, token = ""): string {
  return identity === undefined ? "" : token;
}
