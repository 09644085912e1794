import type { ComponentChildren } from "preact";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { linkTo } from "../model/route.ts";
import type { Paged } from "../model/use-answer.ts";
import { AnswerState } from "./answer-state.tsx";

interface Props<T> {
  readonly label: string;
  /** Shown if the list is empty. */
  readonly none: string;
  readonly of: Paged<unknown, T>;
  /** Tells the items apart. */
  readonly keyOf: (item: T) => string;
  readonly children: (item: T) => ComponentChildren;
}

/** A list of things of several rooms, each below a link to its room. */
export function ListAcross<T extends { readonly room: string }>({ children, keyOf, label, none, of }: Props<T>) {
  const { moderation } = useAdminWords();
  const { items, loadMore } = of;
  return (
    <>
      <AnswerState of={of} />
      {items?.length === 0 && <p class="panel-advice">{none}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="listed operator-box" aria-label={label}>
          {items.map((item) => (
            <li key={keyOf(item)}>
              {item.room !== "" && (
                <p>
                  <a class="room-link" dir="ltr" href={linkTo({ part: "rooms", room: item.room })}>
                    #{item.room}
                  </a>
                </p>
              )}
              {children(item)}
            </li>
          ))}
        </ul>
      )}
      {loadMore !== undefined && (
        <p class="panel-actions">
          <button type="button" class="button button-quiet" onClick={loadMore}>
            {moderation.more}
          </button>
        </p>
      )}
    </>
  );
}
