import type { RoomStorage } from "../../client/index.ts";

/** Keeps what is typed and not sent, across reloads. */
export interface Drafts {
  recall(): string;
  keep(draft: string): void;
}

/** UTF-16 units: four times the longest message. A whole book that was pasted stays in its field, and is not kept. */
const MAX_DRAFT_LENGTH = 32_000;

/** The draft of one room. Where the browser refuses to keep it, it lives as long as the page. */
export function draftsOf(storage: RoomStorage, room: string): Drafts {
  const key = `draft:${room}`;
  /** What this tab keeps there: the other tabs of the room have the same place. */
  let kept = "";
  return {
    recall() {
      try {
        kept = storage.get(key) ?? "";
      } catch {
        // Storage may be switched off.
      }
      return kept;
    },
    keep(draft) {
      try {
        if (draft !== "" && draft.length <= MAX_DRAFT_LENGTH) storage.set(key, draft);
        // Another tab's is not ours to remove.
        else if (storage.get(key) === kept) storage.delete(key);
        kept = draft;
      } catch {
        // As above; also when storage is full.
      }
    },
  };
}
