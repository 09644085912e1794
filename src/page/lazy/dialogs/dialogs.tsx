import { useEffect } from "preact/hooks";
import { linkSecrets, takeLinkSecrets } from "../../join/page-url.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { CommandsDialog } from "../commands/command-list.tsx";
import { ShortcutsDialog } from "../commands/shortcuts.tsx";
import { followComposerKeys } from "../composer/composer-keys.ts";
import { followShortcodes } from "../composer/shortcodes.ts";
import { DropTarget } from "../files/drop-target.tsx";
import { copyAsConversation } from "../layout/copy-messages.ts";
import { followMidnight } from "../layout/follow-midnight.ts";
import { followViewport } from "../layout/follow-viewport.ts";
import { MessageSheet, useLongPressOnMessages } from "../log/message-sheet.tsx";
import { Reactors } from "../log/reactors.tsx";
import { type DialogRequest, dialogsState, openDialog } from "../model/dialogs-state.ts";
import { loadedMessage } from "../model/distant-messages.ts";
import { RenameDialog } from "../people/rename-dialog.tsx";
import { Toast } from "../ui/toast.tsx";
import { CommandAnswer } from "../webhooks/command-answer.tsx";
import { Confirmation } from "./confirmation.tsx";
import { DeleteDialog, ReportDialog } from "./message-dialogs.tsx";
import { BanDialog, MuteDialog } from "./sanction-dialogs.tsx";

/** Shows the requested dialog and the outcome of the last action. */
export function Dialogs({ chat }: { chat: Chat }) {
  const request = useStore(dialogsState, ({ value }) => value.dialog);
  useLinkSecrets(chat);
  useLongPressOnMessages(chat);
  useEffect(followComposerKeys, []);
  useEffect(followShortcodes, []);
  useEffect(followMidnight, []);
  useEffect(followViewport, []);
  useEffect(() => copyAsConversation((seq) => loadedMessage(chat.view, seq)), [chat]);
  return (
    <>
      <Toast />
      <DropTarget chat={chat} />
      {/* Always there: offline, it closes at once, and opens again if the room rejects the name later. */}
      <RenameDialog
        chat={chat}
        isOpen={request?.kind === "rename"}
        onOpen={(isOpen) => openDialog(isOpen ? { kind: "rename" } : undefined)}
      />
      {request !== undefined && <RequestedDialog chat={chat} request={request} />}
    </>
  );
}

function RequestedDialog({ chat, request }: { chat: Chat; request: DialogRequest }) {
  const close = () => {
    if (dialogsState.value.dialog === request) openDialog(undefined);
    // The actions of a message may have disappeared, with the focus on one of them.
    if (request.kind === "delete") document.getElementById(anchorOf(request.seq))?.focus({ preventScroll: true });
  };
  switch (request.kind) {
    case "ban":
      return <BanDialog chat={chat} person={request.person} onClose={close} />;
    case "mute":
      return <MuteDialog chat={chat} person={request.person} onClose={close} />;
    case "report":
      return <ReportDialog chat={chat} seq={request.seq} onClose={close} />;
    case "delete":
      return <DeleteDialog chat={chat} seq={request.seq} onClose={close} />;
    case "message":
      return <MessageSheet chat={chat} seq={request.seq} onClose={close} />;
    case "reactors":
      return <Reactors key={request.reaction.emoji} chat={chat} {...request} onClose={close} />;
    case "commands":
      return <CommandsDialog chat={chat} onClose={close} />;
    case "answer":
      return <CommandAnswer {...request} onClose={close} />;
    case "shortcuts":
      return <ShortcutsDialog onClose={close} />;
    case "rename":
      return null;
    default:
      return <Confirmation chat={chat} request={request} onClose={close} />;
  }
}

/** Uses the secrets of links: a claim once the user has joined, and an invitation that is opened in an open page. */
function useLinkSecrets(chat: Chat): void {
  const isOnline = useView(chat, ({ isReader, status }) => status.state === "online" && !isReader);
  const claim = useStore(linkSecrets, ({ value }) => value.claim);
  useEffect(() => {
    if (!isOnline || claim === undefined) return;
    linkSecrets.set({});
    openDialog({ kind: "claim", secret: claim });
  }, [isOnline, claim]);
  useEffect(() => {
    const follow = () => {
      // A reader is asked for a name first.
      if (!takeLinkSecrets() || linkSecrets.value.invite === undefined || chat.view.isReader) return;
      chat.leave();
      chat.enter();
    };
    // A link may have been opened before this part had loaded.
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [chat]);
}
