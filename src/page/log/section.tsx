import { useMemo, useRef } from "preact/hooks";
import { findMessage, type Pending } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import type { NewDivider } from "../model/read-position.ts";
import { useView } from "../model/view-store.ts";
import { useSetting } from "../settings/settings.ts";
import { Lazy } from "../ui/lazy.tsx";
import { type Block, blocksOf, type Group, type Section, sectionsOf } from "./group-messages.ts";
import { useMeasured } from "./log-scroll.ts";
import { type LogTools, MessageGroup } from "./message-row.tsx";

/**
 * The log in stretches of chunks, of which a change makes anew only those that it is in.
 *
 * @param divider where reading stopped
 */
export function useSections(chat: Chat, divider: NewDivider | undefined): readonly Section[] {
  const messages = useView(chat, (view) => view.messages);
  const all = useView(chat, (view) => view.systemMessages);
  const showsComings = useSetting("showsComings");
  const systemMessages = useMemo(
    () => (showsComings ? all : all.filter(({ kind }) => kind !== "presence")),
    [all, showsComings],
  );
  const pending = useView(chat, (view) => view.pending);
  const messageErrors = useView(chat, (view) => view.messageErrors);
  const changes = useMemo(() => changesOf(pending), [pending]);
  const previous = useRef<{ blocks: readonly Block[]; sections: readonly Section[] }>({ blocks: [], sections: [] });
  previous.current = useMemo(() => {
    const find = (seq: number) => findMessage(messages, seq);
    const blocks = blocksOf(
      { messages, systemMessages, find, changes, messageErrors, divider },
      previous.current.blocks,
    );
    return { blocks, sections: sectionsOf(blocks, previous.current.sections) };
  }, [messages, systemMessages, changes, messageErrors, divider]);
  return previous.current.sections;
}

/** By the `seq` of their message: the last edit or delete of each that is not stored. */
function changesOf(pending: readonly Pending[]): ReadonlyMap<number, Pending> {
  const changes = new Map<number, Pending>();
  for (const one of pending) {
    const { command } = one;
    if (command.type === "edit" || command.type === "delete") changes.set(command.target, one);
  }
  return changes;
}

/** A long part of the log. What it consists of is looked at only when something in it changed. */
export function SectionView({ section, tools }: { section: Section; tools: LogTools }) {
  const element = useMeasured(section.blocks[0]?.key);
  const blocks = useMemo(
    () => section.blocks.map((block) => <BlockView key={block.key} block={block} tools={tools} />),
    [section, tools],
  );
  return (
    <div ref={element} class="section">
      {blocks}
    </div>
  );
}

/**
 * A stretch of the log. It is rendered anew only when something in it changes, and while it is out of sight the browser
 * leaves it out as well; yet all of it is there to be searched, listened to and focused.
 */
export function BlockView({ block, tools }: { block: Block; tools: LogTools }) {
  const strings = useWords();
  const element = useMeasured(block.rows[0]?.message.seq);
  const groups = useMemo(
    () => block.groups.map((group) => <GroupView key={group.key} group={group} tools={tools} strings={strings} />),
    [block, tools, strings],
  );
  return (
    <div ref={element} class="block">
      {groups}
    </div>
  );
}

function GroupView({ group, tools, strings }: { group: Group; tools: LogTools; strings: Words }) {
  switch (group.kind) {
    case "messages":
      return <MessageGroup tools={tools} strings={strings} rows={group.rows} isContinued={group.isContinued} />;
    case "system":
      return <Lazy>{({ SystemMessageRow }) => <SystemMessageRow message={group.message} />}</Lazy>;
    case "day":
      return (
        <h2 class="day">
          <time dateTime={machineTime(group.at)}>{strings.format.day(group.at)}</time>
        </h2>
      );
    case "new-divider":
      return <p class="new-divider">{strings.log.newSince(sinceText(strings, group.since))}</p>;
  }
}

/** The time, where that was today; else the day. */
function sinceText({ format }: Words, since: number): string {
  const isToday = new Date(since).toDateString() === new Date().toDateString();
  return isToday ? format.time(since) : format.day(since);
}
