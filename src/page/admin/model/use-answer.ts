import { useEffect, useState } from "preact/hooks";
import type { RoomError } from "../../../client/index.ts";
import { dialogsState } from "../../lazy/model/dialogs-state.ts";
import { useStore } from "../../model/store.ts";
import { callServer } from "./call-server.ts";

/** What an address of the server answers. */
export interface Answered<T> {
  /** `undefined` until the first answer. The last one stays while another is loaded. */
  readonly answer: T | undefined;
  readonly error: RoomError | undefined;
}

/** Reads an address of the API, again after each act and whenever it changes. */
export function useAnswer<T>(path: string): Answered<T> {
  const [state, setState] = useState<Answered<T>>({ answer: undefined, error: undefined });
  const changes = useStore(dialogsState, ({ value }) => value.changes);
  useEffect(() => {
    let isWanted = true;
    callServer<T>(path).then(
      (answer) => isWanted && setState({ answer, error: undefined }),
      // It rejects with nothing else.
      (error: RoomError) => isWanted && setState(({ answer }) => ({ answer, error })),
    );
    return () => {
      isWanted = false;
    };
  }, [path, changes]);
  return state;
}

/** A list of which the server tells a page at a time. */
export interface Paged<A, T> extends Answered<A> {
  /** The items of all pages; `undefined` until the first answer. */
  readonly items: readonly T[] | undefined;
  /** Loads the next page; `undefined` after the last. */
  readonly loadMore: (() => void) | undefined;
}

/**
 * Reads a list, and more of it on demand.
 *
 * @param path of the first page
 * @param cursor the parameter that the `next` of a page is for
 * @param itemsOf the items of an answer
 */
export function usePages<A extends { readonly next?: string | number }, T>(
  path: string,
  cursor: string,
  itemsOf: (answer: A) => readonly T[],
): Paged<A, T> {
  const first = useAnswer<A>(path);
  const [rest, setRest] = useState<{ readonly of: A; readonly items: readonly T[]; readonly next?: A["next"] }>();
  const [error, setError] = useState<RoomError>();
  const { answer } = first;
  // Pages after an outdated first one would have holes.
  const known = rest?.of === answer ? rest : undefined;
  const next = known === undefined ? answer?.next : known.next;
  const loadMore = async () => {
    if (answer === undefined || next === undefined) return;
    try {
      const page = await callServer<A>(`${path}${path.includes("?") ? "&" : "?"}${cursor}=${encodeURIComponent(next)}`);
      const items = [...(known?.items ?? []), ...itemsOf(page)];
      setRest({ of: answer, items, ...(page.next !== undefined && { next: page.next }) });
      setError(undefined);
    } catch (reason) {
      // It rejects with nothing else.
      setError(reason as RoomError);
    }
  };
  return {
    answer,
    items: answer && [...itemsOf(answer), ...(known?.items ?? [])],
    error: first.error ?? error,
    loadMore: next === undefined ? undefined : () => void loadMore(),
  };
}
