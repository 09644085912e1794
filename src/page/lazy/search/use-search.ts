import { useEffect, useRef, useState } from "preact/hooks";
import { RoomError, type SearchHit } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { searchState } from "./search-state.ts";

/** Milliseconds after the last key before a search begins. */
const TYPED_AFTER_MS = 250;

/** Milliseconds between two searches while the room is being indexed. */
const INDEXED_AFTER_MS = 1_500;

/** The results of a query. */
export interface Found {
  readonly query: string;
  /** Newest first. */
  readonly hits: readonly SearchHit[];
  /** Where the next page begins, if there is one. */
  readonly next: number | undefined;
  /** The share of the log that was searched, from 0 to 1. */
  readonly indexed: number;
}

export interface Search {
  readonly query: string;
  readonly isOnline: boolean;
  readonly isSearching: boolean;
  /** `undefined` before the first answer to a query. */
  readonly found: Found | undefined;
  readonly error: RoomError | undefined;
  readonly setQuery: (query: string) => void;
  /** Searches without waiting for another key. */
  readonly search: () => void;
  /** Loads the next page. */
  readonly loadMore: () => void;
}

/** Searches the room for what is being typed. The results stay while the search is closed. */
export function useSearch(chat: Chat, isOpen: boolean): Search {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Found>();
  const [error, setError] = useState<RoomError>();
  const [isSearching, setIsSearching] = useState(false);
  const running = useRef(new AbortController());
  const isOnline = useView(chat, ({ status }) => status.state === "online");

  const run = async (cursor?: number) => {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setIsSearching(true);
    try {
      const { hits, indexed, next } = await chat.room.search(query, {
        signal,
        ...(cursor !== undefined && { cursor }),
      });
      const before = cursor === undefined ? [] : (found?.hits ?? []);
      setFound({ query, hits: [...before, ...hits], next, indexed });
      setError(undefined);
    } catch (caught) {
      if (!(caught instanceof RoomError)) throw caught;
      if (signal.aborted) return;
      if (caught.code === "not_found") searchState.set({ ...searchState.value, isOff: true });
      setError(caught);
    }
    setIsSearching(false);
  };
  const search = () => {
    if (isOnline && query.trim() !== "") void run();
  };
  useEffect(() => {
    running.current.abort();
    setIsSearching(false);
    setError(undefined);
    if (found?.query !== query) setFound(undefined);
    if (!isOnline || query.trim() === "" || found?.query === query) return;
    const timer = setTimeout(search, TYPED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [query, isOnline]);
  // A page that was added stays, and the rest of the index is for the next search.
  const isFirstPage = found !== undefined && found.hits.length <= PAGE_HITS;
  const isIndexing = isOpen && isOnline && isFirstPage && found.indexed < 1 && error === undefined && !isSearching;
  useEffect(() => {
    if (!isIndexing) return;
    const timer = setTimeout(search, INDEXED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isIndexing]);
  useEffect(() => () => running.current.abort(), []);
  return { query, isOnline, isSearching, found, error, setQuery, search, loadMore: () => void run(found?.next) };
}

/** Hits of a page (P14.1). */
const PAGE_HITS = 20;
