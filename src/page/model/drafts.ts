import type { RoomStorage } from "../../client/index.ts";

/** Saves the unsent draft across reloads. */
export interface Drafts {
  recall(): string;
  keep(draft: string): void;
}

/** UTF-16 units: four times the longest message. A longer text stays in the field, and is not saved. */
const MAX_DRAFT_LENGTH = 32_000;

/** The draft of a room. If the browser refuses to save it, it lives as long as the page. */
export function draftsOf(storage: RoomStorage, room: string): Drafts {
  const key = `draft:${room}`;
  /** The draft that this tab has saved. Other tabs of the room use the same key. */
  let kept = "";
  return {
    recall() {
      try {
        kept = storage.get(key) ?? "";
      } catch {
        // Storage may be disabled.
      }
      return kept;
    },
    keep(draft) {
      try {
        if (draft !== "" && draft.length <= MAX_DRAFT_LENGTH) storage.set(key, draft);
        // Keeps another tab's draft.
        else if (storage.get(key) === kept) storage.delete(key);
        kept = draft;
      } catch {
        // Storage may be disabled or full.
      }
    },
  };
}
