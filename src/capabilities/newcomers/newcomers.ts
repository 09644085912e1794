import type { Challenge } from "../../protocol/challenge.ts";
import type { ChallengeAnswer } from "../../protocol/challenge-answer.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import type { ErrorObject } from "../../protocol/server-objects.ts";
import type { CapabilityRoom, Guest, PlugIn, RoomCapability } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { PlainSession } from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { FloodDetector } from "./flood-detector.ts";
import type { NewcomerStore } from "./newcomer-store.ts";
import { newProofOfWork, verifyProof } from "./proof-of-work.ts";

/** Milliseconds after which to try again when Turnstile did not answer. */
const UNAVAILABLE_FOR_MS = 5_000;

/**
 * Asks new guests for an answer before they enter (P10.1), and has them only read at first (P10.5).
 *
 * @param siteKey of Turnstile; without one, the challenge is a proof of work
 */
export function plugInNewcomers(store: NewcomerStore, siteKey?: string): PlugIn {
  return (room) => new Newcomers(room, store, siteKey);
}

class Newcomers implements RoomCapability {
  readonly #room: CapabilityRoom;
  readonly #store: NewcomerStore;
  readonly #siteKey: string | undefined;
  readonly #flood = new FloodDetector();

  constructor(room: CapabilityRoom, store: NewcomerStore, siteKey: string | undefined) {
    this.#room = room;
    this.#store = store;
    this.#siteKey = siteKey;
  }

  readonly hello = (
    { isKnown, uid }: Guest,
    { challenge }: { readonly challenge?: ChallengeAnswer },
    turn: TurnContext,
  ): ErrorObject | undefined => {
    if (isKnown) return undefined;
    const refused = this.#asks(turn.now) ? this.#judge(challenge, turn) : this.#count(turn.now);
    if (refused === undefined) this.#meet(uid, turn.now);
    return refused;
  };

  readonly joinPlain = (session: PlainSession, { now }: TurnContext): PlainSession => {
    const isAsked = this.#asks(now);
    this.#count(now);
    this.#meet(session.uid, now);
    return isAsked ? { ...session, unanswered: true } : session;
  };

  readonly write = ({ role, signedIn, unanswered, uid }: Author, { now }: TurnContext): Refusal | undefined => {
    if (role !== "guest" || signedIn) return undefined;
    const { challenge = "never", newcomerSeconds = 0, plainClients } = this.#room.settings();
    if (unanswered && challenge !== "never" && plainClients === "read") return { code: "read_only" };
    if (newcomerSeconds === 0) return undefined;
    const retryAfter = (this.#store.since(uid) ?? 0) + newcomerSeconds * 1_000 - now;
    return retryAfter > 0 ? { code: "newcomer", retryAfter } : undefined;
  };

  /** Whether a new guest has to answer a challenge now. */
  #asks(now: number): boolean {
    const { challenge } = this.#room.settings();
    return challenge === "always" || (challenge === "flood" && this.#flood.isFlood(now));
  }

  /** Counts a new guest, or an attempt of one. A guest who answered was counted when they came without an answer. */
  #count(now: number): undefined {
    if (this.#room.settings().challenge === "flood") this.#flood.add(now);
  }

  /** A new guest enters. */
  #meet(uid: string, now: number): void {
    if (this.#room.settings().newcomerSeconds) this.#store.add(uid, now);
  }

  #judge(answer: ChallengeAnswer | undefined, turn: TurnContext): ErrorObject | undefined {
    const isTurnstile = this.#siteKey !== undefined;
    if (isTurnstile && answer?.verdict === "unavailable") {
      return { ...errorObject("challenge_unavailable"), retryAfter: UNAVAILABLE_FOR_MS };
    }
    const isPassed = isTurnstile ? answer?.verdict === "passed" : this.#isProven(answer, turn.now);
    if (isPassed) return undefined;
    this.#count(turn.now);
    return this.#ask(answer === undefined ? "challenge_needed" : "bad_challenge", turn);
  }

  #isProven(answer: ChallengeAnswer | undefined, now: number): boolean {
    if (answer?.kind !== "pow") return false;
    const proof = verifyProof(this.#room.log.identity.key, answer.answer, now);
    return proof !== undefined && this.#store.spend(proof.salt, proof.until, now);
  }

  #ask(code: ErrorCode, turn: TurnContext): ErrorObject {
    const challenge: Challenge =
      this.#siteKey === undefined
        ? newProofOfWork(this.#room.log.identity.key, turn)
        : { kind: "turnstile", siteKey: this.#siteKey };
    return { ...errorObject(code), challenge };
  }
}
