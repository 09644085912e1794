import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { Avatar } from "../people/avatar.tsx";
import { Badges } from "../people/badges.tsx";
import { Name } from "../people/name.tsx";
import { anchorOf } from "./anchor.ts";
import type { Lines } from "./chunks.ts";
import type { LogTools } from "./log-tools.ts";
import { MessageLine } from "./message-line.tsx";

interface Props {
  readonly tools: LogTools;
  readonly words: Words;
  readonly lines: Lines;
  /** Who speaks stands above, at the block that this one goes on with. */
  readonly isContinued: boolean;
}

/** What one person said in one go. */
export function MessageBlock({ isContinued, lines, tools, words }: Props) {
  const { common, format } = words;
  const [{ message }] = lines;
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
          <Badges words={words} role={person?.role} isSignedIn={signedIn === true} />
          {isOwn && <span class="you">{common.you}</span>}
          <time dateTime={machineTime(at)} title={format.dayAndTime(at)}>
            {format.time(at)}
          </time>
        </p>
        {lines.map((line) => (
          <MessageLine key={line.message.seq} tools={tools} words={words} line={line} head={head} />
        ))}
      </div>
    </div>
  );
}
