import { CLOSE } from "../protocol/close-codes.ts";
import type { ClaimCommand, ListCommand, OrderCommand, ReportCommand } from "../protocol/commands.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { LogEvent } from "../protocol/events.ts";
import { errorObject } from "../protocol/frame.ts";
import { INVITATION_MS, KICK_MS, MAX_CLEARED, MAX_LIST_ITEMS, MAX_PINNED } from "../protocol/limits.ts";
import {
  type AuditEntry,
  type Ban,
  isAtLeast,
  type ListAnswer,
  type ModerationAction,
  type NewInvitation,
  type Role,
  type SettingsPatch,
} from "../protocol/moderation.ts";
import type { DoneObject, ErrorObject, ListObject, RoomObject } from "../protocol/server-objects.ts";
import type { Attendance } from "./attendance.ts";
import type { Effect } from "./effects.ts";
import type { History } from "./history.ts";
import { higher, mayRead, outranks } from "./permissions.ts";
import { hashOfSecret, readClaim } from "./secrets.ts";
import { hashesOf, type Present, viewerOf, withStanding } from "./session.ts";
import type { Deed, Rules, Standing, Standings } from "./standing.ts";
import type { Turn } from "./turn.ts";
import { ANYBODY, EVERYTHING, messageFor } from "./visibility.ts";
import { WordFilter } from "./words.ts";

/** Invitations that hold at a time. More than anybody keeps apart. */
const MAX_INVITATIONS = 100;

/** Reports of one person that wait at a time (P9.10). */
const MAX_REPORTS_OF_ONE = 20;

/** The digest of a delete that no client asked for: nothing will be compared with it. */
const NO_DIGEST = 0;

/** Who asks for something: a session, or whoever has the owner's token. */
export interface Actor {
  readonly uid: string;
  readonly username: string;
  readonly role: Role;
}

/** What is told to whoever asked, and what else has to be done, in this order. */
export interface Answer {
  readonly effects: readonly Effect[];
  readonly object: DoneObject | ListObject | ErrorObject;
}

/** What moderation works on. */
export interface ModerationPorts {
  /** The room's name. */
  readonly name: string;
  /** The deployment's `OWNER_TOKEN`; without one, nobody can claim a room. */
  readonly ownerToken?: string;
  readonly history: History;
  readonly standings: Standings;
  readonly attendance: Attendance;
}

/** Somebody whom the room knows: they are here, have a standing, or said something that is kept. */
interface Person extends Actor {
  readonly standing: Standing | undefined;
}

type Outcome =
  | { readonly ok: true; readonly effects: readonly Effect[]; readonly invitation?: NewInvitation }
  | { readonly ok: false; readonly code: ErrorCode };

/** What moderators and owners do, and what is asked of them (P9). */
export class Moderation {
  readonly #ports: ModerationPorts;
  #words: { readonly rules: Rules["words"]; readonly filter: WordFilter } | undefined;

  constructor(ports: ModerationPorts) {
    this.#ports = ports;
  }

  get rules(): Rules {
    return this.#ports.standings.rules();
  }

  /** The blocked words. */
  get words(): WordFilter {
    const { words } = this.rules;
    if (this.#words?.rules !== words) this.#words = { rules: words, filter: new WordFilter(words) };
    return this.#words.filter;
  }

  /** What holds for everybody, as somebody of this role is told it (P9.4). */
  roomFor(role: Role): Omit<RoomObject, "type"> {
    const { pinned, settings } = this.rules;
    const { history, standings } = this.#ports;
    const messages = pinned.flatMap((seq) => {
      const kept = history.message(seq);
      return (kept && messageFor(kept, ANYBODY)) ?? [];
    });
    const reports = isAtLeast(role, "moderator") ? { reports: standings.reportsWaiting() } : {};
    return { settings, pinned: messages, ...reports };
  }

  /** What a command asked for is done, or not. What it stores is stored when this returns. */
  answer(actor: Actor, command: OrderCommand, turn: Turn): Answer {
    const { id } = command;
    if (command.type === "list") return { effects: [], object: this.#list(actor, command, turn.now) };
    const outcome = this.#carryOut(actor, command, turn);
    if (!outcome.ok) return { effects: [], object: errorObject(outcome.code, id) };
    const { effects, invitation } = outcome;
    return { effects, object: { type: "done", id, ...(invitation === undefined ? {} : { invitation }) } };
  }

  /** Whether somebody may delete what another wrote (P9.3). */
  mayDelete(actor: Actor, author: string): boolean {
    return isAtLeast(actor.role, "moderator") && outranks(actor.role, this.#roleOf(author));
  }

  /**
   * An event was stored: what comes of it for pins and the audit log.
   *
   * @param author of the message that was its target
   * @param onlyFor from whom the event is not hidden; `undefined` where it is hidden from nobody
   */
  stored(event: LogEvent, actor: Actor, author: string | undefined, onlyFor: string | undefined): Effect[] {
    if (event.type !== "edit" && event.type !== "delete") return [];
    if (event.type === "delete" && author !== actor.uid) {
      this.#audit(actor, "delete", { target: event.target, uid: author }, event.at);
    }
    const { pinned } = this.rules;
    // What is hidden changes nothing of what is pinned, and nobody is to notice it there.
    if (onlyFor !== undefined || !pinned.includes(event.target)) return [];
    const left = event.type === "delete" ? pinned.filter((seq) => seq !== event.target) : pinned;
    return this.#setRules({ ...this.rules, pinned: left });
  }

  /** Somebody has another standing from now on: here, and for whoever is here as them (P9.1). */
  grant(standing: Standing, now: number): Effect[] {
    const { attendance, standings } = this.#ports;
    standings.put(standing);
    return attendance.of(standing.uid).flatMap((session): Effect[] => {
      const changed = withStanding(session, standing, now);
      const effects = attendance.update(changed);
      const { mutedUntil, role } = changed;
      if (role !== session.role) attendance.presence.revise(changed);
      if (changed.dialect === "plain" || (role === session.role && mutedUntil === session.mutedUntil)) return effects;
      const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }) } as const;
      const objects = role === session.role ? [self] : [self, { type: "room", ...this.roomFor(role) } as const];
      return [...effects, { type: "reply", to: session.id, objects }];
    });
  }

  #carryOut(actor: Actor, command: Exclude<OrderCommand, ListCommand>, turn: Turn): Outcome {
    switch (command.type) {
      case "report":
        return this.#report(actor, command, turn.now);
      case "claim":
        return this.#claim(actor, command, turn.now);
      case "moderate": {
        if (!isAtLeast(actor.role, "moderator")) return refused("not_allowed");
        // What is on the wire about the command itself is of no interest to the audit log.
        const { type: _, id: __, ...action } = command;
        return this.#moderate(actor, action, turn);
      }
    }
  }

  #moderate(actor: Actor, action: ModerationAction, turn: Turn): Outcome {
    const { now } = turn;
    switch (action.action) {
      case "pin":
        return this.#pin(actor, action.target, action.on, now);
      case "resolve": {
        if (!this.#ports.standings.resolveReport(action.report)) return refused("no_report");
        this.#audit(actor, "resolve", { report: action.report }, now);
        return done(this.#tellModerators());
      }
      case "settings":
        return this.#set(actor, action.settings, now);
      case "invite":
        return this.#invite(actor, action, turn);
      case "revoke": {
        if (!this.#ports.standings.revokeInvitation(action.invitation)) return refused("no_invitation");
        this.#audit(actor, "revoke", { invitation: action.invitation }, now);
        return done([]);
      }
      case "role":
        return this.#setRole(actor, action.uid, action.role, now);
      default: {
        const person = this.#find(action.uid);
        if (person === undefined) return refused("no_person");
        if (person.uid === actor.uid || !outranks(actor.role, person.role)) return refused("not_allowed");
        return this.#actUpon(actor, person, action, turn);
      }
    }
  }

  #actUpon(
    actor: Actor,
    person: Person,
    action: Extract<ModerationAction, { action: "kick" | "ban" | "unban" | "mute" | "shadow" | "clear" }>,
    turn: Turn,
  ): Outcome {
    const { now } = turn;
    const { uid, username } = person;
    const standing = person.standing ?? { uid, username };
    const { action: name, uid: _, ...fields } = action;
    const deed = () => this.#audit(actor, name, { uid, username, ...fields }, now);
    switch (action.action) {
      case "kick":
      case "ban": {
        const duration = action.action === "kick" ? KICK_MS : action.for;
        const until = duration === undefined ? undefined : now + duration;
        const { ban } = standing;
        // To be put out for a minute shortens nothing.
        const isLonger = ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > now + KICK_MS;
        if (action.action === "kick" && isLonger) {
          deed();
          return done(this.#putOut(uid, ban, now));
        }
        const hashes = action.action === "ban" && action.address ? this.#addressesOf(uid) : [];
        const reason = action.action === "ban" && action.reason !== undefined ? { reason: action.reason } : {};
        const end = until === undefined ? {} : { until };
        const next: Ban = { ...deed(), uid, username, ...end, address: hashes.length > 0, ...reason };
        const effects = this.grant({ ...standing, username, ban: next }, now);
        this.#ports.standings.banAddresses(uid, hashes);
        return done([...effects, ...this.#putOut(uid, next, now, hashes)]);
      }
      case "unban": {
        const { ban, ...others } = standing;
        if (ban === undefined) return refused("no_person");
        deed();
        return done(this.grant(others, now));
      }
      case "mute": {
        const { mute, ...others } = standing;
        const mutedUntil = action.for === 0 ? {} : { mutedUntil: now + action.for };
        return done(this.#mute(others, { ...mutedUntil, ...(mute?.shadowed && { shadowed: true }) }, deed(), now));
      }
      case "shadow": {
        const { mute, ...others } = standing;
        const mutedUntil = mute?.mutedUntil === undefined ? {} : { mutedUntil: mute.mutedUntil };
        return done(this.#mute(others, { ...mutedUntil, ...(action.on && { shadowed: true }) }, deed(), now));
      }
      case "clear":
        deed();
        return done(this.#clear(actor, uid, turn));
    }
  }

  #mute(standing: Standing, mute: { mutedUntil?: number; shadowed?: true }, deed: Deed, now: number): Effect[] {
    const isMuted = mute.shadowed || mute.mutedUntil !== undefined;
    return this.grant(isMuted ? { ...standing, mute: { ...deed, ...mute } } : standing, now);
  }

  /** What the addresses of a person's sockets hash to. */
  #addressesOf(uid: string): string[] {
    return [...new Set(this.#ports.attendance.of(uid).flatMap(({ from }) => from ?? []))];
  }

  /** Closes a person's sockets, and those that come from the same addresses. */
  #putOut(uid: string, { until }: Ban, now: number, hashes: readonly string[] = []): Effect[] {
    const { attendance } = this.#ports;
    const error = { ...errorObject("banned"), ...(until === undefined ? {} : { retryAfter: until - now }) };
    const isMeant = (session: Present) => {
      if (session.uid === uid) return true;
      return hashesOf(session).some((hash) => hashes.includes(hash)) && !isAtLeast(session.role, "moderator");
    };
    const meant = hashes.length > 0 ? attendance.present.filter(isMeant) : attendance.of(uid);
    return meant.flatMap((session) => [
      { type: "reply", to: session.id, objects: [error] },
      ...attendance.close(session, CLOSE.notAllowed),
    ]);
  }

  /** P9.3. Whoever is out of reach of a delete event's rules is still told by one for each message. */
  #clear({ uid: by }: Actor, uid: string, turn: Turn): Effect[] {
    const { history } = this.#ports;
    return history.newestOf(uid, MAX_CLEARED).flatMap((target): Effect[] => {
      const onlyFor = history.message(target)?.onlyFor;
      const event = {
        type: "delete",
        seq: history.head() + 1,
        at: turn.now,
        uid: by,
        id: turn.newId(),
        target,
      } as const;
      history.append(event, NO_DIGEST, onlyFor);
      const told: Effect =
        onlyFor === undefined ? { type: "broadcast", v1: event } : { type: "veiled", onlyFor, v1: event };
      const { pinned } = this.rules;
      if (!pinned.includes(target)) return [told];
      return [told, ...this.#setRules({ ...this.rules, pinned: pinned.filter((seq) => seq !== target) })];
    });
  }

  #pin(actor: Actor, target: number, on: boolean, now: number): Outcome {
    const { pinned } = this.rules;
    const others = pinned.filter((seq) => seq !== target);
    if (on) {
      const kept = this.#ports.history.message(target);
      // What only some see would be shown to all.
      if (kept === undefined || kept.onlyFor !== undefined) return refused("no_target");
      if (kept.message.deleted) return refused("target_deleted");
    }
    this.#audit(actor, "pin", { target, on }, now);
    return done(this.#setRules({ ...this.rules, pinned: on ? [target, ...others].slice(0, MAX_PINNED) : others }));
  }

  #set(actor: Actor, { words = this.rules.words, ...patch }: SettingsPatch, now: number): Outcome {
    const isForOwners = patch.read !== undefined || words !== this.rules.words;
    if (isForOwners && !isAtLeast(actor.role, "owner")) return refused("not_allowed");
    const counts = { words: { reject: words.reject.length, hide: words.hide.length } };
    this.#audit(actor, "settings", { ...patch, ...(words === this.rules.words ? {} : counts) }, now);
    const settings = { ...this.rules.settings, ...patch };
    return done([
      ...this.#setRules({ ...this.rules, settings, words }),
      ...this.#closeTo(this.#ports.attendance.present),
    ]);
  }

  /** Closes the sockets of those who may not be here any more (P9.5). */
  #closeTo(sessions: readonly Present[]): Effect[] {
    const { attendance, standings } = this.#ports;
    const { settings } = this.rules;
    if (settings.read === "everyone") return [];
    return sessions.flatMap((session) => {
      const given = settings.read === "invited" ? standings.find(session.uid)?.role : undefined;
      return mayRead(settings, session.role, given) ? [] : attendance.close(session, CLOSE.roomClosed);
    });
  }

  #setRole(actor: Actor, uid: string, role: Role, now: number): Outcome {
    const { attendance, standings } = this.#ports;
    if (!isAtLeast(actor.role, "owner")) return refused("not_allowed");
    const person = this.#find(uid);
    if (person === undefined) return refused("no_person");
    const isSelf = uid === actor.uid;
    if (!isSelf && !outranks(actor.role, person.role)) return refused("not_allowed");
    const { role: before, ...others } = person.standing ?? { uid, username: person.username };
    if (before === "owner" && role !== "owner" && standings.owners() === 1) return refused("not_allowed");
    this.#audit(actor, "role", { uid, username: person.username, role }, now);
    const effects = this.grant({ ...others, ...(role === "guest" ? {} : { role }) }, now);
    return done([...effects, ...this.#closeTo(attendance.of(uid))]);
  }

  #invite(
    actor: Actor,
    { for: duration = INVITATION_MS, uses = 1 }: { readonly for?: number; readonly uses?: number },
    { newId, now }: Turn,
  ): Outcome {
    const { standings } = this.#ports;
    if (standings.invitations({ limit: MAX_INVITATIONS }, now).length === MAX_INVITATIONS) return refused("too_many");
    const id = newId();
    // Two ids have 165 bits, and nothing in them that a link would have to escape.
    const secret = newId() + newId();
    const until = now + duration;
    const deed = this.#audit(actor, "invite", { invitation: id, uses, for: duration }, now);
    standings.addInvitation({ ...deed, id, uses, used: 0, until, hash: hashOfSecret(secret) });
    return { ok: true, effects: [], invitation: { id, secret, uses, until } };
  }

  #report({ role, uid }: Actor, { reason, target }: ReportCommand, now: number): Outcome {
    const { history, standings } = this.#ports;
    const kept = history.message(target);
    const message = kept && messageFor(kept, viewerOf({ uid, role }));
    if (message === undefined) return refused("no_target");
    if (message.deleted) return refused("target_deleted");
    if (standings.reportsWaiting(uid) >= MAX_REPORTS_OF_ONE) return refused("too_many");
    standings.addReport({ at: now, by: uid, target, ...(reason === undefined ? {} : { reason }) });
    return done(this.#tellModerators());
  }

  #claim(actor: Actor, { secret }: ClaimCommand, now: number): Outcome {
    const { name, ownerToken, standings } = this.#ports;
    const claim = ownerToken === undefined ? undefined : readClaim(secret, ownerToken, name, now);
    if (claim === undefined) return refused("bad_claim");
    if (claim !== "token" && !standings.spendClaim(claim.nonce, claim.expiry, now)) return refused("bad_claim");
    this.#audit(actor, "claim", {}, now);
    // Nobody stays muted in a room that is theirs.
    return done(this.grant({ uid: actor.uid, username: actor.username, role: "owner" }, now));
  }

  #list({ role }: Actor, { before, id, what }: ListCommand, now: number): ListObject | ErrorObject {
    if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { type: "list", id, ...this.#items(what, range, now) };
  }

  #items(what: ListCommand["what"], range: { limit: number; before?: number }, now: number): ListAnswer {
    const { history, standings } = this.#ports;
    switch (what) {
      case "bans":
        return { what, items: standings.bans(range, now) };
      case "muted":
        return { what, items: standings.muted(range, now) };
      case "reports": {
        const items = standings.reports(range).map((report) => {
          const kept = history.message(report.target);
          const message = kept && messageFor(kept, EVERYTHING);
          return message === undefined ? report : { ...report, message };
        });
        return { what, items };
      }
      case "audit":
        return { what, items: standings.entries(range) };
      case "invitations":
        return { what, items: standings.invitations(range, now) };
      case "words":
        return { what, items: [this.rules.words] };
    }
  }

  /** What holds for everybody is another than before, and everybody is told (P9.4). */
  #setRules(rules: Rules): Effect[] {
    this.#ports.standings.setRules(rules);
    return [{ type: "broadcast", v1: { type: "room", ...this.roomFor("guest") } }];
  }

  /** How many reports wait is another number than before. */
  #tellModerators(): Effect[] {
    const moderators = this.#ports.attendance.present.filter(
      ({ dialect, role }) => dialect === "v1" && isAtLeast(role, "moderator"),
    );
    if (moderators.length === 0) return [];
    const object = { type: "room", ...this.roomFor("moderator") } as const;
    return moderators.map(({ id }) => ({ type: "reply", to: id, objects: [object] }));
  }

  /** Somebody whom the room knows of. */
  #find(uid: string): Person | undefined {
    const { attendance, history, standings } = this.#ports;
    const standing = standings.find(uid);
    const [here] = attendance.of(uid);
    const [newest] = here === undefined && standing === undefined ? history.newestOf(uid, 1) : [];
    const username =
      here?.username ??
      standing?.username ??
      (newest === undefined ? undefined : history.message(newest)?.message.username);
    return username === undefined ? undefined : { uid, username, role: this.#roleOf(uid, here, standing), standing };
  }

  #roleOf(
    uid: string,
    here: Present | undefined = this.#ports.attendance.of(uid)[0],
    standing: Standing | undefined = this.#ports.standings.find(uid),
  ): Role {
    return higher(here?.role ?? "guest", standing?.role ?? "guest");
  }

  #audit(actor: Actor, action: AuditEntry["action"], details: AuditEntry["details"], now: number): Deed {
    return this.#ports.standings.audit({ at: now, by: actor.uid, username: actor.username, action, details });
  }
}

function done(effects: readonly Effect[]): Outcome {
  return { ok: true, effects };
}

function refused(code: ErrorCode): Outcome {
  return { ok: false, code };
}
