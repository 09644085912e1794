import { useEffect } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { linkSecrets, takeLinkSecrets } from "../../join/page-url.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { CommandsDialog } from "../commands/command-list.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { type DialogRequest, dialogsState, openDialog, reportOutcome, showOutcome } from "./dialogs-state.ts";
import { BanDialog, ConfirmDialog, MuteDialog, ReportDialog } from "./person-dialogs.tsx";

/** Shows the requested dialog and the outcome of the last action. */
export function Dialogs({ chat }: { chat: Chat }) {
  const question = useStore(dialogsState, ({ value }) => value.dialog);
  // A modal dialog makes the rest of the page inert, so the panel shows the outcome itself.
  const isPanelOpen = useStore(dialogsState, ({ value }) => value.isPanelOpen);
  useLinkSecrets(chat);
  return (
    <>
      {!isPanelOpen && <OutcomeLine />}
      {question !== undefined && <RequestedDialog chat={chat} question={question} />}
    </>
  );
}

function RequestedDialog({ chat, question }: { chat: Chat; question: DialogRequest }) {
  const close = () => openDialog(undefined);
  switch (question.kind) {
    case "ban":
      return <BanDialog chat={chat} person={question.person} onClose={close} />;
    case "mute":
      return <MuteDialog chat={chat} person={question.person} onClose={close} />;
    case "kick":
    case "shadow":
    case "clear":
    case "makeOwner":
    case "stepDown":
      return <ConfirmDialog chat={chat} kind={question.kind} person={question.person} onClose={close} />;
    case "report":
      return <ReportDialog chat={chat} seq={question.seq} onClose={close} />;
    case "commands":
      return <CommandsDialog chat={chat} onClose={close} />;
  }
}

/** Uses the secrets of links: a claim once the user has joined, and an invitation that is opened in an open page. */
function useLinkSecrets(chat: Chat): void {
  const isOnline = useView(chat, ({ status }) => status.state === "online");
  const claim = useStore(linkSecrets, ({ value }) => value.claim);
  useEffect(() => {
    if (!isOnline || claim === undefined) return;
    linkSecrets.set({});
    void reportOutcome(chat.room.claim(claim), ({ moderation }) => moderation.owned);
  }, [isOnline, claim]);
  useEffect(() => {
    const follow = () => {
      if (!takeLinkSecrets() || linkSecrets.value.invite === undefined) return;
      chat.leave();
      chat.enter();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [chat]);
}

/** Milliseconds for which a success is shown. A failure stays until it is closed. */
const SAY_MS = 4_000;

/** The outcome of the last action. */
export function OutcomeLine() {
  const strings = useAllWords();
  const outcome = useStore(dialogsState, ({ value }) => value.outcome);
  useEffect(() => {
    if (outcome === undefined || outcome.kind === "failed") return;
    const timer = setTimeout(() => {
      // A newer outcome may be set and not rendered yet.
      if (dialogsState.value.outcome === outcome) showOutcome(undefined);
    }, SAY_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <div class="outcome" data-kind={outcome?.kind}>
      <p role="status">{outcome?.kind === "done" && outcome.text(strings)}</p>
      <p role="alert">{outcome?.kind === "failed" && <ErrorText error={outcome.error} />}</p>
      {outcome?.kind === "failed" && (
        <button type="button" class="button button-quiet" onClick={() => showOutcome(undefined)}>
          {strings.common.close}
        </button>
      )}
    </div>
  );
}
