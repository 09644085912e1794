import { useMemo } from "preact/hooks";
import type { Message, Reaction } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";
import { isMentioned } from "../model/picked-mentions.ts";
import type { NameMarks } from "../model/view.ts";
import { Avatar, Badges, Name } from "../people/person.tsx";
import { Lazy } from "../ui/lazy.tsx";
import type { Row, Rows } from "./group-messages.ts";
import { type ActiveRows, anchorOf, useIsActive } from "./log-navigation.ts";
import { Reactions } from "./reactions.tsx";

/** What the lines of a log need of what is around them. */
export interface LogTools {
  readonly chat: Chat;
  /** Whose names have something beside them. */
  readonly marked: NameMarks;
  readonly active: ActiveRows;
  /** The reader's own `uid`. */
  readonly own: string | undefined;
  /** Whether one can talk. Asked here, once: each of thousands of listeners is called for every message. */
  readonly canAct: boolean;
  /** Shows a message, wherever in the log it is. */
  jump(seq: number): void;
  /** Says, for a moment, what came of something. */
  announce(text: string): void;
  /** Asks whether to delete a message. */
  askToDelete(seq: number): void;
  /** Shows who reacted, beside what shows how many. */
  showReactors(reaction: Reaction, beside: HTMLElement): void;
}

interface Props {
  readonly tools: LogTools;
  readonly strings: Words;
  readonly rows: Rows;
  /** Who speaks stands above, at the block that this one goes on with. */
  readonly isContinued: boolean;
}

/** What one person said in one go. */
export function MessageGroup({ isContinued, rows, tools, strings }: Props) {
  const { common, format } = strings;
  const [{ message }] = rows;
  const { at, signedIn, uid, username } = message;
  const person = tools.marked.get(uid);
  const isOwn = uid === tools.own;
  const head = `${anchorOf(message.seq)}-by`;
  return (
    <div class="messages" data-own={isOwn} data-continued={isContinued}>
      {!isContinued && <Avatar name={username} uid={uid} picture={person?.avatar} />}
      <div class="messages-body">
        <p id={head} class={isContinued ? "hidden" : "messages-head"}>
          <Name name={username} uid={uid} />
          <Badges strings={strings} role={person?.role} isSignedIn={signedIn === true} />
          {isOwn && <span class="you">{common.you}</span>}
          <time dateTime={machineTime(at)} title={format.dayAndTime(at)}>
            {format.time(at)}
          </time>
        </p>
        {rows.map((row) => (
          <MessageRow key={row.message.seq} tools={tools} strings={strings} row={row} head={head} />
        ))}
      </div>
    </div>
  );
}

interface MessageRowProps {
  readonly tools: LogTools;
  readonly strings: Words;
  readonly row: Row;
  /** The `id` of what says who speaks. */
  readonly head: string;
}

/** One message in its present state: what it answers, what it says now, and what others make of it. */
export function MessageRow(props: MessageRowProps) {
  const { head, row, tools, strings } = props;
  const isActive = useIsActive(tools.active, row.message.seq);
  // It is asked for anew with every message that comes beside it, and stays what it was.
  return useMemo(() => show(props, isActive), [head, row, tools, strings, isActive]);
}

function show({ head, row, tools, strings }: MessageRowProps, isActive: boolean) {
  const { change, message, quoted, messageError } = row;
  const { at, deleted, editedAt, reactions = [], replyTo, seq } = message;
  const { format, log } = strings;
  const { own } = tools;
  const anchor = anchorOf(seq);
  const text = change?.command.type === "edit" ? change.command.message : message.message;
  return (
    <article
      id={anchor}
      class="message"
      tabIndex={-1}
      aria-labelledby={`${head} ${anchor}-text`}
      data-meant={isMentioned(message, own)}
    >
      {replyTo !== undefined && (
        <Quote seq={replyTo} message={quoted} strings={strings} isActive={isActive} onJump={tools.jump} />
      )}
      {deleted ? (
        <p id={`${anchor}-text`} class="deleted">
          {log.deleted}
        </p>
      ) : (
        <div
          id={`${anchor}-text`}
          class="said"
          dir="auto"
          title={format.dayAndTime(at)}
          data-waiting={change?.state === "sending"}
        >
          <MessageText text={text} mentions={message.mentions} own={own} />
          {editedAt !== undefined && (
            <>
              {" "}
              <time class="edited" dateTime={machineTime(editedAt)} title={log.editedAt(format.dayAndTime(editedAt))}>
                {log.edited}
              </time>
            </>
          )}
        </div>
      )}
      {message.hidden && <Lazy>{({ HiddenMark }) => <HiddenMark />}</Lazy>}
      {reactions.length > 0 && <Reactions tools={tools} strings={strings} row={row} isActive={isActive} />}
      {(change !== undefined || messageError !== undefined) && (
        <Lazy>
          {({ MessageState }) => <MessageState chat={tools.chat} seq={seq} change={change} trouble={messageError} />}
        </Lazy>
      )}
      {isActive && !deleted && tools.canAct && (
        <Lazy>{({ Toolbar }) => <Toolbar tools={tools} message={message} />}</Lazy>
      )}
    </article>
  );
}

interface QuoteProps {
  /** What is answered. */
  readonly seq: number;
  /** The same, where it is loaded. */
  readonly message: Message | undefined;
  readonly strings: Words;
  /** Whether the answer is under the pointer or has the focus. */
  readonly isActive: boolean;
  readonly onJump: (seq: number) => void;
}

/** Above an answer, in one line: what it answers. A click leads there. */
export function Quote({ isActive, message, onJump, seq, strings: { log } }: QuoteProps) {
  return (
    // The keys come here from the message, not from each of thousands.
    <button type="button" class="quote" tabIndex={isActive ? 0 : -1} onClick={() => onJump(seq)}>
      <span class="hidden">{log.inReplyTo} </span>
      {message === undefined ? (
        log.earlierMessage
      ) : (
        <>
          <Name name={message.username} uid={message.uid} />{" "}
          <bdi>{message.deleted ? log.deleted : message.message}</bdi>
        </>
      )}
    </button>
  );
}
