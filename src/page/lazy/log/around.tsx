import type { RefObject } from "preact";
import { useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { findMessage, type Message, view } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { type Block, blocksOf, sectionsOf } from "../../log/group-messages.ts";
import { createActiveRows, type Navigation, rowAt } from "../../log/log-navigation.ts";
import { useHoldInPlace } from "../../log/log-scroll.ts";
import type { LogTools } from "../../log/message-row.tsx";
import { SectionView } from "../../log/section.tsx";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { visibleError } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { distantMessages, followDistant } from "../model/distant-messages.ts";
import { useMessageKeys } from "./message-keys.tsx";
import { isFar, isInLog, type MessagesAround, PAGE_SEQS } from "./reach.ts";

interface Props extends Pick<Navigation, "leave" | "reveal"> {
  readonly around: MessagesAround;
  /** Of the log. */
  readonly tools: LogTools;
  /** Shows the newest messages. */
  readonly toLatest: () => void;
}

/** The messages around the target of a jump, in place of the log, which is far from there and goes on below. */
export function Around({ around, leave, reveal, toLatest, tools }: Props) {
  const { chat } = tools;
  const { actions } = useAllWords();
  const title = useId();
  const frame = useRef<HTMLElement>(null);
  const active = useMemo(createActiveRows, []);
  const { isLoading, failed, loadNewer, loadOlder, messages, more } = useMessagesAround(chat, around, leave);
  useHoldInPlace(frame, messages[0]?.seq ?? 0);
  useLayoutEffect(reveal);
  useMessageKeys(chat, frame, active);
  const ownTools = useMemo(() => ({ ...tools, active }), [tools, active]);
  const sections = useSectionsAround(chat, messages);
  const onKeyDown = ({ key, target }: KeyboardEvent) => {
    // On a link or a button, Escape leads to its message first.
    if (key === "Escape" && (target === frame.current || rowAt(target)?.line === target)) toLatest();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the messages bubble
    <div class="around" onKeyDown={onKeyDown}>
      <h2 id={title}>{actions.viewingOlder}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well */}
      <section ref={frame} class="log" aria-labelledby={title} aria-describedby="log-keys" tabIndex={0}>
        <div class="log-content">
          {more && (
            <LoadMore
              side="older"
              isLoading={isLoading}
              isFailed={failed === "older"}
              onLoad={loadOlder}
              frame={frame}
            />
          )}
          <div class="rows">
            {sections.map((section) => (
              <SectionView key={section.key} section={section} tools={ownTools} />
            ))}
          </div>
          <LoadMore side="newer" isLoading={isLoading} isFailed={failed === "newer"} onLoad={loadNewer} frame={frame} />
        </div>
      </section>
    </div>
  );
}

type Side = "older" | "newer";

/** Loads more messages at either side, and follows the changes of those that are loaded. */
function useMessagesAround(chat: Chat, around: MessagesAround, leave: Navigation["leave"]) {
  // Before the first render reads them.
  useMemo(() => distantMessages.set(around.messages), [around]);
  const messages = useStore(distantMessages, ({ value }) => value);
  const [more, setMore] = useState(around.more);
  const [isLoading, setIsLoading] = useState(false);
  const [failed, setFailed] = useState<Side>();
  // Another client takes over when the user joins again.
  useView(chat, ({ status }) => status.state);
  const { room } = chat;
  // In the task that brought the messages, so that no change is missed in between.
  useLayoutEffect(() => {
    followDistant(room);
    return room.on("reset", () => leave());
  }, [room]);
  const load = async (side: Side, read: () => Promise<void>) => {
    if (isLoading) return;
    setIsLoading(true);
    setFailed(undefined);
    try {
      await read();
    } catch (error) {
      if (visibleError(error) !== undefined) setFailed(side);
    }
    setIsLoading(false);
  };
  const loadOlder = () =>
    load("older", async () => {
      const page = await room.loadOlder(messages[0]?.seq);
      distantMessages.set([...page.messages, ...distantMessages.value]);
      setMore(page.more);
    });
  const loadNewer = () =>
    load("newer", async () => {
      const last = messages.at(-1)?.seq ?? 0;
      let newer: readonly Message[] = [];
      // A page can have only changes: edits and reactions have numbers too.
      for (let from = last; newer.length === 0; from += PAGE_SEQS) {
        if (!isFar(room.state, from)) {
          if (await isInLog(chat, last)) leave(last);
          return;
        }
        const page = await room.loadOlder(from + PAGE_SEQS + 1);
        newer = page.messages.filter(({ seq }) => seq > last);
      }
      distantMessages.set([...distantMessages.value, ...newer]);
    });
  return { messages, more, isLoading, failed, loadOlder, loadNewer };
}

function useSectionsAround(chat: Chat, loaded: readonly Message[]) {
  const pending = useView(chat, (state) => state.pending);
  const self = useView(chat, (state) => state.self);
  const messageErrors = useView(chat, (state) => state.messageErrors);
  const { changes, messages } = view({ messages: loaded, pending, self });
  const previous = useRef<readonly Block[]>([]);
  return useMemo(() => {
    const source = {
      messages,
      systemMessages: [],
      find: (seq: number) => findMessage(messages, seq),
      changes,
      messageErrors,
      divider: undefined,
    };
    previous.current = blocksOf(source, previous.current);
    return sectionsOf(previous.current, []);
  }, [messages, changes, messageErrors]);
}

interface LoadMoreProps {
  readonly side: Side;
  readonly isLoading: boolean;
  readonly isFailed: boolean;
  readonly onLoad: () => Promise<void>;
  readonly frame: RefObject<HTMLElement | null>;
}

function LoadMore({ frame, isFailed, isLoading, onLoad, side }: LoadMoreProps) {
  const { actions, errors, log } = useAllWords();
  const button = useRef<HTMLButtonElement>(null);
  // The button of the older ones disappears with the last page, and must not take the focus along.
  useLayoutEffect(
    () => () => {
      if (document.activeElement === button.current) frame.current?.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <div class="load-older">
      {isFailed && (
        <p class="complaint" role="alert">
          {side === "older" ? errors.olderNotLoaded : errors.internal}
        </p>
      )}
      {/* `aria-disabled` instead of `disabled`, which would take the focus away. */}
      <button ref={button} type="button" class="button button-quiet" aria-disabled={isLoading} onClick={onLoad}>
        {isLoading ? log.loading : side === "older" ? log.loadOlder : actions.loadNewer}
      </button>
    </div>
  );
}
