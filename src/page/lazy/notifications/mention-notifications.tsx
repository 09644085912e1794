import { useEffect } from "preact/hooks";
import type { Message } from "../../../client/index.ts";
import { allWords } from "../../i18n/lazy-language.ts";
import type { Chat } from "../../model/chat.ts";
import { useSetting } from "../../settings/settings.ts";
import { followMentions } from "./follow-mentions.ts";
import { showNotification } from "./system-notification.ts";

interface Props {
  readonly chat: Chat;
  /** Jumps to a message. */
  readonly onOpen: (seq: number) => void;
}

/** Shows system notifications for mentions while the page is hidden, if the user turned them on. */
export function MentionNotifications({ chat, onOpen }: Props) {
  const isOn = useSetting("notifiesMentions");
  useEffect(() => {
    if (!isOn) return;
    /** Notifications that the user has not seen yet. */
    const open = new Set<() => void>();
    const tell = ({ message, seq, username }: Message) => {
      if (document.visibilityState === "visible") return;
      const { format, notifications } = allWords.value;
      const { room } = chat.view;
      const notice = {
        title: `${notifications.mentionedBy(username)} · ${format.foreign(`#${room}`)}`,
        text: message,
        // One notification for all tabs of a room.
        tag: `${room}/${seq}`,
      };
      open.add(showNotification(notice, () => onOpen(seq)));
    };
    const closeAll = () => {
      if (document.visibilityState !== "visible") return;
      for (const close of open) close();
      open.clear();
    };
    document.addEventListener("visibilitychange", closeAll);
    const end = followMentions(chat, tell);
    return () => {
      document.removeEventListener("visibilitychange", closeAll);
      end();
    };
  }, [chat, isOn]);
  return null;
}
