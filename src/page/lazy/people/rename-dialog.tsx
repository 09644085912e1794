import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { rememberName } from "../../join/username.ts";
import type { Chat } from "../../model/chat.ts";
import type { NameFault } from "../../model/name-fault.ts";
import { ownName } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { nameFaultText } from "../join/check-name.ts";
import { NameForm } from "../join/name-form.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface Props {
  readonly chat: Chat;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** Changes the user's name, and asks again if the room rejects it. */
export function RenameDialog({ chat, isOpen, onOpen }: Props) {
  const strings = useAllWords();
  const { common, renaming } = strings;
  const name = useView(chat, ownName);
  const [refused, setRefused] = useState<{ readonly name: string; readonly fault: NameFault }>();
  const rename = async (next: string) => {
    setRefused(undefined);
    // Online, the room answers at once. Offline, the user need not wait.
    const waits = chat.view.status.state === "online";
    if (!waits) onOpen(false);
    const outcome = await chat.rename(next);
    if (outcome.ok) rememberName(next);
    if (!outcome.ok && outcome.fault !== undefined) {
      setRefused({ name: next, fault: outcome.fault });
      onOpen(true);
    } else if (waits) onOpen(false);
  };
  const close = () => {
    onOpen(false);
    setRefused(undefined);
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={renaming.changeNameTitle}>
      <p class="panel-advice">{renaming.changeNameAdvice}</p>
      <NameForm
        isInDialog
        initial={refused?.name ?? name}
        action={common.save}
        complaint={refused && nameFaultText(strings, refused.fault)}
        onName={rename}
      />
    </Dialog>
  );
}
