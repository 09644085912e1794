import { CLOSE } from "../../protocol/close-codes.ts";
import type { ClaimCommand, ListCommand, RequestCommand, SignOutCommand } from "../../protocol/commands.ts";
import type { LogEvent } from "../../protocol/events.ts";
import { errorObject } from "../../protocol/frame.ts";
import { INVITATION_MS, MAX_LIST_ITEMS, MAX_PINNED } from "../../protocol/limits.ts";
import { type CastsSetting, isAtLeast, type Role } from "../../protocol/moderation.ts";
import type { ModerationAction, SettingsPatch } from "../../protocol/moderation-action.ts";
import type { DoneObject, ErrorObject, ListObject, RoomObject } from "../../protocol/server-objects.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import { type Answer, done, err, type ModerationResult, ok } from "../model/result.ts";
import { type Present, type ReaderSession, roleOf, uidOf } from "../model/session.ts";
import type { Sessions } from "../people/sessions.ts";
import { issueToken } from "../tokens/guest-tokens.ts";
import { hashOfSecret, newKey, readClaim } from "../tokens/secrets.ts";
import { Members, type MembersPorts } from "./members.ts";
import { queryList } from "./moderation-queries.ts";
import type { ModerationStore } from "./moderation-store.ts";
import { isInvited, mayRead, outranks, rankOf } from "./permissions.ts";
import { Sanctions } from "./sanctions.ts";
import { type SettingsPorts, SettingsState } from "./settings-state.ts";

/** Maximum number of valid invitations: more than an owner can keep track of. */
const MAX_INVITATIONS = 100;

/** Commands to moderation, and to the room's owner and moderators. */
type ModerationCommand = Exclude<RequestCommand, SignOutCommand>;

/** Dependencies of {@link Moderation}. */
export interface ModerationPorts
  extends Pick<SettingsPorts, "defaults" | "roomFields" | "settingsChanged">,
    Pick<MembersPorts, "nameRegistry"> {
  /** Name of the room. */
  readonly name: string;
  /** `OWNER_TOKEN` of the deployment. Rooms cannot be claimed without one. */
  readonly ownerToken?: string;
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  /** Whether a room takes casts if its owner has not decided. */
  readonly casts?: CastsSetting;
  readonly audited?: NonNullable<MembersPorts["audited"]>;
  /** Appends an event to the log. */
  readonly append: EventLog["append"];
}

/** Handles the commands of moderators and owners, and reports and claims (P9). */
export class Moderation {
  readonly settings: SettingsState;
  readonly members: Members;
  readonly #ports: ModerationPorts;
  readonly #sanctions: Sanctions;

  constructor(ports: ModerationPorts) {
    this.#ports = ports;
    this.settings = new SettingsState(ports);
    this.members = new Members({ ...ports, settings: this.settings });
    this.#sanctions = new Sanctions({ ...ports, settings: this.settings, members: this.members });
  }

  /** Executes a command. Its changes are stored when this returns. */
  answer(actor: Author, command: ModerationCommand, turn: TurnContext): Answer<DoneObject | ListObject | ErrorObject> {
    const { id } = command;
    if (command.type === "list") return { effects: [], object: this.#list(actor, command, turn.now) };
    const result = this.#carryOut(actor, command, turn);
    if (!result.ok) return { effects: [], object: errorObject(result.error, id) };
    const { effects, ...details } = result.value;
    return { effects, object: { type: "done", id, ...details } };
  }

  /** Whether a person may delete another person's message (P9.3). */
  mayDelete(actor: Author, author: string, now: number): boolean {
    return isAtLeast(actor.role, "moderator") && outranks(rankOf(actor), this.members.roleOf(author, now));
  }

  /**
   * Updates pins and the audit log after an event has been stored.
   *
   * @param author of the message that the event targets
   * @param onlyFor the only person who sees the event, besides moderators; `undefined` if everyone does
   */
  stored(event: LogEvent, actor: Author, author: string | undefined, onlyFor: string | undefined): Effect[] {
    if (event.type !== "edit" && event.type !== "delete") return [];
    if (event.type === "delete" && author !== actor.uid) {
      this.members.audit(actor, "delete", { target: event.target, uid: author }, event.at);
    }
    // A hidden change must not be noticeable in the pinned messages.
    if (onlyFor !== undefined) return [];
    if (event.type === "delete") return this.settings.unpin(event.target);
    return this.settings.rules.pinned.includes(event.target) ? this.settings.set(this.settings.rules) : [];
  }

  #carryOut(actor: Author, command: Exclude<ModerationCommand, ListCommand>, turn: TurnContext): ModerationResult {
    switch (command.type) {
      case "report":
      case "block":
      case "removePreview":
        return err("unknown_type");
      case "claim":
        return this.#claim(actor, command, turn.now);
      case "moderate": {
        if (!isAtLeast(actor.role, "moderator")) return err("not_allowed");
        // The audit log does not record the envelope of the command.
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
        if (!this.#ports.moderationStore.invitations.revoke(action.invitation)) return err("no_invitation");
        this.members.audit(actor, "revoke", { invitation: action.invitation }, now);
        return done([]);
      }
      case "role":
        return this.#setRole(actor, action.uid, action.role, now);
      case "rotateKey":
        return this.#rotateKey(actor, turn);
      default: {
        const person = this.members.find(action.uid, now);
        if (person === undefined) return err("no_person");
        if (person.uid === actor.uid || !outranks(rankOf(actor), person.role)) return err("not_allowed");
        return this.#sanctions.carryOut(actor, person, action, turn);
      }
    }
  }

  #pin(actor: Author, target: number, on: boolean, now: number): ModerationResult {
    const { pinned } = this.settings.rules;
    const others = pinned.filter((seq) => seq !== target);
    if (on) {
      const stored = this.#ports.log.message(target);
      // Pinning would reveal a hidden message to everyone.
      if (stored === undefined || stored.onlyFor !== undefined) return err("no_target");
      if (stored.message.deleted) return err("target_deleted");
    }
    this.members.audit(actor, "pin", { target, on }, now);
    return done(
      this.settings.set({ ...this.settings.rules, pinned: on ? [target, ...others].slice(0, MAX_PINNED) : others }),
    );
  }

  #set(actor: Author, { words = this.settings.rules.words, ...patch }: SettingsPatch, now: number): ModerationResult {
    const isForOwners =
      [patch.read, patch.casts, patch.listed].some((one) => one !== undefined) || words !== this.settings.rules.words;
    if (isForOwners && !isAtLeast(actor.role, "owner")) return err("not_allowed");
    const counts = { words: { reject: words.reject.length, hide: words.hide.length } };
    this.members.audit(actor, "settings", { ...patch, ...(words === this.settings.rules.words ? {} : counts) }, now);
    const settings = { ...this.settings.rules.settings, ...patch };
    const before = this.settings.roomFor("guest");
    const told = this.settings.set({ ...this.settings.rules, settings, words });
    // P9.35: a title that comes with the change is not for those who may read no longer.
    const farewell = { type: "room", ...before, settings: { ...before.settings, read: settings.read } } as const;
    const all = [...this.#ports.sessions.present, ...this.#ports.sessions.readers];
    return done([...this.#closeExcluded(all, farewell), ...told]);
  }

  /**
   * Closes the sockets of people who have lost access (P9.5), and of readers once guests have none (P3.35).
   *
   * @param farewell sent before, in the v1 dialect
   */
  #closeExcluded(sessions: readonly (Present | ReaderSession)[], farewell?: RoomObject): Effect[] {
    const { moderationStore } = this.#ports;
    const { settings } = this.settings.rules;
    if (settings.read === "everyone") return [];
    return sessions.flatMap((session) => {
      const uid = uidOf(session);
      const record = settings.read === "invited" ? moderationStore.members.find(uid) : undefined;
      if (mayRead(settings, roleOf(session), isInvited(uid, record))) return [];
      const closed = this.#ports.sessions.close(session, CLOSE.roomClosed);
      if (farewell === undefined || session.dialect === "plain") return closed;
      return [{ type: "reply", to: session.id, objects: [farewell] }, ...closed];
    });
  }

  #setRole(actor: Author, uid: string, role: Role, now: number): ModerationResult {
    const { sessions, moderationStore } = this.#ports;
    if (!isAtLeast(actor.role, "owner")) return err("not_allowed");
    const person = this.members.find(uid, now);
    if (person === undefined) return err("no_person");
    const isSelf = uid === actor.uid;
    if (!isSelf && !outranks(rankOf(actor), person.role)) return err("not_allowed");
    const { role: before, demoted, ...others } = person.record ?? { uid, username: person.username };
    // P9.14: the deployment may leave a room without an owner, and can make a new one.
    const isLastOwner = before === "owner" && role !== "owner" && moderationStore.members.owners() === 1;
    if (isLastOwner && !actor.isDeployment) return err("not_allowed");
    const { entry } = this.members.audit(actor, "role", { uid, username: person.username, role }, now);
    const lost = before === undefined ? demoted : entry;
    const next = role === "guest" ? (lost === undefined ? {} : { demoted: lost }) : { role };
    const effects = this.members.grant({ ...others, ...next }, now);
    if (role === "guest") this.members.revokeInvitation(actor, others, now);
    return done([...effects, ...this.#closeExcluded(sessions.of(uid))]);
  }

  #invite(
    actor: Author,
    { for: duration = INVITATION_MS, uses = 1 }: { readonly for?: number; readonly uses?: number },
    { newId, now }: TurnContext,
  ): ModerationResult {
    const { moderationStore } = this.#ports;
    if (moderationStore.invitations.list({ limit: MAX_INVITATIONS }, now).length === MAX_INVITATIONS)
      return err("too_many");
    const id = newId();
    // Two ids have 165 bits together, and no characters that need escaping in a link.
    const secret = newId() + newId();
    const until = now + duration;
    const entry = this.members.audit(actor, "invite", { invitation: id, uses, for: duration }, now);
    moderationStore.invitations.add({ ...entry, id, uses, used: 0, until, hash: hashOfSecret(secret) });
    return ok({ effects: [], invitation: { id, secret, uses, until } });
  }

  /**
   * Replaces the key that signs the room's tokens (P8.19). Guests who are here keep their uid by a new token; whoever holds a
   * token or a nonce from before is somebody new.
   */
  #rotateKey(actor: Author, { newId, now }: TurnContext): ModerationResult {
    if (!isAtLeast(actor.role, "owner")) return err("not_allowed");
    const { log, moderationStore, sessions } = this.#ports;
    log.rotateKey(newKey(newId));
    this.members.audit(actor, "rotateKey", {}, now);
    const context = { key: log.identity.key, tokens: moderationStore.tokens };
    const guests = sessions.present.filter(({ dialect, signedIn }) => dialect === "v1" && !signedIn);
    return done(
      guests.map(({ id, mutedUntil, role, uid }) => {
        const token = issueToken(uid, context, now);
        const muted = mutedUntil === undefined ? {} : { mutedUntil };
        return { type: "reply", to: id, objects: [{ type: "self", role, ...muted, token }] } as const;
      }),
    );
  }

  #claim(actor: Author, { secret }: ClaimCommand, now: number): ModerationResult {
    const { name, ownerToken, moderationStore } = this.#ports;
    const claim = ownerToken === undefined ? undefined : readClaim(secret, ownerToken, name, now);
    if (claim === undefined) return err("bad_claim");
    if (claim !== "token" && !moderationStore.tokens.spendClaim(claim.nonce, claim.expiry, now))
      return err("bad_claim");
    this.members.audit(actor, "claim", {}, now);
    // The new record has no mute: owners are never muted in their own room.
    const { vouched } = moderationStore.members.find(actor.uid) ?? {};
    const record = { uid: actor.uid, username: actor.username, role: "owner", ...(vouched && { vouched }) } as const;
    return done(this.members.grant(record, now));
  }

  #list({ role }: Author, { before, id, what }: ListCommand, now: number): ListObject | ErrorObject {
    if (!isAtLeast(role, "moderator")) return errorObject("not_allowed", id);
    const range = { limit: MAX_LIST_ITEMS, ...(before === undefined ? {} : { before }) };
    return { type: "list", id, ...queryList(this.#ports, what, range, now) };
  }
}
