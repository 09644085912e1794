// What is shown only once somebody asks for it: one script of its own, loaded behind the page, so that none of it keeps
// anybody from talking. (One, and not one each: what scripts share becomes a further one, and each compresses worse.)

import { wordsLoaded } from "../i18n/lazy-language.ts";
import { loadLaterStyle } from "./later-style.ts";

export { runCommand } from "../commands/run-command.ts";
export { Counter } from "../composer/counter.tsx";
export { IntentBar } from "../composer/intent-bar.tsx";
export { Suggestions } from "../composer/suggestions/suggestions.tsx";
export { EmojiPopover } from "../emoji/emoji-popover.tsx";
export { NoRoom } from "../entrance/no-room.tsx";
export { Advice } from "../header/advice.tsx";
export { DeleteDialog } from "../log/delete-dialog.tsx";
export { FailedActions } from "../log/failed-actions.tsx";
export { LineState } from "../log/line-state.tsx";
export { Reactors } from "../log/reactors.tsx";
export { Toolbar } from "../log/toolbar.tsx";
export { UnreadBadge } from "../log/unread-badge.tsx";
export { Countdown } from "../moderation/countdown.tsx";
export { Desk } from "../moderation/desk.tsx";
export { HiddenMark } from "../moderation/hidden-mark.tsx";
export { ModerationButton } from "../moderation/moderation-button.tsx";
export { PinnedBar } from "../moderation/pinned-bar.tsx";
export { Refused } from "../moderation/refused.tsx";
export { WritingNotice } from "../moderation/writing-notice.tsx";
export { MentionNotices } from "../notifications/mention-notices.tsx";
export { NoteLine } from "../people/note-line.tsx";
export { PeopleList } from "../people/people-list.tsx";
export { RenameDialog } from "../people/rename-dialog.tsx";
export { RoomsPanel } from "../rooms/rooms-panel.tsx";
export { SettingsPanel } from "../settings/settings-panel.tsx";
export { Dialog } from "../ui/dialog.tsx";
export { Refusal } from "../ui/refusal.tsx";

// What says nothing yet, or has no shape, is not shown.
await Promise.all([wordsLoaded, loadLaterStyle()]);
