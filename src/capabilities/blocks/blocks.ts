import type { BlockCommand } from "../../protocol/commands.ts";
import { errorObject } from "../../protocol/frame.ts";
import { MAX_BLOCKED } from "../../protocol/limits.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { Answer } from "../../room/model/result.ts";
import type { BlockStore } from "./block-store.ts";

/** Keeps for signed-in people whom they blocked (P11.6). It hides nothing: their client does. */
export function plugInBlocks(store: BlockStore): PlugIn {
  return () => ({
    answer: (author, command) => (command.type === "block" ? block(store, author, command) : undefined),
    welcomeFields: ({ signedIn, uid }) => (signedIn ? { blocked: store.of(uid) } : {}),
    personalItems: (uid) => store.of(uid).map((blocked) => ({ kind: "block", uid: blocked })),
    forget: (uid) => {
      store.forget(uid);
      return [];
    },
  });
}

function block(store: BlockStore, author: Author, { id, on, uid }: BlockCommand): Answer {
  // A guest's browser keeps them: the room forgets guests.
  if (!author.signedIn || uid === author.uid) return { effects: [], object: errorObject("not_allowed", id) };
  const blocked = store.of(author.uid);
  if (on && !blocked.includes(uid) && blocked.length >= MAX_BLOCKED) {
    return { effects: [], object: errorObject("too_many", id) };
  }
  if (on) store.put(author.uid, uid);
  else store.delete(author.uid, uid);
  const told = { type: "blocked", uids: store.of(author.uid) } as const;
  return { effects: [{ type: "send-to-user", to: author.uid, v1: told }], object: { type: "done", id } };
}
