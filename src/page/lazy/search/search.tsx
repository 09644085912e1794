import { useEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { Icon } from "../../ui/icon.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SearchForm } from "./search-form.tsx";
import { followSearchKey, openSearch, searchState } from "./search-state.ts";
import { useSearch } from "./use-search.ts";

interface Props {
  readonly chat: Chat;
  readonly onJump: (seq: number) => void;
}

/** Searches the messages of the room. A result leads to its place in the log, and a button above it back to the results. */
export function Search({ chat, onJump }: Props) {
  const { search: words } = useAllWords();
  const isOpen = useStore(searchState, ({ value }) => value.isOpen);
  const search = useSearch(chat, isOpen);
  const [chosen, setChosen] = useState<number>();
  const target = useRef<number | undefined>(undefined);
  useEffect(followSearchKey, []);
  // The dialog has closed by then, and given back the focus, which the message takes.
  useEffect(() => {
    if (isOpen || target.current === undefined) return;
    onJump(target.current);
    target.current = undefined;
  }, [isOpen]);
  const choose = (seq: number) => {
    target.current = seq;
    setChosen(seq);
    openSearch(false);
  };
  return (
    <>
      {chosen !== undefined && (
        <SearchBack label={words.back} onBack={() => openSearch()} onClose={() => setChosen(undefined)} />
      )}
      <Dialog isOpen={isOpen} onClose={() => openSearch(false)} title={words.title} variant="panel">
        <SearchForm search={search} chat={chat} chosen={chosen} onChoose={choose} />
      </Dialog>
    </>
  );
}

interface BackProps {
  readonly label: string;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** The way back to the results, above the message that was chosen. */
function SearchBack({ label, onBack, onClose }: BackProps) {
  const { common } = useAllWords();
  return (
    <p class="search-back">
      <button type="button" class="button button-quiet" onClick={onBack}>
        <ActionIcon shape="search" />
        {label}
      </button>
      <button type="button" class="button button-quiet icon-button" aria-label={common.close} onClick={onClose}>
        <Icon shape="close" />
      </button>
    </p>
  );
}
