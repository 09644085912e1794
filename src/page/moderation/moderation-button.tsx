import { useEffect } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/use-store.ts";
import { useView } from "../model/use-view.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { deskState, openPanel } from "./desk-state.ts";
import { ModerationPanel } from "./panel/moderation-panel.tsx";

/** Leads to what only moderators see, and says how many reports wait. */
export function ModerationButton({ chat }: { chat: Chat }) {
  const { format, moderation } = useAllWords();
  const reports = useView(chat, (view) => view.reports) ?? 0;
  const isOpen = useStore(deskState, ({ value }) => value.isPanelOpen);
  // Who is no moderator any more has no panel either.
  useEffect(() => () => openPanel(false), []);
  const label = reports === 0 ? moderation.moderation : moderation.withReports(reports);
  return (
    <>
      <button
        type="button"
        class="button button-quiet icon-button moderation-button"
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        onClick={() => openPanel(true)}
      >
        <Icon shape="moderator" />
        {reports > 0 && <span class="moderation-count">{format.number(reports)}</span>}
      </button>
      <Dialog isOpen={isOpen} onClose={() => openPanel(false)} title={moderation.moderation} variant="wide">
        <ModerationPanel chat={chat} onClose={() => openPanel(false)} />
      </Dialog>
    </>
  );
}
