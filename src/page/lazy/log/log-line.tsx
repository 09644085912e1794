import type { Group } from "../../log/group-messages.ts";
import { NewDivider } from "./new-divider.tsx";
import { SystemMessageRow } from "./system-message-row.tsx";

/** A line of the log that is no message: something that happened, or the start of what is new. */
export function LogLine({ group }: { group: Extract<Group, { kind: "system" | "new-divider" }> }) {
  return group.kind === "system" ? <SystemMessageRow message={group.message} /> : <NewDivider since={group.since} />;
}
