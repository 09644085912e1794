import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { IS_MAC } from "../ui/platform.ts";
import { SearchHits } from "./search-hits.tsx";
import { openSearch } from "./search-state.ts";
import { SearchTips } from "./search-tips.tsx";
import type { Search } from "./use-search.ts";

interface Props {
  readonly chat: Chat;
  readonly search: Search;
  /** The `seq` of the result that was opened last. */
  readonly chosen: number | undefined;
  readonly onChoose: (seq: number) => void;
}

/** The field, and below it the operators or the results. The arrows move between the field and the results. */
export function SearchForm({ chat, chosen, onChoose, search }: Props) {
  const strings = useAllWords();
  const { search: words } = strings;
  const id = useId();
  const root = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const blocked = useView(chat, (view) => view.blocked);
  const { error, found, isOnline, query } = search;
  const hits = found?.hits.filter(({ message }) => !blocked.has(message.uid)) ?? [];
  // Once it is in the open dialog, which would focus its close button.
  useLayoutEffect(() => {
    const hit = root.current?.querySelector<HTMLElement>(`[data-seq="${chosen}"]`) ?? field.current;
    const focus = requestAnimationFrame(() => hit?.focus());
    return () => cancelAnimationFrame(focus);
  }, []);
  const add = (text: string) => {
    search.setQuery(query === "" || query.endsWith(" ") ? query + text : `${query} ${text}`);
    field.current?.focus();
  };
  const isEmpty = query.trim() === "";
  return (
    <form
      ref={root}
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search.search();
      }}
      onKeyDown={onKeyDown}
    >
      <input
        ref={field}
        type="search"
        dir="auto"
        autoComplete="off"
        enterKeyHint="search"
        maxLength={256}
        aria-label={words.title}
        aria-describedby={id}
        value={query}
        onInput={({ currentTarget }) => search.setQuery(currentTarget.value)}
      />
      <p id={id} class="panel-advice" role="status">
        {statusText(strings, search, hits.length)}
      </p>
      {isEmpty && <SearchTips onChoose={add} />}
      {hits.length > 0 && <SearchHits hits={hits} label={words.results(hits.length)} onChoose={onChoose} />}
      {isOnline && found !== undefined && found.indexed < 1 && (
        <p class="panel-advice">{words.indexing(percentText(strings, found.indexed))}</p>
      )}
      {isOnline && !isEmpty && error !== undefined && RETRYABLE.has(error.code) && (
        <button type="submit" class="button button-quiet">
          {strings.actions.retry}
        </button>
      )}
      {isOnline && error === undefined && found?.next !== undefined && (
        // `aria-disabled` instead of `disabled`, which would take the focus away.
        <button
          type="button"
          class="button button-quiet"
          aria-disabled={search.isSearching}
          onClick={() => !search.isSearching && search.loadMore()}
        >
          {words.more}
        </button>
      )}
      {isEmpty && <p class="panel-advice search-browser">{words.browser(IS_MAC ? "⌘F" : "Ctrl+F")}</p>}
    </form>
  );
}

/** Errors that may pass. */
const RETRYABLE = { has: (code: string) => code !== "bad_query" && code !== "not_found" };

function statusText({ log, search: words }: AllWords, search: Search, hits: number): string {
  const { error, found, isOnline, isSearching, query } = search;
  if (!isOnline) return words.offline;
  if (query.trim() === "") return "";
  if (error?.code === "bad_query") return badQueryText(words, error.reason);
  if (error?.code === "not_found") return words.off;
  if (error !== undefined) return words.failed;
  if (found === undefined || (isSearching && hits === 0)) return log.loading;
  if (hits > 0) return words.results(hits);
  return found.next === undefined ? words.none : words.noneYet;
}

/** @param field the part of the query that is wrong (P14.17) */
function badQueryText({ badQuery }: AllWords["search"], field: string | undefined): string {
  switch (field) {
    case "from":
    case "has":
      return badQuery[field];
    case "before":
    case "after":
      return badQuery.day(`${field}:`, `${field}:2026-11-27`);
    default:
      return badQuery.q;
  }
}

function percentText({ format }: AllWords, share: number): string {
  return new Intl.NumberFormat(format.locale, { style: "percent" }).format(Math.floor(share * 100) / 100);
}

/** Moves the focus between the field and the results. Esc closes the search: in a field it would only clear the text. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    openSearch(false);
    return;
  }
  const { currentTarget, key, target } = event;
  if (
    !(currentTarget instanceof HTMLElement && target instanceof HTMLElement) ||
    (key !== "ArrowDown" && key !== "ArrowUp")
  )
    return;
  const stops = [...currentTarget.querySelectorAll<HTMLElement>("input, .hit")];
  const index = stops.indexOf(target);
  const next = stops[index + (key === "ArrowDown" ? 1 : -1)];
  if (index === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
