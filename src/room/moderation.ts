import { CLOSE } from "../protocol/close-codes.ts";
import type { ClaimCommand, ListCommand, OrderCommand, ReportCommand } from "../protocol/commands.ts";
import type { LogEvent } from "../protocol/events.ts";
import { errorObject } from "../protocol/frame.ts";
import { INVITATION_MS, MAX_LIST_ITEMS, MAX_PINNED } from "../protocol/limits.ts";
import { isAtLeast, type ModerationAction, type Role, type SettingsPatch } from "../protocol/moderation.ts";
import type { DoneObject, ErrorObject, ListObject } from "../protocol/server-objects.ts";
import type { Attendance } from "./attendance.ts";
import { Board } from "./board.ts";
import type { Effect } from "./effects.ts";
import type { History } from "./history.ts";
import { listItems } from "./lists.ts";
import { type Actor, done, type Outcome, refused } from "./outcome.ts";
import { mayRead, outranks } from "./permissions.ts";
import { Register } from "./register.ts";
import { Sanctions } from "./sanctions.ts";
import { hashOfSecret, readClaim } from "./secrets.ts";
import { type Present, viewerOf } from "./session.ts";
import type { Standings } from "./standing.ts";
import type { Turn } from "./turn.ts";
import { messageFor } from "./visibility.ts";

/** Invitations that hold at a time. More than anybody keeps apart. */
const MAX_INVITATIONS = 100;

/** Reports of one person that wait at a time (P9.10). */
const MAX_REPORTS_OF_ONE = 20;

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

/** What moderators and owners do, and what is asked of them (P9). */
export class Moderation {
  /** What holds for everybody. */
  readonly board: Board;
  /** Who is what. */
  readonly register: Register;
  readonly #ports: ModerationPorts;
  readonly #sanctions: Sanctions;

  constructor(ports: ModerationPorts) {
    this.#ports = ports;
    this.board = new Board(ports);
    this.register = new Register({ ...ports, board: this.board });
    this.#sanctions = new Sanctions({ ...ports, board: this.board, register: this.register });
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
    return isAtLeast(actor.role, "moderator") && outranks(actor.role, this.register.roleOf(author));
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
      this.register.audit(actor, "delete", { target: event.target, uid: author }, event.at);
    }
    // What is hidden changes nothing of what is pinned, and nobody is to notice it there.
    if (onlyFor !== undefined) return [];
    if (event.type === "delete") return this.board.unpin(event.target);
    return this.board.rules.pinned.includes(event.target) ? this.board.set(this.board.rules) : [];
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
        this.register.audit(actor, "resolve", { report: action.report }, now);
        return done(this.board.tellModerators());
      }
      case "settings":
        return this.#set(actor, action.settings, now);
      case "invite":
        return this.#invite(actor, action, turn);
      case "revoke": {
        if (!this.#ports.standings.revokeInvitation(action.invitation)) return refused("no_invitation");
        this.register.audit(actor, "revoke", { invitation: action.invitation }, now);
        return done([]);
      }
      case "role":
        return this.#setRole(actor, action.uid, action.role, now);
      default: {
        const person = this.register.find(action.uid);
        if (person === undefined) return refused("no_person");
        if (person.uid === actor.uid || !outranks(actor.role, person.role)) return refused("not_allowed");
        return this.#sanctions.carryOut(actor, person, action, turn);
      }
    }
  }

  #pin(actor: Actor, target: number, on: boolean, now: number): Outcome {
    const { pinned } = this.board.rules;
    const others = pinned.filter((seq) => seq !== target);
    if (on) {
      const kept = this.#ports.history.message(target);
      // What only some see would be shown to all.
      if (kept === undefined || kept.onlyFor !== undefined) return refused("no_target");
      if (kept.message.deleted) return refused("target_deleted");
    }
    this.register.audit(actor, "pin", { target, on }, now);
    return done(
      this.board.set({ ...this.board.rules, pinned: on ? [target, ...others].slice(0, MAX_PINNED) : others }),
    );
  }

  #set(actor: Actor, { words = this.board.rules.words, ...patch }: SettingsPatch, now: number): Outcome {
    const isForOwners = patch.read !== undefined || words !== this.board.rules.words;
    if (isForOwners && !isAtLeast(actor.role, "owner")) return refused("not_allowed");
    const counts = { words: { reject: words.reject.length, hide: words.hide.length } };
    this.register.audit(actor, "settings", { ...patch, ...(words === this.board.rules.words ? {} : counts) }, now);
    const settings = { ...this.board.rules.settings, ...patch };
    return done([
      ...this.board.set({ ...this.board.rules, settings, words }),
      ...this.#closeTo(this.#ports.attendance.present),
    ]);
  }

  /** Closes the sockets of those who may not be here any more (P9.5). */
  #closeTo(sessions: readonly Present[]): Effect[] {
    const { attendance, standings } = this.#ports;
    const { settings } = this.board.rules;
    if (settings.read === "everyone") return [];
    return sessions.flatMap((session) => {
      const given = settings.read === "invited" ? standings.find(session.uid)?.role : undefined;
      return mayRead(settings, session.role, given) ? [] : attendance.close(session, CLOSE.roomClosed);
    });
  }

  #setRole(actor: Actor, uid: string, role: Role, now: number): Outcome {
    const { attendance, standings } = this.#ports;
    if (!isAtLeast(actor.role, "owner")) return refused("not_allowed");
    const person = this.register.find(uid);
    if (person === undefined) return refused("no_person");
    const isSelf = uid === actor.uid;
    if (!isSelf && !outranks(actor.role, person.role)) return refused("not_allowed");
    const { role: before, ...others } = person.standing ?? { uid, username: person.username };
    if (before === "owner" && role !== "owner" && standings.owners() === 1) return refused("not_allowed");
    this.register.audit(actor, "role", { uid, username: person.username, role }, now);
    const effects = this.register.grant({ ...others, ...(role === "guest" ? {} : { role }) }, now);
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
    const deed = this.register.audit(actor, "invite", { invitation: id, uses, for: duration }, now);
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
    return done(this.board.tellModerators());
  }

  #claim(actor: Actor, { secret }: ClaimCommand, now: number): Outcome {
    const { name, ownerToken, standings } = this.#ports;
    const claim = ownerToken === undefined ? undefined : readClaim(secret, ownerToken, name, now);
    if (claim === undefined) return refused("bad_claim");
    if (claim !== "token" && !standings.spendClaim(claim.nonce, claim.expiry, now)) return refused("bad_claim");
    this.register.audit(actor, "claim", {}, now);
    // Nobody stays muted in a room that is theirs.
    return done(this.register.grant({ uid: actor.uid, username: actor.username, role: "owner" }, now));
  }

  #list({ role }: Actor, { before, id, what }: ListCommand, now: number): ListObject | ErrorObject {
    if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { type: "list", id, ...listItems(this.#ports, what, range, now) };
  }
}
