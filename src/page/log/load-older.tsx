import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";

/** How far above the visible part older messages are loaded: its height. */
const AHEAD = "100% 0px 0px 0px";

interface Props {
  readonly chat: Chat;
  readonly frame: RefObject<HTMLElement | null>;
}

/** Loads older messages, automatically when the user scrolls near them or with a button. */
export function LoadOlder({ chat, frame }: Props) {
  const strings = useWords();
  const canLoad = useView(chat, (view) => view.more && isOpen(view));
  const isLoading = useView(chat, (view) => view.isLoading);
  const error = useView(chat, (view) => view.olderError);
  const isOnline = useView(chat, ({ status }) => status.state === "online");
  const place = useRef<HTMLDivElement>(null);
  const load = async () => {
    if (chat.view.isLoading) return;
    const isFocused = place.current?.contains(document.activeElement) === true;
    await chat.loadOlder();
    // The button has disappeared with the last page and took the focus.
    if (!chat.view.more && isFocused) frame.current?.focus({ preventScroll: true });
  };
  const isAutomatic = canLoad && isOnline && !isLoading && error === undefined;
  useEffect(() => {
    if (!isAutomatic || place.current === null) return;
    // A quick scroll out of view and back is told of at once.
    const observer = new IntersectionObserver((entries) => void (entries.at(-1)?.isIntersecting && load()), {
      root: frame.current,
      rootMargin: AHEAD,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isAutomatic]);
  if (!canLoad) return null;
  return (
    <div ref={place} class="load-older">
      {error !== undefined && (
        <p class="complaint" role="alert">
          <Lazy>{({ ErrorText }) => <ErrorText error={error} />}</Lazy>
        </p>
      )}
      {/* `aria-disabled` instead of `disabled`, which would take the focus away. */}
      <button type="button" class="button button-quiet" aria-disabled={isLoading} onClick={load}>
        {isLoading ? strings.log.loading : strings.log.loadOlder}
      </button>
    </div>
  );
}
