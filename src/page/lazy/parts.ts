// The lazy part: everything that the page shows only on demand, as one script that loads after the page. (A script for
// each would add a shared one, and small files compress worse.)
import { wordsLoaded } from "../i18n/lazy-language.ts";

export { runCommand } from "./commands/run-command.ts";
export { ComposerFoot } from "./composer/composer-foot.tsx";
export { ComposerNotices, Countdown } from "./composer/composer-notices.tsx";
export { Suggestions } from "./composer/suggestions.tsx";
export { Dialogs } from "./dialogs/dialogs.tsx";
export { FrameTools } from "./embed/frame-tools.tsx";
export { EmojiPopover } from "./emoji/emoji-popover.tsx";
export { AttachButton } from "./files/attach-button.tsx";
export { FilesText } from "./files/files-text.tsx";
export { MessageFiles } from "./files/message-files.tsx";
export { Outgoing, SentFiles } from "./files/outgoing-rows.tsx";
export { AccountMenu } from "./header/account-menu.tsx";
export { ConnectionNotice } from "./header/connection-notice.tsx";
export { Topic } from "./header/topic.tsx";
export { AccessDenied } from "./join/access-denied.tsx";
export { JoinScreen } from "./join/join-screen.tsx";
export { NamePrompt } from "./join/name-prompt.tsx";
export { NoRoom } from "./join/no-room.tsx";
export { solveTurnstile } from "./join/verification.tsx";
export { keepOffline, lookForUpdate } from "./keep-offline.ts";
export { RoomsPanel, SettingsPanel } from "./layout/panels.tsx";
export { Around } from "./log/around.tsx";
export { EmptyRoom } from "./log/empty-room.tsx";
export { FollowReading } from "./log/follow-reading.tsx";
export { LinkCard } from "./log/link-card.tsx";
export { LogLine } from "./log/log-line.tsx";
export { Toolbar } from "./log/message-actions.tsx";
export { MessageKeys } from "./log/message-keys.tsx";
export { Failure, MessageState } from "./log/message-state.tsx";
export { PinnedBar } from "./log/pinned-bar.tsx";
export { reach } from "./log/reach.ts";
export { Unnamed } from "./log/unnamed.tsx";
export { UnreadBadge } from "./log/unread-badge.tsx";
export { openDialog } from "./model/dialogs-state.ts";
export { ModerationButton } from "./moderation/moderation-panel.tsx";
export { Notifications } from "./notifications/notifications.tsx";
export { BlockedMessages } from "./people/blocking.tsx";
export { PeopleColumn, PeopleDialog } from "./people/people-list.tsx";
export { rememberRoom } from "./rooms/recent-rooms.ts";
export { Search } from "./search/search.tsx";
export { ErrorText } from "./ui/error-text.tsx";

/** The URL of the lazy styles, set by the build. */
declare const PARLEY_LAZY_STYLE: string;

// Nothing is shown before its strings and styles have loaded.
await Promise.all([wordsLoaded, loadLazyStyle()]);

/** Resolves when the styles have loaded or failed to load. */
function loadLazyStyle(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = PARLEY_LAZY_STYLE;
    link.addEventListener("load", () => resolve());
    // Offline without a cached copy, unstyled is better than nothing.
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
}
