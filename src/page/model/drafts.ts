import * as v from "valibot";
import type { RoomStorage } from "../../client/index.ts";
import { parseJson } from "../../protocol/json.ts";

/** The unsent text of the composer. */
const UnsentText = v.object({
  draft: v.string(),
  /** The message that is being edited, and its text so far. */
  edit: v.optional(v.object({ seq: v.number(), text: v.string() })),
});
export type UnsentText = v.InferOutput<typeof UnsentText>;

/** Saves the unsent text across reloads. */
export interface Drafts {
  recall(): UnsentText;
  keep(unsent: UnsentText): void;
}

/** UTF-16 units: four times the longest message. A longer text stays in the field, and is not saved. */
const MAX_DRAFT_LENGTH = 32_000;

/**
 * The drafts of a room. If the browser refuses to save them, they live as long as the page.
 *
 * @param storage of all tabs: a new tab begins with the newest draft
 * @param tab storage of this tab alone, which survives a reload
 */
export function draftsOf(storage: RoomStorage, tab: RoomStorage, room: string): Drafts {
  const key = `draft:${room}`;
  /** The draft that this tab has saved for all tabs. */
  let kept = "";
  const keepForAll = (draft: string) => {
    if (draft !== "" && draft.length <= MAX_DRAFT_LENGTH) storage.set(key, draft);
    // Keeps another tab's draft.
    else if (storage.get(key) === kept) storage.delete(key);
    kept = draft;
  };
  return {
    recall() {
      try {
        const own = v.safeParse(UnsentText, parseJson(tab.get(key) ?? ""));
        const unsent = own.success ? own.output : { draft: storage.get(key) ?? "" };
        kept = unsent.draft;
        return unsent;
      } catch {
        // Storage may be disabled.
        return { draft: "" };
      }
    },
    keep(unsent) {
      const { draft } = unsent;
      try {
        if (draft !== kept) keepForAll(draft);
        const text = JSON.stringify(unsent);
        if (text.length <= 2 * MAX_DRAFT_LENGTH) tab.set(key, text);
      } catch {
        // Storage may be disabled or full.
      }
    },
  };
}
