import { PersonConfirmation } from "../../lazy/dialogs/confirmation.tsx";
import { BanDialog, MuteDialog } from "../../lazy/dialogs/sanction-dialogs.tsx";
import { dialogsState, openDialog } from "../../lazy/model/dialogs-state.ts";
import type { ModeratedRoom } from "../../lazy/model/moderated-room.ts";
import { useStore } from "../../model/store.ts";

/** The dialogs of actions against people of a room. */
export function PersonDialogs({ chat }: { chat: ModeratedRoom }) {
  const request = useStore(dialogsState, ({ value }) => value.dialog);
  const close = () => {
    if (dialogsState.value.dialog === request) openDialog(undefined);
  };
  switch (request?.kind) {
    case "ban":
      return <BanDialog chat={chat} person={request.person} onClose={close} />;
    case "mute":
      return <MuteDialog chat={chat} person={request.person} onClose={close} />;
    case "kick":
    case "shadow":
    case "clear":
    case "stepDown":
    case "role":
      return <PersonConfirmation chat={chat} request={request} onClose={close} />;
    default:
      return null;
  }
}
