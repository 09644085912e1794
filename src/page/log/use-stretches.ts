import { useMemo, useRef } from "preact/hooks";
import { findMessage, type Pending } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import type { Stop } from "../model/reading.ts";
import { useView } from "../model/use-view.ts";
import { useSetting } from "../settings/settings.ts";
import { type Chunk, chunksOf, type Stretch, stretchesOf } from "./chunks.ts";

/**
 * The log in stretches of chunks, of which a change makes anew only those that it is in.
 *
 * @param stop where reading stopped
 */
export function useStretches(chat: Chat, stop: Stop | undefined): readonly Stretch[] {
  const messages = useView(chat, (view) => view.messages);
  const allNotes = useView(chat, (view) => view.notes);
  const showsComings = useSetting("showsComings");
  const notes = useMemo(
    () => (showsComings ? allNotes : allNotes.filter(({ kind }) => kind !== "presence")),
    [allNotes, showsComings],
  );
  const pending = useView(chat, (view) => view.pending);
  const troubles = useView(chat, (view) => view.troubles);
  const changes = useMemo(() => changesOf(pending), [pending]);
  const previous = useRef<{ chunks: readonly Chunk[]; stretches: readonly Stretch[] }>({ chunks: [], stretches: [] });
  previous.current = useMemo(() => {
    const find = (seq: number) => findMessage(messages, seq);
    const chunks = chunksOf({ messages, notes, find, changes, troubles, stop }, previous.current.chunks);
    return { chunks, stretches: stretchesOf(chunks, previous.current.stretches) };
  }, [messages, notes, changes, troubles, stop]);
  return previous.current.stretches;
}

/** By the `seq` of their message: the last edit or delete of each that is not stored. */
function changesOf(pending: readonly Pending[]): ReadonlyMap<number, Pending> {
  const changes = new Map<number, Pending>();
  for (const one of pending) {
    const { command } = one;
    if (command.type === "edit" || command.type === "delete") changes.set(command.target, one);
  }
  return changes;
}
