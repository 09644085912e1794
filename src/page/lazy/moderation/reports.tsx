import { useState } from "preact/hooks";
import type { Report } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import { nameOf } from "../../model/view.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { mayActUpon, PersonMenu } from "../people/person-menu.tsx";
import { Listed, useList } from "./moderation-list.tsx";

interface Props {
  readonly chat: ModeratedRoom;
  /** Closes the panel, which covers the log. */
  readonly onLeave: () => void;
}

/** The open reports: the message, the reporter, the reason and the possible actions. Below, those that are resolved. */
export function Reports({ chat, onLeave }: Props) {
  const { moderation } = useAllWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Listed loaded={useList(chat, "reports")} none={moderation.noReports} label={moderation.reports}>
        {(report) => <ReportItem chat={chat} report={report} onLeave={onLeave} />}
      </Listed>
      <details class="resolved-reports" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{moderation.resolvedReports}</summary>
        {isOpen && <ResolvedReports chat={chat} />}
      </details>
    </>
  );
}

/** The reports of the last 30 days that a moderator has resolved (P9.28). */
function ResolvedReports({ chat }: { chat: ModeratedRoom }) {
  const strings = useAllWords();
  const { moderation } = strings;
  return (
    <Listed loaded={useList(chat, "resolved")} none={moderation.noResolvedReports} label={moderation.resolvedReports}>
      {(report) => (
        <>
          <ReportedMessage report={report} />
          <Reporters chat={chat} report={report} />
          {report.resolved !== undefined && (
            <p class="panel-advice">{moderation.resolvedAt(momentText(strings, report.resolved))}</p>
          )}
        </>
      )}
    </Listed>
  );
}

/** A report with the possible actions. */
export function ReportItem({ chat, onLeave, report }: Props & { report: Report }) {
  const { actions, moderation } = useAllWords();
  const { evidence, message, target } = report;
  const isGone = message === undefined || message.deleted === true;
  // The author can still be banned after the message is gone.
  const author = evidence ?? message;
  return (
    <>
      <ReportedMessage report={report} />
      <Reporters chat={chat} report={report} />
      <p class="panel-actions">
        <button
          type="button"
          class="button"
          onClick={() => void moderate(chat, { action: "resolve", report: report.report })}
        >
          {moderation.resolve}
        </button>
        {!isGone && (
          <a class="button button-quiet" href={`${chat.logUrl ?? ""}#${anchorOf(target)}`} onClick={onLeave}>
            {moderation.showInRoom}
          </a>
        )}
        {!isGone && mayActUpon(chat.view, message.uid) && (
          <button type="button" class="button button-quiet" onClick={() => chat.delete(target)}>
            {actions.delete}
          </button>
        )}
        {author !== undefined && (
          <PersonMenu chat={chat} person={author} class="button button-quiet" text={moderation.author} />
        )}
      </p>
    </>
  );
}

/** The message as it was when it was reported, and as it is now. */
function ReportedMessage({ report: { evidence, message } }: { report: Report }) {
  const strings = useAllWords();
  const { moderation } = strings;
  const text = reportedText(strings, message);
  // Rooms of versions before P9.28 keep no evidence.
  if (evidence === undefined) {
    return (
      <p class="listed-what">
        {message !== undefined && <bdi class="listed-who">{message.username}</bdi>} <bdi>{text}</bdi>
      </p>
    );
  }
  const isUnchanged = message?.message === evidence.message && message.username === evidence.username;
  return (
    <dl class="evidence">
      <div>
        <dt>{moderation.whenReported}</dt>
        <dd class="listed-what">
          <bdi class="listed-who">{evidence.username}</bdi> <bdi>{evidence.message}</bdi>
        </dd>
      </div>
      <div>
        <dt>{moderation.now}</dt>
        <dd class="listed-what">
          {isUnchanged ? (
            <span class="panel-advice">{moderation.unchanged}</span>
          ) : (
            <>
              {message !== undefined && !message.deleted && <bdi class="listed-who">{`${message.username} `}</bdi>}
              <bdi>{text}</bdi>
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

/** How many people reported a message, and the first of their reasons. */
function Reporters({
  chat,
  report: { at, by, count = 1, reason, reasons = [] },
}: {
  chat: ModeratedRoom;
  report: Report;
}) {
  const strings = useAllWords();
  const { format, log, moderation, presence } = strings;
  const reporter = format.foreign(reasons[0]?.username ?? nameOf(chat.view, by) ?? log.somebody);
  if (reasons.length <= 1) {
    return (
      <>
        {reason !== undefined && <p dir="auto">{reason}</p>}
        <p class="panel-advice">
          {count > 1 && `${moderation.reportCount(count)} · `}
          {moderation.reportedBy(reporter, momentText(strings, at))}
        </p>
      </>
    );
  }
  return (
    <>
      <p class="panel-advice">
        {moderation.reportCount(count)} · {moderation.reportedBy(reporter, momentText(strings, at))}
      </p>
      <ul class="reasons">
        {reasons.map((one) => (
          <li key={one.uid}>
            <bdi class="listed-who">{one.username}</bdi> {one.reason !== undefined && <bdi>{one.reason}</bdi>}
          </li>
        ))}
        {count > reasons.length && <li class="panel-advice">{presence.more(count - reasons.length)}</li>}
      </ul>
    </>
  );
}

function reportedText({ log, moderation }: AllWords, message: Report["message"]): string {
  if (message === undefined) return moderation.gone;
  return message.deleted ? log.deleted : message.message;
}
