import type { HelloCommand } from "../../protocol/commands.ts";
import { isGuestToken } from "../../room/handshake/room-token.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { isPresent, type Session, type SessionId } from "../../room/people/session.ts";
import { type PendingFrame, PendingFrames } from "./pending-frames.ts";
import type { Verifier } from "./verifier.ts";

/** What signing in needs of the room's object. */
export interface SignInPorts {
  /** Whose tokens are believed; nobody's where the owner's site signs nobody in. */
  readonly verifier: Verifier | undefined;
  /** The room's name. */
  readonly room: () => string;
  /** Somebody is being verified, and is not late with their hello. */
  readonly awaitIdentity: (id: SessionId) => void;
  /** Takes a frame into its turn. */
  readonly admit: (frame: PendingFrame) => void;
  readonly reject: (id: SessionId, refusal: Refusal) => void;
  /** A socket sends more than can be held for it. */
  readonly overflow: (id: SessionId) => void;
}

/**
 * Finds out who says hello with a token of the owner's site. That is asynchronous and the room's turns are not, so it
 * happens before the hello gets its turn; the socket's own frames wait behind it, and nobody else does (P8.4).
 */
export class SignIn {
  readonly #ports: SignInPorts;
  readonly #held = new PendingFrames();

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  /** A frame came. Returns whether it is kept here for now. */
  take(session: Session, frame: PendingFrame): boolean {
    const { from, read } = frame.item;
    if (this.#held.isHolding(from)) {
      if (!this.#held.hold(frame)) this.#ports.overflow(from);
      return true;
    }
    if (isPresent(session) || !read.ok || read.value.type !== "hello") return false;
    const { token } = read.value;
    const { verifier } = this.#ports;
    // A guest's token is the room's own to read; so is one that nobody here could, to refuse it.
    if (token === undefined || isGuestToken(token) || verifier === undefined) return false;
    this.#held.begin(from);
    this.#ports.awaitIdentity(from);
    void this.#verify(verifier, from, token, read.value, frame.length);
    return true;
  }

  /** A socket is gone. What its verification brings is for nobody. */
  forget(id: SessionId): void {
    this.#held.end(id);
  }

  async #verify(
    verifier: Verifier,
    from: SessionId,
    token: string,
    hello: HelloCommand,
    length: number,
  ): Promise<void> {
    const verdict = await verifier.verify(token, this.#ports.room());
    const held = this.#held.end(from);
    if (!verdict.ok) {
      this.#ports.reject(from, verdict);
      return;
    }
    const value = { ...hello, identity: verdict.identity };
    this.#ports.admit({ item: { from, read: { ok: true, value } }, length });
    for (const frame of held) this.#ports.admit(frame);
  }
}
