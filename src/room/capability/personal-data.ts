import { CLOSE } from "../../protocol/close-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import type { Ban } from "../../protocol/lists.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import { hashesOf } from "../model/session.ts";
import type { Members } from "../moderation/members.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import type { NameRegistry } from "../people/name-registry.ts";
import type { Sessions } from "../people/sessions.ts";
import type { RoomCapability } from "./capability.ts";

/** Something that is stored about a person. `kind` says what it is. */
export interface PersonalItem {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Sources of personal data. */
export interface PersonalDataPorts {
  readonly moderationStore: ModerationStore;
  readonly nameRegistry: NameRegistry;
  readonly sessions: Sessions;
  readonly members: Members;
  readonly capabilities: () => readonly RoomCapability[];
}

/** Everything that a room stores about a person apart from the log: its own tables, and those of its capabilities (P11). */
export class PersonalData {
  readonly #ports: PersonalDataPorts;

  constructor(ports: PersonalDataPorts) {
    this.#ports = ports;
  }

  roleOf(uid: string, now: number): Role {
    return this.#ports.members.roleOf(uid, now);
  }

  isOnlyOwner(uid: string): boolean {
    const { moderationStore } = this.#ports;
    return moderationStore.members.find(uid)?.role === "owner" && moderationStore.members.owners() === 1;
  }

  /**
   * Collects what is stored about a person (P11.1).
   *
   * @param forOwner adds what is kept from the person: a shadow (P9.9), reasons, and moderators' actions about them
   */
  items(uid: string, forOwner: boolean): PersonalItem[] {
    const { capabilities, moderationStore, nameRegistry, sessions } = this.#ports;
    const name = nameRegistry.get(uid);
    const { ban, mute, role, username } = moderationStore.members.find(uid) ?? {};
    // A shadowed person must not learn by which name others know them (P9.21).
    const ownName = mute?.shadowed && !forOwner ? sessions.of(uid)[0]?.username : undefined;
    const hashes = new Set([...sessions.of(uid).flatMap(hashesOf), ...moderationStore.addresses.of(uid)]);
    const entries = moderationStore.audit.concerning(uid).filter(({ by }) => forOwner || by === uid);
    return [
      ...sessions.of(uid).map((session): PersonalItem => ({ kind: "connected", username: session.username })),
      ...(name === undefined ? [] : [{ kind: "name", username: ownName ?? name.username, until: name.until }]),
      ...(role === undefined ? [] : [{ kind: "role", role, username: ownName ?? username ?? "" }]),
      ...(ban === undefined ? [] : [banItem(ban, forOwner)]),
      ...(mute?.mutedUntil === undefined ? [] : [{ kind: "mute", at: mute.at, until: mute.mutedUntil }]),
      ...(mute?.shadowed && forOwner ? [{ kind: "shadow", at: mute.at }] : []),
      ...[...hashes].map((hash): PersonalItem => ({ kind: "address", hash })),
      ...entries.map((entry): PersonalItem => ({ kind: "audit", ...entry })),
      ...capabilities().flatMap(({ personalItems }) => personalItems?.(uid, forOwner) ?? []),
    ];
  }

  /**
   * Deletes what is stored about a person apart from the log, and disconnects them (P11.3). A ban or a mute that has not
   * ended stays without name and reason: an erasure does not lift one.
   */
  erase(uid: string, turn: TurnContext): Effect[] {
    const { capabilities, moderationStore, nameRegistry, sessions } = this.#ports;
    const { ban, mute } = moderationStore.members.find(uid) ?? {};
    const isMuted = mute?.shadowed || (mute?.mutedUntil ?? 0) > turn.now;
    moderationStore.members.put({
      uid,
      username: "",
      ...(ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > turn.now ? { ban: nameless(ban) } : {}),
      ...(mute !== undefined && isMuted ? { mute } : {}),
    });
    moderationStore.addresses.forgetAuthor(uid);
    moderationStore.audit.forgetName(uid);
    nameRegistry.delete(uid);
    const closed = sessions
      .of(uid)
      .flatMap((session): Effect[] => [
        { type: "reply", to: session.id, objects: [{ ...errorObject("bad_token"), reason: "erased" }] },
        ...sessions.close(session, CLOSE.badToken),
      ]);
    sessions.forgetDeparture(uid);
    return [...closed, ...capabilities().flatMap(({ forget }) => forget?.(uid, turn) ?? [])];
  }
}

function nameless({ reason: _, ...ban }: Ban): Ban {
  return { ...ban, username: "" };
}

function banItem(ban: Ban, forOwner: boolean): PersonalItem {
  return {
    kind: "ban",
    at: ban.at,
    address: ban.address,
    ...(ban.until === undefined ? {} : { until: ban.until }),
    ...(forOwner && ban.reason !== undefined ? { reason: ban.reason } : {}),
  };
}
