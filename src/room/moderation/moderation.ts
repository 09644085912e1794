import { CLOSE } from "../../protocol/close-codes.ts";
import type { ClaimCommand, ListCommand, RequestCommand } from "../../protocol/commands.ts";
import type { LogEvent } from "../../protocol/events.ts";
import { errorObject } from "../../protocol/frame.ts";
import { INVITATION_MS, MAX_LIST_ITEMS, MAX_PINNED } from "../../protocol/limits.ts";
import { isAtLeast, type ModerationAction, type Role, type SettingsPatch } from "../../protocol/moderation.ts";
import type { DoneObject, ErrorObject, ListObject } from "../../protocol/server-objects.ts";
import type { Author } from "../author.ts";
import type { TurnContext } from "../context.ts";
import type { Effect } from "../effects.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Present } from "../people/session.ts";
import type { Sessions } from "../people/sessions.ts";
import { type Answer, done, err, type ModerationResult, ok } from "../result.ts";
import { Members } from "./members.ts";
import { queryList } from "./moderation-queries.ts";
import type { ModerationStore } from "./moderation-store.ts";
import { mayRead, outranks } from "./permissions.ts";
import { Sanctions } from "./sanctions.ts";
import { hashOfSecret, readClaim } from "./secrets.ts";
import { type SettingsPorts, SettingsState } from "./settings-state.ts";

/** Invitations that hold at a time. More than anybody keeps apart. */
const MAX_INVITATIONS = 100;

/** What moderation works on. */
export interface ModerationPorts {
  /** The room's name. */
  readonly name: string;
  /** The deployment's `OWNER_TOKEN`; without one, nobody can claim a room. */
  readonly ownerToken?: string;
  readonly history: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  /** Appends an event to the log. */
  readonly append: EventLog["append"];
  /** What capabilities add to the room object, for people of a role. */
  readonly roomFields: SettingsPorts["roomFields"];
}

/** What moderators and owners do, and what is asked of them (P9). */
export class Moderation {
  /** What holds for everybody. */
  readonly board: SettingsState;
  /** Who is what. */
  readonly register: Members;
  readonly #ports: ModerationPorts;
  readonly #sanctions: Sanctions;

  constructor(ports: ModerationPorts) {
    this.#ports = ports;
    this.board = new SettingsState(ports);
    this.register = new Members({ ...ports, board: this.board });
    this.#sanctions = new Sanctions({ ...ports, board: this.board, register: this.register });
  }

  /** What a command asked for is done, or not. What it stores is stored when this returns. */
  answer(actor: Author, command: RequestCommand, turn: TurnContext): Answer<DoneObject | ListObject | ErrorObject> {
    const { id } = command;
    if (command.type === "list") return { effects: [], object: this.#list(actor, command, turn.now) };
    const outcome = this.#carryOut(actor, command, turn);
    if (!outcome.ok) return { effects: [], object: errorObject(outcome.error, id) };
    const { effects, invitation } = outcome.value;
    return { effects, object: { type: "done", id, ...(invitation === undefined ? {} : { invitation }) } };
  }

  /** Whether somebody may delete what another wrote (P9.3). */
  mayDelete(actor: Author, author: string): boolean {
    return isAtLeast(actor.role, "moderator") && outranks(actor.role, this.register.roleOf(author));
  }

  /**
   * An event was stored: what comes of it for pins and the audit log.
   *
   * @param author of the message that was its target
   * @param onlyFor from whom the event is not hidden; `undefined` where it is hidden from nobody
   */
  stored(event: LogEvent, actor: Author, author: string | undefined, onlyFor: string | undefined): Effect[] {
    if (event.type !== "edit" && event.type !== "delete") return [];
    if (event.type === "delete" && author !== actor.uid) {
      this.register.audit(actor, "delete", { target: event.target, uid: author }, event.at);
    }
    // What is hidden changes nothing of what is pinned, and nobody is to notice it there.
    if (onlyFor !== undefined) return [];
    if (event.type === "delete") return this.board.unpin(event.target);
    return this.board.rules.pinned.includes(event.target) ? this.board.set(this.board.rules) : [];
  }

  #carryOut(actor: Author, command: Exclude<RequestCommand, ListCommand>, turn: TurnContext): ModerationResult {
    switch (command.type) {
      case "report":
        return err("unknown_type");
      case "claim":
        return this.#claim(actor, command, turn.now);
      case "moderate": {
        if (!isAtLeast(actor.role, "moderator")) return err("not_allowed");
        // What is on the wire about the command itself is of no interest to the audit log.
        const { type: _, id: __, ...action } = command;
        return this.#moderate(actor, action, turn);
      }
    }
  }

  #moderate(actor: Author, action: ModerationAction, turn: TurnContext): ModerationResult {
    const { now } = turn;
    switch (action.action) {
      case "pin":
        return this.#pin(actor, action.target, action.on, now);
      case "resolve":
        return err("no_report");
      case "settings":
        return this.#set(actor, action.settings, now);
      case "invite":
        return this.#invite(actor, action, turn);
      case "revoke": {
        if (!this.#ports.moderationStore.revokeInvitation(action.invitation)) return err("no_invitation");
        this.register.audit(actor, "revoke", { invitation: action.invitation }, now);
        return done([]);
      }
      case "role":
        return this.#setRole(actor, action.uid, action.role, now);
      default: {
        const person = this.register.find(action.uid);
        if (person === undefined) return err("no_person");
        if (person.uid === actor.uid || !outranks(actor.role, person.role)) return err("not_allowed");
        return this.#sanctions.carryOut(actor, person, action, turn);
      }
    }
  }

  #pin(actor: Author, target: number, on: boolean, now: number): ModerationResult {
    const { pinned } = this.board.rules;
    const others = pinned.filter((seq) => seq !== target);
    if (on) {
      const kept = this.#ports.history.message(target);
      // What only some see would be shown to all.
      if (kept === undefined || kept.onlyFor !== undefined) return err("no_target");
      if (kept.message.deleted) return err("target_deleted");
    }
    this.register.audit(actor, "pin", { target, on }, now);
    return done(
      this.board.set({ ...this.board.rules, pinned: on ? [target, ...others].slice(0, MAX_PINNED) : others }),
    );
  }

  #set(actor: Author, { words = this.board.rules.words, ...patch }: SettingsPatch, now: number): ModerationResult {
    const isForOwners = patch.read !== undefined || words !== this.board.rules.words;
    if (isForOwners && !isAtLeast(actor.role, "owner")) return err("not_allowed");
    const counts = { words: { reject: words.reject.length, hide: words.hide.length } };
    this.register.audit(actor, "settings", { ...patch, ...(words === this.board.rules.words ? {} : counts) }, now);
    const settings = { ...this.board.rules.settings, ...patch };
    return done([
      ...this.board.set({ ...this.board.rules, settings, words }),
      ...this.#closeTo(this.#ports.sessions.present),
    ]);
  }

  /** Closes the sockets of those who may not be here any more (P9.5). */
  #closeTo(present: readonly Present[]): Effect[] {
    const { sessions, moderationStore } = this.#ports;
    const { settings } = this.board.rules;
    if (settings.read === "everyone") return [];
    return present.flatMap((session) => {
      const given = settings.read === "invited" ? moderationStore.find(session.uid)?.role : undefined;
      return mayRead(settings, session.role, given) ? [] : sessions.close(session, CLOSE.roomClosed);
    });
  }

  #setRole(actor: Author, uid: string, role: Role, now: number): ModerationResult {
    const { sessions, moderationStore } = this.#ports;
    if (!isAtLeast(actor.role, "owner")) return err("not_allowed");
    const person = this.register.find(uid);
    if (person === undefined) return err("no_person");
    const isSelf = uid === actor.uid;
    if (!isSelf && !outranks(actor.role, person.role)) return err("not_allowed");
    const { role: before, ...others } = person.record ?? { uid, username: person.username };
    if (before === "owner" && role !== "owner" && moderationStore.owners() === 1) return err("not_allowed");
    this.register.audit(actor, "role", { uid, username: person.username, role }, now);
    const effects = this.register.grant({ ...others, ...(role === "guest" ? {} : { role }) }, now);
    return done([...effects, ...this.#closeTo(sessions.of(uid))]);
  }

  #invite(
    actor: Author,
    { for: duration = INVITATION_MS, uses = 1 }: { readonly for?: number; readonly uses?: number },
    { newId, now }: TurnContext,
  ): ModerationResult {
    const { moderationStore } = this.#ports;
    if (moderationStore.invitations({ limit: MAX_INVITATIONS }, now).length === MAX_INVITATIONS) return err("too_many");
    const id = newId();
    // Two ids have 165 bits, and nothing in them that a link would have to escape.
    const secret = newId() + newId();
    const until = now + duration;
    const deed = this.register.audit(actor, "invite", { invitation: id, uses, for: duration }, now);
    moderationStore.addInvitation({ ...deed, id, uses, used: 0, until, hash: hashOfSecret(secret) });
    return ok({ effects: [], invitation: { id, secret, uses, until } });
  }

  #claim(actor: Author, { secret }: ClaimCommand, now: number): ModerationResult {
    const { name, ownerToken, moderationStore } = this.#ports;
    const claim = ownerToken === undefined ? undefined : readClaim(secret, ownerToken, name, now);
    if (claim === undefined) return err("bad_claim");
    if (claim !== "token" && !moderationStore.spendClaim(claim.nonce, claim.expiry, now)) return err("bad_claim");
    this.register.audit(actor, "claim", {}, now);
    // Nobody stays muted in a room that is theirs.
    return done(this.register.grant({ uid: actor.uid, username: actor.username, role: "owner" }, now));
  }

  #list({ role }: Author, { before, id, what }: ListCommand, now: number): ListObject | ErrorObject {
    if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { type: "list", id, ...queryList(this.#ports, what, range, now) };
  }
}
