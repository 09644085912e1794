import { useMemo } from "preact/hooks";
import type { Message } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { MessageText } from "../markup/message-text.tsx";
import { readableText } from "../markup/readable-text.ts";
import type { Chat } from "../model/chat.ts";
import { isMentioned } from "../model/picked-mentions.ts";
import type { NameMarks } from "../model/view.ts";
import { Avatar, Badges, Name } from "../people/person.tsx";
import { Lazy } from "../ui/lazy.tsx";
import type { Row, Rows } from "./group-messages.ts";
import { type ActiveRows, anchorOf, useIsActive } from "./log-navigation.ts";
import { Reactions } from "./reactions.tsx";

/** The context that rows share. */
export interface LogTools {
  readonly chat: Chat;
  /** Members with a badge or a picture. */
  readonly marked: NameMarks;
  /** The `uid`s of people whom the user has blocked. */
  readonly blocked: ReadonlySet<string>;
  readonly active: ActiveRows;
  /** The user's own `uid`. */
  readonly own: string | undefined;
  /** Whether the user can act. Selected once for the log: thousands of subscriptions would run for every message. */
  readonly canAct: boolean;
  /** Scrolls to a message anywhere in the log. */
  jump(seq: number): void;
}

interface Props {
  readonly tools: LogTools;
  readonly strings: Words;
  readonly rows: Rows;
  /** The author stands above, in the group that this one continues. */
  readonly isContinued: boolean;
}

/** Consecutive messages of one person, under their name. */
export function MessageGroup({ isContinued, rows, tools, strings }: Props) {
  const [{ message }] = rows;
  const { seq, uid } = message;
  const head = `${anchorOf(seq)}-by`;
  const group = (
    <div class="messages" data-own={uid === tools.own} data-continued={isContinued}>
      {rows.map((row, index) => (
        <MessageRow
          key={row.message.seq}
          tools={tools}
          strings={strings}
          row={row}
          head={head}
          heads={index > 0 ? undefined : isContinued ? "unseen" : "seen"}
        />
      ))}
    </div>
  );
  if (!tools.blocked.has(uid)) return group;
  return <Lazy>{({ BlockedMessages }) => <BlockedMessages rows={rows}>{group}</BlockedMessages>}</Lazy>;
}

interface MessageRowProps {
  readonly tools: LogTools;
  readonly strings: Words;
  readonly row: Row;
  /** The `id` of the author's name. */
  readonly head: string;
  /** Whether the row begins a group with the author's name, which a continued group only tells screen readers. */
  readonly heads: "seen" | "unseen" | undefined;
}

/** One message in its current state, with its quote and reactions. */
export function MessageRow(props: MessageRowProps) {
  const { head, heads, row, tools, strings } = props;
  const isActive = useIsActive(tools.active, row.message.seq);
  // Its parent renders for every message next to it; the row itself has not changed.
  return useMemo(() => show(props, isActive), [head, heads, row, tools, strings, isActive]);
}

/** The author of a group of messages, and its time. */
function Author({ head, heads, row: { message }, strings, tools }: MessageRowProps) {
  const { common, format } = strings;
  const { at, avatar, bot, signedIn, uid, username } = message;
  const person = tools.marked.get(uid);
  const isSeen = heads === "seen";
  return (
    <>
      {isSeen && <Avatar name={username} picture={person?.avatar ?? avatar} />}
      <p id={head} class={isSeen ? "messages-head" : "hidden"}>
        <AuthorName message={message} />
        <Badges strings={strings} role={person?.role} isSignedIn={signedIn === true} isBot={bot} />
        {uid === tools.own && <span class="you">{common.you}</span>}
        <time dateTime={machineTime(at)} title={format.dayAndTime(at)}>
          {format.time(at)}
        </time>
      </p>
    </>
  );
}

/** The name of a message's author, who may have none any more. */
function AuthorName({ message }: { message: Message }) {
  if (message.username) return <Name name={message.username} />;
  return <Lazy>{({ Unnamed }) => <Unnamed message={message} />}</Lazy>;
}

function show(props: MessageRowProps, isActive: boolean) {
  const { head, heads, row, tools, strings } = props;
  const { change, message, messageError, quoted } = row;
  const { at, deleted, editedAt, reactions = [], replyTo, seq } = message;
  const { format, log } = strings;
  const { blocked, own } = tools;
  const isBlockedQuote = quoted !== undefined && blocked.has(quoted.uid);
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
      {heads !== undefined && <Author {...props} />}
      {replyTo !== undefined && (
        <Quote
          seq={replyTo}
          message={isBlockedQuote ? undefined : quoted}
          strings={strings}
          isActive={isActive}
          onJump={tools.jump}
        />
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
          <MessageText text={text} mentions={message.extra.mentions} own={own} isActive={isActive} />
          {message.files && <Lazy>{({ MessageFiles }) => <MessageFiles {...props} isActive={isActive} />}</Lazy>}
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
      {message.preview && (
        <Lazy>{({ LinkCard }) => <LinkCard chat={tools.chat} message={message} isActive={isActive} />}</Lazy>
      )}
      {reactions.length > 0 && <Reactions tools={tools} strings={strings} row={row} isActive={isActive} />}
      {(message.hidden || change || messageError || message.imported) && (
        <Lazy>{({ MessageState }) => <MessageState chat={tools.chat} row={row} />}</Lazy>
      )}
      {isActive && !deleted && tools.canAct && (
        <Lazy>{({ Toolbar }) => <Toolbar tools={tools} message={message} />}</Lazy>
      )}
    </article>
  );
}

interface QuoteProps {
  /** The `seq` of the quoted message. */
  readonly seq: number;
  /** The quoted message, if it is loaded. */
  readonly message: Message | undefined;
  readonly strings: Words;
  /** Whether the reply is hovered or focused. */
  readonly isActive: boolean;
  readonly onJump: (seq: number) => void;
}

/** The message that a reply quotes, in one line. A click jumps to it. */
export function Quote({ isActive, message, onJump, seq, strings: { log } }: QuoteProps) {
  return (
    // Reached by keyboard through its message: thousands of Tab stops would be too many.
    <button type="button" class="quote" tabIndex={isActive ? 0 : -1} onClick={() => onJump(seq)}>
      <span class="hidden">{log.inReplyTo} </span>
      {message === undefined ? (
        log.earlierMessage
      ) : (
        <>
          <AuthorName message={message} />{" "}
          <bdi>
            {message.deleted
              ? log.deleted
              : readableText(message) || <Lazy>{({ FilesText }) => <FilesText message={message} />}</Lazy>}
          </bdi>
        </>
      )}
    </button>
  );
}
