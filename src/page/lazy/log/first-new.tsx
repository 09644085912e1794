import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import type { ReadTracker } from "../../model/read-position.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";

interface Props {
  readonly chat: Chat;
  /** The log, which scrolls. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly reader: ReadTracker;
  readonly onJump: (seq: number) => void;
}

/** Pixels between the top of the log and the button. */
const GAP_PX = 12;

/** Leads up to the first new message, until the user has seen it. */
export function FirstNew({ chat, frame, onJump, reader }: Props) {
  const { actions } = useAllWords();
  const messages = useView(chat, (view) => view.messages);
  const more = useView(chat, (view) => view.more);
  const after = useStore(reader, ({ value }) => value.divider?.after);
  const [isAbove, setIsAbove] = useState(false);
  const [seen, setSeen] = useState<number>();
  const isWanted = after !== undefined && after !== seen;
  const first = isWanted ? messages.find(({ seq }) => seq > after)?.seq : undefined;
  // What was read last is further up than what has loaded: there will be another first one.
  const isFurther = isWanted && more && (messages[0]?.seq ?? 0) > after;
  useLayoutEffect(() => {
    const row = first === undefined ? null : document.getElementById(anchorOf(first));
    const { current } = frame;
    if (row === null || current === null) return setIsAbove(false);
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.at(-1)?.isIntersecting && !isFurther) return setSeen(after);
        // The browser reports no place of rows that it skips.
        setIsAbove(row.getBoundingClientRect().top < current.getBoundingClientRect().top);
      },
      { root: current },
    );
    observer.observe(row);
    return () => observer.disconnect();
  }, [after, first, isFurther]);
  if (!isWanted || !isAbove) return null;
  const jump = () => {
    setSeen(after);
    onJump(isFurther || first === undefined ? after : first);
  };
  return (
    <button
      type="button"
      class="button log-jump first-new"
      style={{ top: `${(frame.current?.offsetTop ?? 0) + GAP_PX}px` }}
      onClick={jump}
    >
      <Icon shape="chevron" />
      {actions.jumpToFirstNew}
    </button>
  );
}
