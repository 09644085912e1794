import { useMemo, useState } from "preact/hooks";
import type { QueuedReport, ReportQueue } from "../../../protocol/operator.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { ReportItem } from "../../lazy/moderation/reports.tsx";
import { type OperatorRoom, operatorRoom } from "../model/operator-room.ts";
import { usePages } from "../model/use-answer.ts";
import { PersonDialogs } from "../rooms/person-dialogs.tsx";
import { ListAcross } from "../ui/list-across.tsx";
import { BanButton } from "./ban-dialog.tsx";

const keyOf = ({ report: { report }, room }: QueuedReport) => `${room}/${report}`;
const reportsOf = ({ reports }: ReportQueue) => reports;

/** The open reports of all rooms. */
export function ReportsPart() {
  const { everywhere, format, moderation } = useAdminWords();
  const loaded = usePages("/reports", "after", reportsOf);
  // The room whose report has the focus: a dialog is about a person there.
  const [active, setActive] = useState<OperatorRoom>();
  const unreachable = loaded.answer?.unreachable ?? [];
  return (
    <>
      <h1>{moderation.reports}</h1>
      {unreachable.length > 0 && (
        <p class="complaint" role="alert">
          {everywhere.unreachable(format.list(unreachable.map((room) => `#${room}`)))}
        </p>
      )}
      <ListAcross label={moderation.reports} none={everywhere.noReports} of={loaded} keyOf={keyOf}>
        {(queued) => <QueuedItem queued={queued} onFocus={setActive} />}
      </ListAcross>
      {active !== undefined && <PersonDialogs chat={active} />}
    </>
  );
}

interface Props {
  readonly queued: QueuedReport;
  readonly onFocus: (room: OperatorRoom) => void;
}

function QueuedItem({ onFocus, queued: { report, room } }: Props) {
  const chat = useMemo(() => operatorRoom(room), [room]);
  const author = report.evidence ?? report.message;
  return (
    <div class="queued" onFocusCapture={() => onFocus(chat)}>
      <ReportItem chat={chat} report={report} onLeave={() => {}} />
      {author !== undefined && (
        <p class="panel-actions">
          <BanButton person={{ ...author, room }} />
        </p>
      )}
    </div>
  );
}
