import { useEffect } from "preact/hooks";
import type { Message } from "../../../client/index.ts";
import { allWords } from "../../i18n/lazy-language.ts";
import type { Chat } from "../../model/chat.ts";
import { useSetting } from "../../settings/settings.ts";
import { followMentions } from "./follow-mentions.ts";
import { showNotification } from "./system-notification.ts";

interface Props {
  readonly chat: Chat;
  /** Shows the message of this `seq`. */
  readonly onOpen: (seq: number) => void;
}

/** Tells whoever wants it, by the system's notifications, that they were mentioned while the page was out of sight. */
export function MentionNotifications({ chat, onOpen }: Props) {
  const isOn = useSetting("notifiesMentions");
  useEffect(() => {
    if (!isOn) return;
    /** Those that nobody has looked at yet. */
    const open = new Set<() => void>();
    const tell = ({ message, seq, username }: Message) => {
      if (document.visibilityState === "visible") return;
      const { format, notifications } = allWords.value;
      const { room } = chat.view;
      const notice = {
        title: `${notifications.mentionedBy(username)} · ${format.foreign(`#${room}`)}`,
        text: message,
        // Tabs of one room tell of it once.
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
