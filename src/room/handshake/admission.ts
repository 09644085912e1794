import type { Identity } from "../../protocol/identity.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Capabilities } from "../capability/capabilities.ts";
import type { ConnectionLimiter } from "../limits/connection-limiter.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import { err, ok, type Result } from "../model/result.ts";
import {
  authenticated,
  guestName,
  hashesOf,
  type IpHash,
  memberName,
  type NewSession,
  type PlainSession,
} from "../model/session.ts";
import type { Members } from "../moderation/members.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { Sessions } from "../people/sessions.ts";
import { decideAccess } from "./access.ts";

/** A socket that wants to connect. */
export interface ConnectionRequest {
  readonly dialect: "plain" | "v1";
  /** Hashes of the peer's address (P5.6). */
  readonly hash?: IpHash;
  /** The peer's address, if the owner shows it in place of the name. */
  readonly address?: string;
  /** Hash of the peer's network for bans across all rooms (P9.16), if they are on. */
  readonly network?: string;
  /** The person that a gateway vouches for (P8.7). */
  readonly identity?: Identity;
  /** The host name by which the client reached the Worker (P10.3). */
  readonly host?: string;
  /** The person as whom it reads (P7.16). */
  readonly readsAs?: Pick<Author, "uid" | "role">;
}

/** A session for the socket, or the reason why it may not connect. */
export type Admitted = Result<PlainSession | NewSession, Refusal>;

/** Dependencies of {@link Admission}. */
export interface AdmissionPorts {
  readonly limits: Limits;
  readonly moderationStore: ModerationStore;
  readonly members: Members;
  readonly sessions: Sessions;
  readonly connections: ConnectionLimiter;
  readonly capabilities: Capabilities;
}

/** Decides whether a socket may connect, before it has sent anything. */
export class Admission {
  readonly #ports: AdmissionPorts;

  constructor(ports: AdmissionPorts) {
    this.#ports = ports;
  }

  /** Counts a socket that may connect; the caller lets it in. */
  admit(request: ConnectionRequest, turn: TurnContext): Admitted {
    const { newId, now } = turn;
    const { capabilities, connections, limits, members, moderationStore, sessions } = this.#ports;
    const { address, dialect, hash, host, identity, network, readsAs } = request;
    if (sessions.sockets >= limits.roomSockets) return err({ code: "room_full" });
    const id = newId();
    const socket = {
      id,
      ...(address === undefined ? {} : { address }),
      ...(network === undefined ? {} : { network }),
      ...hash,
    };
    const vouched = identity === undefined ? {} : { identity };
    const session: PlainSession | NewSession =
      dialect === "plain"
        ? { ...socket, dialect, ...plainPerson(identity, newId) }
        : {
            ...socket,
            dialect,
            state: "new",
            since: now,
            ...vouched,
            ...(host === undefined ? {} : { host }),
            ...(readsAs === undefined ? {} : { readsAs }),
          };
    if (session.dialect === "plain") {
      // A plain socket cannot present an invitation, so it needs a room that is open to it as it is (P9.5).
      const access = decideAccess(
        { uid: session.uid, claim: session.role, hashes: hashesOf(hash), invite: undefined },
        moderationStore,
        now,
      );
      if (!access.ok) return access;
    }
    const verdict = connections.admit(id, hash, now);
    if (!verdict.ok) {
      const { code } = verdict;
      return err(code === "rate_limited" ? { code, retryAfter: verdict.retryAfter } : { code });
    }
    if (session.dialect === "v1") return ok(session);
    members.rememberVouched(session, now);
    const record = identity === undefined ? undefined : moderationStore.members.find(session.uid);
    const joining = members.applyRecord(session, record, now);
    return ok(joining.signedIn ? joining : capabilities.joinPlain(joining, turn));
  }
}

/** The person of a plain socket: a new guest each time (P2.2), unless a gateway authenticates the user (P8.7). */
function plainPerson(identity: Identity | undefined, newId: () => string) {
  if (identity !== undefined) {
    const { role, uid, username = memberName(identity) } = identity;
    return { uid, username, role, ...authenticated(identity) };
  }
  const uid = newId();
  return { uid, username: guestName(uid), role: "guest" as const };
}
