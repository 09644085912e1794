import type { HelloCommand } from "../../protocol/commands.ts";
import {
  isPresent,
  type NewSession,
  type ReaderSession,
  type Session,
  type SessionId,
} from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { isBotToken, isGuestToken } from "../../room/tokens/room-token.ts";
import { type PendingFrame, PendingFrames } from "./pending-frames.ts";
import type { Verifier } from "./verifier.ts";

/** Connections of {@link SignIn} to the room's object. */
export interface SignInPorts {
  /** Verifier for the site's tokens; `undefined` if no site is configured. */
  readonly verifier: Verifier | undefined;
  /** Name of the room. */
  readonly room: () => string;
  /** Adds to a hello what other services tell about it; `undefined` if none is asked. */
  readonly inspect: (session: NewSession | ReaderSession, hello: HelloCommand) => Promise<HelloCommand> | undefined;
  /** Whether the deployment has banned this person from all rooms (P9.16). */
  readonly isBanned: (uid: string) => Promise<boolean>;
  /** Stops the `hello` timeout during verification. */
  readonly awaitIdentity: (id: SessionId) => void;
  /** Passes a frame on to the room. */
  readonly admit: (frame: PendingFrame) => void;
  readonly reject: (id: SessionId, refusal: Refusal) => void;
  /** Handles a socket that sends more frames than can be held. */
  readonly overflow: (id: SessionId) => void;
}

/**
 * Verifies site tokens in `hello` (P8.4). Verification is asynchronous, but the room's turns are not, so it happens
 * before the `hello` reaches the room. Only the socket's own frames wait for it.
 */
export class SignIn {
  readonly #ports: SignInPorts;
  readonly #held = new PendingFrames();

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  /** Receives a frame. Returns whether it is held here. */
  take(session: Session, frame: PendingFrame): boolean {
    const { from, read } = frame.item;
    if (this.#held.isHolding(from)) {
      if (!this.#held.hold(frame)) this.#ports.overflow(from);
      return true;
    }
    if (isPresent(session) || !read.ok || read.value.type !== "hello") return false;
    const { readOnly, token } = read.value;
    // A reader is no one (P3.35).
    if (readOnly) return false;
    const { verifier } = this.#ports;
    // The room itself verifies the tokens of guests and bots, and rejects all others if no site is configured.
    const isSites = token !== undefined && !isGuestToken(token) && !isBotToken(token);
    const verified = isSites ? verifier?.verify(token, this.#ports.room()) : undefined;
    const inspected = this.#ports.inspect(session, read.value);
    if (verified === undefined && inspected === undefined) return false;
    this.#held.begin(from);
    this.#ports.awaitIdentity(from);
    void this.#verify(from, verified, inspected ?? read.value, frame.length);
    return true;
  }

  /** Whether a hello of this socket is being verified. */
  isPending(id: SessionId): boolean {
    return this.#held.isHolding(id);
  }

  /** Discards the held frames of a closed socket. */
  forget(id: SessionId): void {
    this.#held.end(id);
  }

  async #verify(
    from: SessionId,
    verified: ReturnType<Verifier["verify"]> | undefined,
    inspected: Promise<HelloCommand> | HelloCommand,
    length: number,
  ): Promise<void> {
    const [verdict, hello] = await Promise.all([verified, inspected]);
    const isBanned = verdict?.ok === true && (await this.#ports.isBanned(verdict.identity.uid));
    const held = this.#held.end(from);
    if (isBanned) {
      this.#ports.reject(from, { code: "banned" });
      return;
    }
    if (verdict?.ok === false) {
      this.#ports.reject(from, verdict);
      return;
    }
    const value = verdict === undefined ? hello : { ...hello, identity: verdict.identity };
    this.#ports.admit({ item: { from, read: { ok: true, value } }, length });
    for (const frame of held) this.#ports.admit(frame);
  }
}
