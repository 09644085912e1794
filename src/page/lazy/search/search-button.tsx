import { useAllWords } from "../../i18n/use-all-words.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { openSearch } from "./search-state.ts";

/** Opens the search from the room's menu, which closes. */
export function SearchButton({ onOpen }: { onOpen: () => void }) {
  const { search } = useAllWords();
  const open = () => {
    onOpen();
    openSearch();
  };
  return (
    <p class="panel-actions">
      <button type="button" class="button button-quiet" onClick={open}>
        <ActionIcon shape="search" />
        {search.title}
      </button>
    </p>
  );
}

/** Opens the search from the header of a frame. */
export function SearchIconButton() {
  const { search } = useAllWords();
  return (
    <button
      type="button"
      class="button button-quiet icon-button"
      aria-haspopup="dialog"
      aria-label={search.title}
      title={search.title}
      onClick={() => openSearch()}
    >
      <ActionIcon shape="search" />
    </button>
  );
}
