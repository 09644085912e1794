import { useMemo, useRef } from "preact/hooks";
import { findMessage, view } from "../../client/index.ts";
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
 * The log in sections of blocks, of which a change replaces only those it affects.
 *
 * @param divider before the first unread message
 */
export function useSections(chat: Chat, divider: NewDivider | undefined): readonly Section[] {
  const { changes, messages } = useView(chat, view);
  const all = useView(chat, (view) => view.systemMessages);
  const showsComings = useSetting("showsComings");
  const systemMessages = useMemo(
    () => (showsComings ? all : all.filter(({ kind }) => kind !== "presence")),
    [all, showsComings],
  );
  const messageErrors = useView(chat, (view) => view.messageErrors);
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

/** Many blocks, which are compared only when one of them has changed. */
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
 * A part of the log. It renders only when it changes, and the browser skips it while it is out of view; still, all of
 * it can be searched, read aloud and focused.
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
    case "day":
      return (
        <h2 class="day">
          <time dateTime={machineTime(group.at)}>{strings.format.dayName(group.at)}</time>
        </h2>
      );
    default:
      return <Lazy>{({ LogLine }) => <LogLine group={group} />}</Lazy>;
  }
}
