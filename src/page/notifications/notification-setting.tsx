import { useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { choose, useSetting } from "../settings/settings.ts";
import { Switch } from "../ui/switch.tsx";
import { askToNotify, noticePermission } from "./notice.ts";

/** Whether the system tells of mentions. The browser is asked for its permission when this is switched on, and never else. */
export function NotificationSetting() {
  const { notifications } = useAllWords();
  const isChosen = useSetting("notifiesMentions");
  const [permission, setPermission] = useState(noticePermission);
  /** The browser is asking, and the switch stays where it was put. */
  const [isAsking, setIsAsking] = useState(false);
  const change = async (isOn: boolean) => {
    setIsAsking(isOn);
    const answer = isOn ? await askToNotify() : permission;
    choose({ notifiesMentions: isOn && answer === "granted" });
    setPermission(answer);
    setIsAsking(false);
  };
  return (
    <div>
      <Switch
        label={notifications.mentions}
        advice={notifications.mentionsAdvice}
        isOn={isAsking || (isChosen && permission === "granted")}
        onChange={(isOn) => void change(isOn)}
      />
      <p class="complaint" role="alert">
        {permission === "denied" && notifications.denied}
      </p>
    </div>
  );
}
