import type { LogCommand } from "../../protocol/commands.ts";
import type { Message } from "../../protocol/events.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { UNKNOWN_ADDRESS } from "../../room/limits/ip-network.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import type { Answer } from "../../room/model/result.ts";
import { type LiveSession, viewerOf } from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { HydratedRoom } from "./hydrate.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** A command for the log that came over HTTP (P7.6, P7.8). */
export interface Posting {
  readonly command: LogCommand;
  readonly requester: Requester;
  /** How a message of an incoming webhook looks. It may have a name of its own then. */
  readonly appearance?: { readonly avatar?: string };
  /** The peer's address, if known. */
  readonly address?: string | undefined;
}

/** A command that the room accepted. */
export interface Posted {
  /** Whether it changed anything: a repeated command doesn't. */
  readonly isNew: boolean;
  /** The message that it is about, in its present state; absent if the room no longer has it. */
  readonly message?: Message;
}

/** What the room made of a posting: a refusal, or the answer to the command and the person who reads it. */
type Decided =
  | { readonly effects: readonly []; readonly refusal: Refusal }
  | { readonly effects: readonly Effect[]; readonly answer: Answer; readonly uid: string; readonly role: Role };

/** Rejects a command that is beyond the limits of its sender. */
type Limit = (session: LiveSession, command: LogCommand) => Refusal | undefined;

/** Runs a command over HTTP in a turn of its own, as a socket of its sender would. */
export function postOf(turns: TurnRunner, limit: Limit, posting: Posting): Posted | Refusal {
  const decided = turns.ask((hydrated, turn) => decide(hydrated, turn, limit, posting));
  if (!decided.ok || turns.hydrated === undefined) return { code: "internal" };
  if ("refusal" in decided.value) return decided.value.refusal;
  const { answer, role, uid } = decided.value;
  const { object } = answer;
  const { command } = posting;
  // A repeated delete has what it wants (P7.8).
  if (object.type === "error" && command.type === "delete" && object.code === "target_deleted") return { isNew: false };
  if (object.type === "error") return object;
  const isNew = object.type === "stored";
  const seq = "target" in command ? command.target : "seq" in object ? object.seq : undefined;
  if (seq === undefined) return { isNew };
  const [message] = turns.hydrated.log.page({ after: seq - 1, limit: 1 }, viewerOf({ role, uid }));
  return message?.seq === seq ? { isNew, message } : { isNew };
}

function decide({ addresses, room }: HydratedRoom, turn: TurnContext, limit: Limit, posting: Posting): Decided {
  const { address = UNKNOWN_ADDRESS, appearance, command, requester } = posting;
  if (requester.type === "owner" || requester.type === "anonymous") {
    const author = room.resolve(requester, turn.now);
    if (!author.ok) return { effects: [], refusal: author.error };
    // The deployment is no one who could say something (P7.9).
    if (command.type !== "delete" || !author.value.isDeployment)
      return { effects: [], refusal: { code: "not_allowed" } };
    const answer = room.act(author.value, command, turn);
    return { effects: answer.effects, answer, uid: author.value.uid, role: author.value.role };
  }
  const visitor = room.visit(requester, addresses.of(address, turn.now), turn);
  if (!visitor.ok) return { effects: [], refusal: visitor.error };
  const { author, session } = visitor.value;
  const refusal = limit(session, command);
  if (refusal !== undefined) return { effects: [], refusal };
  const looks = appearance && { isNameGiven: undefined, avatar: appearance.avatar ?? author.avatar };
  const answer = room.post({ session, author: { ...author, ...looks } }, command, turn);
  return { effects: answer.effects, answer, uid: author.uid, role: author.role };
}
