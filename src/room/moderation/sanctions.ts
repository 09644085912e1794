import { CLOSE } from "../../protocol/close-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import { KICK_MS, MAX_CLEARED } from "../../protocol/limits.ts";
import type { Ban } from "../../protocol/lists.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { ModerationAction } from "../../protocol/moderation-action.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import { done, err, type ModerationResult, ok } from "../model/result.ts";
import { hashesOf, type Present, type ReaderSession, roleOf, uidOf } from "../model/session.ts";
import type { Sessions } from "../people/sessions.ts";
import type { MemberRecord, Mute } from "./member-store.ts";
import type { KnownPerson, Members } from "./members.ts";
import type { ModerationStore } from "./moderation-store.ts";
import { applies, rankOf } from "./permissions.ts";
import type { SettingsState } from "./settings-state.ts";

/** A moderation action on a person or on all of their messages. */
export type Sanction = Extract<ModerationAction, { action: "kick" | "ban" | "unban" | "mute" | "shadow" | "clear" }>;

/** Digest for a delete without a client command. It is never compared. */
const NO_DIGEST = 0;

/** Dependencies of {@link Sanctions}. */
export interface SanctionPorts {
  readonly log: EventLog;
  /** Appends an event to the log. */
  readonly append: EventLog["append"];
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  readonly members: Members;
  readonly settings: SettingsState;
}

/** Moderators' actions on people (P9.3). The caller has already checked permissions. */
export class Sanctions {
  readonly #ports: SanctionPorts;

  constructor(ports: SanctionPorts) {
    this.#ports = ports;
  }

  carryOut(actor: Author, person: KnownPerson, action: Sanction, turn: TurnContext): ModerationResult {
    const { members } = this.#ports;
    const { now } = turn;
    const { uid, username } = person;
    const record = { ...person.record, uid, username };
    const { action: name, uid: _, ...fields } = action;
    const rank = rankOf(actor);
    const audit = () => members.audit(actor, name, { uid, username, ...fields }, now);
    // P9.14: what the deployment imposed, only the deployment changes.
    if (rank !== "deployment" && sanctionInForce(record, action, now)?.rank === "deployment") return err("not_allowed");
    switch (action.action) {
      case "kick":
      case "ban": {
        const duration = action.action === "kick" ? KICK_MS : action.for;
        const until = duration === undefined ? undefined : now + duration;
        const { ban } = record;
        // A kick does not shorten a longer ban.
        const isLonger = isBanned(ban, now + KICK_MS) && applies(ban, person.role);
        if (action.action === "kick" && isLonger) {
          audit();
          return done(this.#disconnect(uid, ban, now));
        }
        const hashes = action.action === "ban" && action.address ? members.addressesOf(uid, now) : [];
        const reason = action.action === "ban" && action.reason !== undefined ? { reason: action.reason } : {};
        const end = until === undefined ? {} : { until };
        const next: Ban = { ...audit(), uid, username, ...end, address: hashes.length > 0, ...reason, rank };
        const effects = members.grant({ ...record, username, ban: next }, now);
        this.#ports.moderationStore.addresses.ban(uid, hashes);
        if (action.action === "ban") members.revokeInvitation(actor, record, now);
        return ok({
          effects: [...effects, ...this.#disconnect(uid, next, now, hashes)],
          ...(action.action === "ban" && action.address && { address: hashes.length > 0 }),
        });
      }
      case "unban": {
        const { ban, ...others } = record;
        if (ban === undefined) return err("no_person");
        audit();
        return done(members.grant(others, now));
      }
      case "mute": {
        const { mute, ...others } = record;
        const isEnd = action.for === 0;
        const before = mute?.address ? this.#ports.moderationStore.addresses.mutedWith(uid) : [];
        const hashes = action.address && !isEnd ? members.addressesOf(uid, now) : [];
        const next: Mute = {
          ...audit(),
          ...(isEnd ? {} : { mutedUntil: now + action.for }),
          ...(mute?.shadowed && { shadowed: true }),
          ...(hashes.length > 0 && { address: true }),
          rank,
        };
        const own = this.#mute(others, next, now);
        this.#ports.moderationStore.addresses.mute(uid, hashes);
        const effects = [...own, ...members.reviseAddresses([...before, ...hashes], now)];
        return ok({ effects, ...(action.address && !isEnd && { address: hashes.length > 0 }) });
      }
      case "shadow": {
        const { mute, ...others } = record;
        const { shadowed: _, ...muted } = mute ?? {};
        return done(this.#mute(others, { ...muted, ...audit(), ...(action.on && { shadowed: true }), rank }, now));
      }
      case "clear":
        audit();
        return done(this.#clear(actor, uid, turn));
    }
  }

  #mute(record: MemberRecord, mute: Mute, now: number): Effect[] {
    const isMuted = mute.shadowed || mute.mutedUntil !== undefined;
    return this.#ports.members.grant(isMuted ? { ...record, mute } : record, now);
  }

  /** Closes a person's sockets, and those that connect from the given addresses, readers' included. */
  #disconnect(uid: string, { until }: Ban, now: number, hashes: readonly string[] = []): Effect[] {
    const { sessions } = this.#ports;
    const error = { ...errorObject("banned"), ...(until === undefined ? {} : { retryAfter: until - now }) };
    const isTarget = (session: Present | ReaderSession) => {
      if (uidOf(session) === uid) return true;
      return hashesOf(session).some((hash) => hashes.includes(hash)) && !isAtLeast(roleOf(session), "moderator");
    };
    const targets = hashes.length > 0 ? [...sessions.present, ...sessions.readers].filter(isTarget) : sessions.of(uid);
    return targets.flatMap((session) => [
      { type: "reply", to: session.id, objects: [error] },
      ...sessions.close(session, CLOSE.notAllowed),
    ]);
  }

  /** Deletes each message with its own event, so that clients need no special case. */
  #clear({ uid: by }: Author, uid: string, turn: TurnContext): Effect[] {
    const { log } = this.#ports;
    return log.newestOf(uid, MAX_CLEARED).flatMap((target): Effect[] => {
      const onlyFor = log.message(target)?.onlyFor;
      const event = {
        type: "delete",
        seq: log.head() + 1,
        at: turn.now,
        uid: by,
        id: turn.newId(),
        target,
      } as const;
      this.#ports.append(event, NO_DIGEST, onlyFor);
      const broadcast: Effect =
        onlyFor === undefined ? { type: "broadcast", v1: event } : { type: "broadcast-hidden", onlyFor, v1: event };
      return [broadcast, ...this.#ports.settings.unpin(target)];
    });
  }
}

function isBanned(ban: Ban | undefined, at: number): ban is Ban {
  return ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > at;
}

/** The ban or mute in force that an action would change. */
function sanctionInForce({ ban, mute }: MemberRecord, { action }: Sanction, now: number): Ban | Mute | undefined {
  switch (action) {
    case "kick":
    case "ban":
    case "unban":
      return isBanned(ban, now) ? ban : undefined;
    case "mute":
    case "shadow":
      return mute?.shadowed || (mute?.mutedUntil ?? 0) > now ? mute : undefined;
    case "clear":
      return undefined;
  }
}
