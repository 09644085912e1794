import { useEffect } from "preact/hooks";
import { CommandsDialog } from "../commands/commands-dialog.tsx";
import { secrets, takeSecret } from "../entrance/secrets.ts";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/use-store.ts";
import { useView } from "../model/use-view.ts";
import { BanDialog } from "./ban-dialog.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { ask, deskState, type Question, told } from "./desk-state.ts";
import { OutcomeLine } from "./outcome-line.tsx";
import { ReportDialog } from "./report-dialog.tsx";

/** Asks what menus, commands and panels want to know, and tells what came of it. */
export function Desk({ chat }: { chat: Chat }) {
  const question = useStore(deskState, ({ value }) => value.question);
  // What is behind a dialog is out of reach: a panel has the line in it.
  const isPanelOpen = useStore(deskState, ({ value }) => value.isPanelOpen);
  useSecrets(chat);
  return (
    <>
      {!isPanelOpen && <OutcomeLine />}
      {question !== undefined && <Asked chat={chat} question={question} />}
    </>
  );
}

function Asked({ chat, question }: { chat: Chat; question: Question }) {
  const close = () => ask(undefined);
  switch (question.kind) {
    case "ban":
      return <BanDialog chat={chat} person={question.person} onClose={close} />;
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

/** Uses what links bring: a claim as soon as one is in, and an invitation that is opened in a page that is there already. */
function useSecrets(chat: Chat): void {
  const isEntered = useView(chat, ({ status }) => status.state === "entered");
  const claim = useStore(secrets, ({ value }) => value.claim);
  useEffect(() => {
    if (!isEntered || claim === undefined) return;
    secrets.set({});
    void told(chat.room.claim(claim), "owned");
  }, [isEntered, claim]);
  useEffect(() => {
    const follow = () => {
      if (!takeSecret() || secrets.value.invite === undefined) return;
      chat.leave();
      chat.enter();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [chat]);
}
