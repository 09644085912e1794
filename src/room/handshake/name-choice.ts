import type { HelloCommand } from "../../protocol/commands.ts";
import type { Identity } from "../../protocol/identity.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import { memberName, publicNameOf } from "../model/session.ts";
import type { MemberRecord } from "../moderation/member-store.ts";
import type { Moderation } from "../moderation/moderation.ts";
import { activeMute } from "../moderation/permissions.ts";
import type { NameHolder, NamePolicy } from "../people/name-policy.ts";
import type { Sessions } from "../people/sessions.ts";

/** Dependencies of {@link NameChoice}. */
export interface NameChoicePorts {
  readonly sessions: Sessions;
  readonly moderation: Moderation;
  readonly names: NamePolicy;
}

/** Who enters, and what the room and the site know of that person. */
export interface Entrant extends NameHolder {
  readonly identity: Identity | undefined;
  readonly record: MemberRecord | undefined;
}

/** The names of a person who enters: what they are called, and what others call them if that differs. */
export interface ChosenName {
  /** `undefined` if it is taken (P8.10). */
  readonly username: string | undefined;
  /** The name that everyone else sees, if the person is muted or shadowed (P9.21). */
  readonly publicName: string | undefined;
  readonly isShadowed: boolean;
}

/** Chooses the name of a person who says hello. */
export class NameChoice {
  readonly #ports: NameChoicePorts;

  constructor(ports: NameChoicePorts) {
    this.#ports = ports;
  }

  /** The name that a person has in all tabs: one who is already here keeps it. A site's name comes before a wish. */
  givenTo({ identity, uid }: Entrant): string | undefined {
    return this.#ports.sessions.presence.nameOf(uid) ?? identity?.username;
  }

  /** Whether the name that a person asks for has a blocked word in it (P9.8). */
  isBlocked(entrant: Entrant, { username }: HelloCommand): boolean {
    return username !== undefined && this.givenTo(entrant) === undefined && !this.#mayUse(username, entrant);
  }

  /** @param wish a `hello`, or nothing */
  choose(entrant: Entrant, { username }: Pick<HelloCommand, "username">, now: number): ChosenName {
    const publicName = this.#publicName(entrant, now);
    const isShadowed = activeMute(entrant.record, entrant.role)?.shadowed === true;
    const kept = isShadowed ? undefined : publicName;
    const wished = () => (username === undefined ? this.#default(entrant, now) : this.#ifFree(username, entrant, now));
    return { username: this.givenTo(entrant) ?? kept ?? wished(), publicName, isShadowed };
  }

  /** The name of a person who asked for none: the one that they last had here, if no one else has it (P8.21). */
  #default(entrant: Entrant, now: number): string {
    const { names } = this.#ports;
    const { identity, record, uid } = entrant;
    const last = names.lastNameOf(uid) ?? record?.username;
    const kept = last !== undefined && this.#mayUse(last, entrant) ? this.#ifFree(last, entrant, now) : undefined;
    return kept ?? (identity ? memberName(identity) : names.nameFor(uid, now));
  }

  #mayUse(username: string, { role }: Entrant): boolean {
    return isAtLeast(role, "moderator") || this.#ports.moderation.settings.words.judge(username) === undefined;
  }

  #ifFree(username: string, holder: NameHolder, now: number): string | undefined {
    return this.#ports.names.isFree(username, holder, now) ? username : undefined;
  }

  /**
   * Name by which others know a person who is muted or shadowed: the one they had then, whatever they call themselves now
   * (P9.21). If another person has taken it meanwhile, a generated one.
   *
   * @returns `undefined` for everyone else
   */
  #publicName(entrant: Entrant, now: number): string | undefined {
    const { names, sessions } = this.#ports;
    const { record, role, uid } = entrant;
    const { mutedUntil = 0, shadowed } = activeMute(record, role) ?? {};
    if (record === undefined || !(shadowed || mutedUntil > now)) return undefined;
    const [present] = sessions.of(uid);
    if (present !== undefined) return publicNameOf(present);
    return this.#ifFree(record.username, entrant, now) ?? names.nameFor(uid, now);
  }
}
