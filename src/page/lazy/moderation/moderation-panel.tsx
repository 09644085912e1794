import { useEffect, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { Bots } from "../bots/bots.tsx";
import { dialogsState, openPanel } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Webhooks } from "../webhooks/webhooks.tsx";
import { AboutRoom } from "./about-room.tsx";
import { AuditLog } from "./audit-log.tsx";
import { BannedAndMuted } from "./banned-and-muted.tsx";
import { BlockedWordsPanel } from "./blocked-words.tsx";
import { ExportRoom } from "./export-room.tsx";
import { Invitations } from "./invitations.tsx";
import { Protection } from "./protection.tsx";
import { Reports } from "./reports.tsx";
import { RoomRules } from "./room-rules.tsx";

/** Opens the moderation panel, and shows how many reports are open. */
export function ModerationButton({ chat }: { chat: ModeratedRoom }) {
  const { format, moderation } = useAllWords();
  const reports = useView(chat, (view) => view.reports) ?? 0;
  const isOpen = useStore(dialogsState, ({ value }) => value.isPanelOpen);
  // Closes the panel when the user stops being a moderator.
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
        <span class="moderation-word">{moderation.moderation}</span>
        {reports > 0 && <span class="moderation-count">{format.number(reports)}</span>}
      </button>
      <Dialog isOpen={isOpen} onClose={() => openPanel(false)} title={moderation.moderation} variant="wide">
        <ModerationPanel chat={chat} onClose={() => openPanel(false)} />
      </Dialog>
    </>
  );
}

/** A section of the panel. */
export type PanelPart =
  | "reports"
  | "about"
  | "rules"
  | "protection"
  | "invitations"
  | "keptOut"
  | "words"
  | "webhooks"
  | "bots"
  | "audit"
  | "export";

interface Props {
  readonly chat: ModeratedRoom;
  readonly onClose: () => void;
}

/** The moderation panel, one section at a time. */
export function ModerationPanel({ chat, onClose }: Props) {
  const { bots, exporting, moderation, webhooks } = useAllWords();
  const role = useView(chat, ({ self }) => self?.role);
  const isOwner = role === "owner";
  const [chosen, show] = useState<PanelPart>("reports");
  const { about, audit, invitations, keptOut, protection, reports, rules, words } = moderation;
  const forAll = { reports, about, rules, protection, invitations, keptOut, words };
  const tabs: Partial<Record<PanelPart, string>> = isOwner
    ? { ...forAll, webhooks: webhooks.title, bots: bots.title, audit, export: exporting.title }
    : { ...forAll, audit };
  // Owners may have stepped down.
  const shown = chosen in tabs ? chosen : "reports";
  return (
    <Tabs<PanelPart> label={moderation.parts} tabs={tabs} shown={shown} onShow={show}>
      {/* Rebuilt for each role: it decides what a section shows. */}
      <Part key={`${role}-${shown}`} chat={chat} part={shown} onClose={onClose} />
    </Tabs>
  );
}

export function Part({ chat, onClose, part }: Props & { readonly part: PanelPart }) {
  switch (part) {
    case "reports":
      return <Reports chat={chat} onLeave={onClose} />;
    case "about":
      return <AboutRoom chat={chat} />;
    case "rules":
      return <RoomRules chat={chat} />;
    case "protection":
      return <Protection chat={chat} />;
    case "invitations":
      return <Invitations chat={chat} />;
    case "keptOut":
      return <BannedAndMuted chat={chat} />;
    case "words":
      return <BlockedWordsPanel chat={chat} />;
    case "webhooks":
      return <Webhooks chat={chat} />;
    case "bots":
      return <Bots chat={chat} />;
    case "audit":
      return <AuditLog chat={chat} />;
    case "export":
      return <ExportRoom chat={chat} />;
  }
}
