import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ListItem, ListName, RoomError } from "../../../client/index.ts";
import { MAX_LIST_ITEMS } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { dialogsState } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { ErrorText } from "../ui/error-text.tsx";

interface Props<What extends ListName> {
  readonly loaded: Loaded<What>;
  /** Shown if the list is empty. */
  readonly none: string;
  readonly label: string;
  readonly children: (item: ListItem<What>) => ComponentChildren;
}

/** Shows the loaded part of a list. */
export function Listed<What extends ListName>({ children, label, loaded, none }: Props<What>) {
  const { log, moderation } = useAllWords();
  const { error, items, loadMore } = loaded;
  return (
    <>
      <p class="complaint" role="alert">
        {error !== undefined && <ErrorText error={error} />}
      </p>
      {items === undefined && error === undefined && <p class="panel-advice">{log.loading}</p>}
      {items?.length === 0 && <p class="panel-advice">{none}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="listed" aria-label={label}>
          {items.map((item) => (
            <li>{children(item)}</li>
          ))}
        </ul>
      )}
      {loadMore !== undefined && (
        <button type="button" class="button button-quiet" onClick={loadMore}>
          {moderation.more}
        </button>
      )}
    </>
  );
}

/** The state of a list that is being loaded. */
export interface Loaded<What extends ListName> {
  /** `undefined` until the first response. */
  readonly items: readonly ListItem<What>[] | undefined;
  readonly error: RoomError | undefined;
  /** Loads the next items; `undefined` after the last. */
  readonly loadMore: (() => void) | undefined;
}

/** Loads a list of the room (P9.11), and reloads it after each action and each new report. */
export function useList<What extends ListName>(chat: ModeratedRoom, what: What): Loaded<What> {
  const [items, setItems] = useState<readonly ListItem<What>[]>();
  const [error, setError] = useState<RoomError>();
  const [hasMore, setHasMore] = useState(false);
  const changes = useStore(dialogsState, ({ value }) => value.changes);
  const reports = useView(chat, (view) => view.reports);
  const load = async (known: readonly ListItem<What>[], isWanted: () => boolean) => {
    try {
      const page = await chat.room.list(what, placeOf(known.at(-1)));
      if (!isWanted()) return;
      setItems([...known, ...page]);
      setHasMore(page.length === MAX_LIST_ITEMS && placeOf(page.at(-1)) !== undefined);
      setError(undefined);
    } catch (reason) {
      // The client rejects with nothing else.
      if (isWanted()) setError(reason as RoomError);
    }
  };
  useEffect(() => {
    let isWanted = true;
    void load([], () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [changes, reports]);
  return { items, error, loadMore: hasMore && items !== undefined ? () => void load(items, () => true) : undefined };
}

/** The number of an item that the next page starts after. */
function placeOf(item: object | undefined): number | undefined {
  if (item === undefined) return undefined;
  if ("report" in item && typeof item.report === "number") return item.report;
  return "entry" in item && typeof item.entry === "number" ? item.entry : undefined;
}
