import { useLayoutEffect } from "preact/hooks";
import { allWords } from "../../i18n/lazy-language.ts";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { useSetting } from "../../settings/settings.ts";
import { lineOf } from "../files/files-text.tsx";
import { openPanel } from "../model/dialogs-state.ts";
import { followMentions } from "./follow-mentions.ts";
import { followReports } from "./follow-reports.ts";
import { createShownRoom } from "./shown-room.ts";
import { showNotification } from "./system-notification.ts";

interface Props {
  readonly chat: Chat;
  /** Jumps to a message. */
  readonly onJump: (seq: number) => void;
}

/** Shows system notifications for mentions and reports while no tab shows the room, if the user turned them on. */
export function Notifications({ chat, onJump }: Props) {
  const isOn = useSetting("notifiesMentions");
  // At once: an effect after painting is late in a hidden page, and would miss a mention.
  useLayoutEffect(() => {
    if (!isOn) return;
    /** Notifications that the user has not seen yet. */
    const open = new Set<() => void>();
    /** @param tag one notification for all tabs of a room */
    const notify = async (title: string, text: string, tag: string, onClick: () => void) => {
      if (await shown.isShown()) return;
      const { room } = chat.view;
      const notice = {
        title: `${title} · ${allWords.value.format.foreign(titleOf(chat.view))}`,
        text,
        tag: `${room}/${tag}`,
      };
      open.add(showNotification(notice, onClick));
    };
    const shown = createShownRoom(chat.view.room, navigator.locks);
    const look = () => {
      const isVisible = document.visibilityState === "visible";
      shown.show(isVisible);
      if (!isVisible) return;
      for (const close of open) close();
      open.clear();
    };
    look();
    document.addEventListener("visibilitychange", look);
    const stopMentions = followMentions(
      chat,
      (message) => {
        const { seq, username } = message;
        void notify(
          allWords.value.notifications.mentionedBy(username),
          lineOf(allWords.value, message),
          String(seq),
          () => onJump(seq),
        );
      },
      (uid) => chat.view.blocked.has(uid),
    );
    const stopReports = followReports(chat, (count) => {
      const { moderation, notifications } = allWords.value;
      void notify(notifications.newReport, moderation.reportCount(count), "reports", () => openPanel(true));
    });
    return () => {
      document.removeEventListener("visibilitychange", look);
      shown.show(false);
      stopMentions();
      stopReports();
    };
  }, [chat, isOn]);
  return null;
}
