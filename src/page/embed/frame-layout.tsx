import { Composer } from "../composer/composer.tsx";
import { StatusLine } from "../header/header.tsx";
import { AccountButton, JoinButton, PeopleCount, SettingsButton } from "../header/header-buttons.tsx";
import { Asking } from "../join/asking.tsx";
import { Log } from "../log/log.tsx";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/store.ts";
import { accessDenied, isModerator, titleOf } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { People, type PeoplePanel, usePeoplePanel } from "../people/people-panel.tsx";
import { Lazy } from "../ui/lazy.tsx";
import { CloseButton } from "./close-button.tsx";
import { address, options } from "./frame-options.ts";

interface LayoutProps {
  readonly chat: Chat;
  /** Called with the name of a reader who has entered. */
  readonly onName: (name: string) => void;
  readonly onClose: (() => void) | undefined;
}

/** The layout of a room in a frame: it has no logo, and leads to no other room. */
export function FrameLayout({ chat, onClose, onName }: LayoutProps) {
  const people = usePeoplePanel();
  const title = useView(chat, titleOf);
  const { compact, readOnly } = useStore(options, ({ value }) => value);
  if (useView(chat, accessDenied) !== undefined) {
    return (
      <>
        <CloseButton onClose={onClose} place="corner" />
        <Lazy>{({ AccessDenied }) => <AccessDenied chat={chat} />}</Lazy>
      </>
    );
  }
  // The people are opened from the header.
  const hasHeader = !compact && address.view !== "stream";
  return (
    <div class="room" data-compact={compact}>
      {hasHeader ? (
        <FrameHeader chat={chat} people={people} isReading={readOnly} onClose={onClose} />
      ) : (
        <CloseButton onClose={onClose} place="corner" />
      )}
      <div class="room-body">
        {/* The page around the frame has a main part of its own. */}
        <main aria-label={title}>
          <Log chat={chat} />
          <Lazy isNeeded={false}>{({ ConnectionNotice }) => <ConnectionNotice chat={chat} />}</Lazy>
          <Asking chat={chat} onName={onName} />
          {!readOnly && <Composer chat={chat} />}
        </main>
        {hasHeader && <People chat={chat} panel={people} />}
      </div>
      <Lazy isNeeded={false}>{({ Dialogs }) => <Dialogs chat={chat} />}</Lazy>
    </div>
  );
}

interface HeaderProps {
  readonly chat: Chat;
  readonly people: PeoplePanel;
  /** Whether the user only reads, and needs no name. */
  readonly isReading: boolean;
  readonly onClose: (() => void) | undefined;
}

function FrameHeader({ chat, isReading, onClose, people }: HeaderProps) {
  const title = useView(chat, titleOf);
  const status = useView(chat, (view) => view.status);
  const isReader = useView(chat, (view) => view.isReader);
  const canModerate = useView(chat, isModerator);
  return (
    <header class="header">
      <div class="header-where">
        <h1>
          <bdi class="room-name">{title}</bdi>
        </h1>
        <div class="header-state">
          <StatusLine status={status} />
          {status.state === "online" && <PeopleCount chat={chat} panel={people} />}
          <Lazy isNeeded={false}>{({ Topic }) => <Topic chat={chat} />}</Lazy>
        </div>
      </div>
      {canModerate && <Lazy>{({ ModerationButton }) => <ModerationButton chat={chat} />}</Lazy>}
      <Lazy isNeeded={false}>{({ FrameTools }) => <FrameTools room={chat.view.room} />}</Lazy>
      <SettingsButton chat={chat} />
      {!isReading && (isReader ? <JoinButton chat={chat} /> : <AccountButton chat={chat} />)}
      <CloseButton onClose={onClose} place="header" />
    </header>
  );
}
