import type { Report } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { nameOf } from "../../model/view.ts";
import { MenuButton } from "../ui/menu.tsx";
import { momentText } from "../ui/time-text.ts";
import { moderate } from "./dialogs-state.ts";
import { Listed, useList } from "./moderation-list.tsx";
import { mayActUpon, personActions } from "./person-menu.tsx";

interface Props {
  readonly chat: Chat;
  /** Closes the panel, which covers the log. */
  readonly onLeave: () => void;
}

/** The open reports: the message, the reporter, the reason and the possible actions. */
export function Reports({ chat, onLeave }: Props) {
  const { moderation } = useAllWords();
  return (
    <Listed loaded={useList(chat, "reports")} none={moderation.noReports} label={moderation.reports}>
      {(report) => <ReportItem chat={chat} report={report} onLeave={onLeave} />}
    </Listed>
  );
}

function ReportItem({
  chat,
  onLeave,
  report: { at, by, message, reason, report, target },
}: Props & { report: Report }) {
  const strings = useAllWords();
  const { actions, format, moderation } = strings;
  const reporter = format.foreign(nameOf(chat.view, by) ?? strings.log.somebody);
  const isGone = message === undefined || message.deleted === true;
  const author = message === undefined ? [] : personActions(chat, strings, message);
  return (
    <>
      <p class="listed-what">
        {message !== undefined && <bdi class="listed-who">{message.username}</bdi>}{" "}
        <bdi>{reportedText(strings, message)}</bdi>
      </p>
      {reason !== undefined && <p dir="auto">{reason}</p>}
      <p class="panel-advice">{moderation.reportedBy(reporter, momentText(strings, at))}</p>
      <p class="panel-actions">
        <button type="button" class="button" onClick={() => void moderate(chat, { action: "resolve", report })}>
          {moderation.resolve}
        </button>
        {!isGone && (
          <a class="button button-quiet" href={`#${anchorOf(target)}`} onClick={onLeave}>
            {moderation.showInRoom}
          </a>
        )}
        {!isGone && mayActUpon(chat.view, message.uid) && (
          <button type="button" class="button button-quiet" onClick={() => chat.delete(target)}>
            {actions.delete}
          </button>
        )}
        {author.length > 0 && message !== undefined && (
          <MenuButton class="button button-quiet" label={moderation.actionsFor(message.username)} items={author}>
            {moderation.author}
          </MenuButton>
        )}
      </p>
    </>
  );
}

function reportedText({ log, moderation }: AllWords, message: Report["message"]): string {
  if (message === undefined) return moderation.gone;
  return message.deleted ? log.deleted : message.message;
}
