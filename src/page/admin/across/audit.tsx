import { useState } from "preact/hooks";
import type { RoomError } from "../../../client/index.ts";
import type { AuditPage, RoomAuditEntry } from "../../../protocol/operator.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { AuditItem } from "../../lazy/moderation/audit-log.tsx";
import { ApiError } from "../../lazy/ui/api-error.tsx";
import { save } from "../../lazy/ui/save.ts";
import { readText } from "../model/call-server.ts";
import { usePages } from "../model/use-answer.ts";
import { ListAcross } from "../ui/list-across.tsx";
import { BanButton } from "./ban-dialog.tsx";

const keyOf = ({ at, entry, room }: RoomAuditEntry) => `${room}/${entry}/${at}`;
const entriesOf = ({ entries }: AuditPage) => entries;

/** The moderators' actions in all rooms, newest first. */
export function AuditPart() {
  const { everywhere, moderation } = useAdminWords();
  const loaded = usePages("/audit", "before", entriesOf);
  const [error, setError] = useState<RoomError>();
  const download = () =>
    readText("/audit/export").then(
      (text) => save(text, "audit.jsonl", "application/jsonl"),
      // It rejects with nothing else.
      (reason: RoomError) => setError(reason),
    );
  return (
    <>
      <h1>{moderation.audit}</h1>
      <p class="panel-actions">
        <button type="button" class="button" onClick={() => void download()}>
          {everywhere.download}
        </button>
      </p>
      <ApiError error={error} />
      <ListAcross label={moderation.audit} none={everywhere.noAudit} of={loaded} keyOf={keyOf}>
        {(entry) => <Entry entry={entry} />}
      </ListAcross>
    </>
  );
}

/** What was done, and a way to ban the person to whom it was. */
function Entry({ entry }: { entry: RoomAuditEntry }) {
  const { uid, username } = entry.details;
  return (
    <>
      <AuditItem entry={entry} />
      {/* A person who was erased has no name, and their ID is nobody's. */}
      {typeof uid === "string" && typeof username === "string" && username !== "" && (
        <p class="panel-actions">
          <BanButton person={{ uid, username, room: entry.room }} />
        </p>
      )}
    </>
  );
}
