import { isDeepStrictEqual } from "node:util";
import type { Message } from "../../../src/client/index.ts";
import type { StoredEvent } from "../stored-log.ts";
import type { Chatter } from "./chatter.ts";

/**
 * Codes of commands that may end without being stored: another user deleted their target meanwhile. A client that got
 * `closed` was left by a reload, and its successor sends the persisted commands.
 */
const ALLOWED_REFUSALS: ReadonlySet<string> = new Set(["target_deleted"]);
const LEFT_TO_SUCCESSOR = "closed";

/** The results of the commands. */
export interface Commands {
  asked: number;
  stored: number;
  refused: number;
  /** Issued by a client that reloaded before the reply, and sent by its successor. */
  inherited: number;
}

/**
 * Compares a client's folded state with the room's pages, as far back as the client goes.
 *
 * @returns the differences, in words
 */
export function compareState(chatter: Chatter, messages: readonly Message[], head: number): string[] {
  const { messages: folded, position } = chatter.state;
  const first = folded[0]?.seq ?? Number.POSITIVE_INFINITY;
  const expected = messages.filter(({ seq }) => seq >= first);
  const broken = [...chatter.broken];
  if (position?.seq !== head) broken.push(`${chatter.name} is at ${position?.seq}, the room at ${head}`);
  if (folded.length === 0 && messages.length > 0) broken.push(`${chatter.name} has no messages`);
  if (folded.length !== expected.length) {
    broken.push(`${chatter.name} has ${folded.length} messages from ${first}, the room ${expected.length}`);
  }
  for (const [index, message] of expected.entries()) {
    if (isDeepStrictEqual(asSeenBy(chatter.state.self?.uid, message), folded[index])) continue;
    broken.push(`${chatter.name} folded ${JSON.stringify(folded[index])} but the room has ${JSON.stringify(message)}`);
    break;
  }
  return broken;
}

/**
 * Compares a user's commands and the results of their promises with the stored log.
 *
 * @param log the room's complete log, from disk
 * @returns the differences, in words
 */
export function compareCommands(chatter: Chatter, log: readonly StoredEvent[], tally: Commands): string[] {
  const uid = chatter.state.self?.uid;
  const stored = Map.groupBy(
    log.filter((event) => event.uid === uid),
    ({ id }) => id,
  );
  const targets = new Set(log.flatMap(({ seq, type }) => (type === "message" ? [seq] : [])));
  const broken: string[] = [];
  let last = 0;
  for (const { id, isMessage, outcomes } of chatter.asked) {
    const [outcome, ...more] = outcomes;
    const [event, ...again] = stored.get(id) ?? [];
    tally.asked += 1;
    if (outcome === undefined) broken.push(`the promise of ${id} never settled`);
    if (more.length > 0) broken.push(`the promise of ${id} settled more than once`);
    if (again.length > 0) broken.push(`${id} is stored ${1 + again.length} times`);
    if (event !== undefined) {
      tally.stored += 1;
      if (event.seq < last) broken.push(`${id} is stored as ${event.seq}, before an earlier command`);
      last = event.seq;
    }
    if (outcome === undefined) continue;
    if ("seq" in outcome) {
      // A reaction that changes nothing is not stored, and acknowledged with its target (P3.14).
      const isUnchanged = event === undefined && !isMessage && targets.has(outcome.seq);
      if (event?.seq !== outcome.seq && !isUnchanged)
        broken.push(`${id} was acknowledged as ${outcome.seq}, but is ${event?.seq}`);
    } else if (outcome.code === LEFT_TO_SUCCESSOR) {
      tally.inherited += 1;
      // If it was rejected, the successor had no promise to settle. Messages are never rejected.
      if (event === undefined && isMessage) broken.push(`${id} was persisted through a reload, but is not stored`);
    } else {
      tally.refused += 1;
      if (!ALLOWED_REFUSALS.has(outcome.code)) broken.push(`${id} was rejected: ${outcome.code}`);
      if (event !== undefined) broken.push(`${id} was rejected with ${outcome.code}, but is stored`);
    }
  }
  return broken;
}

/** A message of a public page, with the marks of a user's own reactions (P3.13). */
function asSeenBy(uid: string | undefined, message: Message): Message {
  if (message.reactions === undefined || uid === undefined) return message;
  const reactions = message.reactions.map((one) => (one.uids.includes(uid) ? { ...one, me: true as const } : one));
  return { ...message, reactions };
}
