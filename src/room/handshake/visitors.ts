import type { Identity } from "../../protocol/identity.ts";
import type { Capabilities } from "../capability/capabilities.ts";
import type { EventLog } from "../log/event-log.ts";
import { type Author, authorOf } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import { err, ok, type Result } from "../model/result.ts";
import { guestName, hashesOf, type IpHash, type LiveSession } from "../model/session.ts";
import type { Moderation } from "../moderation/moderation.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import type { Sessions } from "../people/sessions.ts";
import { guestOf } from "../tokens/guest-tokens.ts";
import { decideAccess } from "./access.ts";
import { sessionOfEntrant } from "./entrant-session.ts";
import { NameChoice } from "./name-choice.ts";
import type { Requester } from "./requester.ts";

/** A person who acts over HTTP. */
export interface Visitor {
  readonly author: Author;
  /** The session that a socket of theirs would have. It belongs to no socket and is never present. */
  readonly session: LiveSession;
}

/** Requesters that are people or bots. */
export type PersonalRequester = Extract<Requester, { readonly type: "signedIn" | "guest" | "bot" }>;

/** Dependencies of {@link Visitors}. */
export interface VisitorPorts {
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly moderation: Moderation;
  readonly names: NamePolicy;
  readonly sessions: Sessions;
  readonly capabilities: Capabilities;
}

/** People and bots who act without being connected (P7.9). They need the access, and get the name, of one who enters. */
export class Visitors {
  readonly #ports: VisitorPorts;
  readonly #names: NameChoice;

  constructor(ports: VisitorPorts) {
    this.#ports = ports;
    this.#names = new NameChoice(ports);
  }

  /** @param from hash of the address that the request comes from */
  admit(requester: PersonalRequester, from: IpHash | undefined, { now }: TurnContext): Result<Visitor, Refusal> {
    const { log, moderation, moderationStore } = this.#ports;
    const identity = this.#identityOf(requester, now);
    const tokens = { key: log.identity.key, tokens: moderationStore.tokens };
    const uid = identity?.uid ?? (requester.type === "guest" ? guestOf(requester.token, tokens, now) : undefined);
    if (uid === undefined) return err({ code: "bad_token" });
    // P15.5: a bot answers for itself, wherever it runs.
    const hash = requester.type === "bot" ? undefined : from;
    const claim = identity?.role ?? "guest";
    const access = decideAccess({ uid, claim, hashes: hashesOf(hash), invite: undefined }, moderationStore, now);
    if (!access.ok) return access;
    const { record, role } = access.value;
    const chosen = this.#names.choose({ uid, role, identity, record }, {}, now);
    const entered = sessionOfEntrant(
      // A person has one rate limit for all of their requests, beside those of their sockets.
      { id: `http ${uid}`, ...hash },
      { identity, uid },
      { ...chosen, username: chosen.username ?? guestName(uid) },
    );
    const session = moderation.members.applyRecord(entered, record, now);
    return ok({ session, author: { ...authorOf(session), origin: "http", socket: undefined } });
  }

  #identityOf(requester: PersonalRequester, now: number): Identity | undefined {
    switch (requester.type) {
      case "signedIn":
        return requester.identity;
      case "bot":
        return this.#ports.capabilities.botOf(requester.token, now);
      case "guest":
        return undefined;
    }
  }

  /** Remembers a person who wrote as one who wrote and left: their name (P8.11), role (P9.12) and address (P9.13). */
  remember({ session }: Visitor, now: number): void {
    const { moderation, names, sessions } = this.#ports;
    if (sessions.presence.socketsOf(session.uid) === 0) names.hold(session, now);
    moderation.members.rememberVouched(session, now);
    moderation.members.rememberVisitor(session, now);
  }
}
