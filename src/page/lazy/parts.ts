// What is shown only once somebody asks for it: one script of its own, loaded behind the page, so that none of it keeps
// anybody from talking. (One, and not one each: what scripts share becomes a further one, and each compresses worse.)
import { wordsLoaded } from "../i18n/lazy-language.ts";

export { runCommand } from "./commands/run-command.ts";
export { ComposerModeBar, Countdown, WriteNotice } from "./composer/composer-notices.tsx";
export { Counter } from "./composer/counter.tsx";
export { Suggestions } from "./composer/suggestions.tsx";
export { EmojiPopover } from "./emoji/emoji-popover.tsx";
export { ConnectionNotice } from "./header/connection-notice.tsx";
export { AccessDenied } from "./join/access-denied.tsx";
export { NoRoom } from "./join/no-room.tsx";
export { keepOffline, lookForUpdate } from "./keep-offline.ts";
export { DeleteDialog, Reactors, Toolbar } from "./log/message-actions.tsx";
export { FailedActions, HiddenMark, MessageState } from "./log/message-state.tsx";
export { PinnedBar } from "./log/pinned-bar.tsx";
export { SystemMessageRow } from "./log/system-message-row.tsx";
export { UnreadBadge } from "./log/unread-badge.tsx";
export { Dialogs } from "./moderation/dialogs.tsx";
export { ModerationButton } from "./moderation/moderation-panel.tsx";
export { MentionNotifications } from "./notifications/mention-notifications.tsx";
export { PeopleList } from "./people/people-list.tsx";
export { RenameDialog } from "./people/rename-dialog.tsx";
export { RoomsPanel } from "./rooms/rooms-panel.tsx";
export { SettingsPanel } from "./settings/settings-panel.tsx";
export { Dialog } from "./ui/dialog.tsx";
export { ErrorText } from "./ui/error-text.tsx";

/** Where the build put the styles of what is loaded behind the page. */
declare const PARLEY_LAZY_STYLE: string;

// What says nothing yet, or has no shape, is not shown.
await Promise.all([wordsLoaded, loadLazyStyle()]);

/** Loads the styles of what is loaded behind the page. Resolves when they are there, or cannot be had. */
function loadLazyStyle(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = PARLEY_LAZY_STYLE;
    link.addEventListener("load", () => resolve());
    // Without a network and not kept: what it looks like matters less than what it does.
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
}
