import { useMemo } from "preact/hooks";
import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { Later } from "../later/later.tsx";
import { MessageText } from "../markup/message-text.tsx";
import { means } from "../model/mentioned.ts";
import { useIsActive } from "./active-lines.ts";
import { anchorOf } from "./anchor.ts";
import type { Line } from "./chunks.ts";
import type { LogTools } from "./log-tools.ts";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";

interface Props {
  readonly tools: LogTools;
  readonly words: Words;
  readonly line: Line;
  /** The `id` of what says who speaks. */
  readonly head: string;
}

/** One message in its present state: what it answers, what it says now, and what others make of it. */
export function MessageLine(props: Props) {
  const { head, line, tools, words } = props;
  const isActive = useIsActive(tools.active, line.message.seq);
  // It is asked for anew with every message that comes beside it, and stays what it was.
  return useMemo(() => show(props, isActive), [head, line, tools, words, isActive]);
}

function show({ head, line, tools, words }: Props, isActive: boolean) {
  const { change, message, quoted, trouble } = line;
  const { at, deleted, editedAt, reactions = [], replyTo, seq } = message;
  const { format, log } = words;
  const { own } = tools;
  const anchor = anchorOf(seq);
  const text = change?.command.type === "edit" ? change.command.message : message.message;
  return (
    <article
      id={anchor}
      class="message"
      tabIndex={-1}
      aria-labelledby={`${head} ${anchor}-text`}
      data-meant={means(message, own)}
    >
      {replyTo !== undefined && (
        <Quote seq={replyTo} message={quoted} words={words} isActive={isActive} onJump={tools.jump} />
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
      {message.hidden && <Later>{({ HiddenMark }) => <HiddenMark />}</Later>}
      {reactions.length > 0 && <Reactions tools={tools} words={words} line={line} isActive={isActive} />}
      {(change !== undefined || trouble !== undefined) && (
        <Later>{({ LineState }) => <LineState chat={tools.chat} seq={seq} change={change} trouble={trouble} />}</Later>
      )}
      {isActive && !deleted && tools.canAct && (
        <Later>{({ Toolbar }) => <Toolbar tools={tools} message={message} />}</Later>
      )}
    </article>
  );
}
