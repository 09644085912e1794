import type { ComponentChildren } from "preact";
import type { ListItem, ListName } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Refusal } from "../../ui/refusal.tsx";
import type { Loaded } from "./use-list.ts";

interface Props<What extends ListName> {
  readonly loaded: Loaded<What>;
  /** What is said where there is nothing. */
  readonly none: string;
  readonly label: string;
  readonly children: (item: ListItem<What>) => ComponentChildren;
}

/** Shows a list of the room, as far as it is loaded. */
export function Listed<What extends ListName>({ children, label, loaded, none }: Props<What>) {
  const { log, moderation } = useAllWords();
  const { error, items, loadMore } = loaded;
  return (
    <>
      <p class="complaint" role="alert">
        {error !== undefined && <Refusal error={error} />}
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
