import { useState } from "preact/hooks";
import { RoomError } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { reportOutcome } from "../model/dialogs-state.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { save } from "../ui/save.ts";

/** The user's sessions and personal data in the room. */
export function Account({ chat }: { chat: Chat }) {
  const { account } = useAllWords();
  const title = useView(chat, titleOf);
  const [asked, ask] = useState<"signOut" | "erase">();
  const isOnline = useView(chat, ({ status }) => status.state === "online");
  const close = () => ask(undefined);
  return (
    <section class="choice" aria-labelledby="account">
      <h3 id="account" class="panel-title">
        {account.yourData(title)}
      </h3>
      <div class="panel-actions account-actions">
        <button type="button" class="button button-quiet" disabled={!isOnline} onClick={() => void download(chat)}>
          {account.download}
        </button>
        <button type="button" class="button button-quiet" disabled={!isOnline} onClick={() => ask("signOut")}>
          {account.signOut}
        </button>
        <button type="button" class="button button-quiet" disabled={!isOnline} onClick={() => ask("erase")}>
          {account.erase}
        </button>
      </div>
      {asked === "signOut" && (
        <ConfirmDialog
          title={account.signOutTitle}
          verb={account.signOutVerb}
          onConfirm={() => void request(chat.room.signOut(), (strings) => strings.account.signedOut)}
          onClose={close}
        >
          <p>{account.signOutAdvice}</p>
        </ConfirmDialog>
      )}
      {asked === "erase" && (
        <ConfirmDialog
          title={account.eraseTitle}
          verb={account.eraseVerb}
          onConfirm={() => void request(chat.room.eraseData(), (strings) => strings.account.erased)}
          onClose={close}
        >
          <p>{account.eraseAdvice}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

/** Saves the user's data as a file. */
async function download(chat: Chat): Promise<void> {
  const data = chat.room.exportData();
  if (!(await request(data, ({ did }) => did.download))) return;
  save(await data, `${chat.view.room}.json`, "application/json");
}

/** Shows the outcome of a request. */
function request<T>(promise: Promise<T>, success: (strings: AllWords) => string): Promise<boolean> {
  const said = promise.catch((error: RoomError) => {
    // The words for `http` are about older messages.
    throw error.code === "http" ? new RoomError("internal", error.message) : error;
  });
  return reportOutcome(said, success);
}
