import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { NameAndPicture, useLooks } from "../bots/name-and-picture.tsx";
import { type Program, ProgramList } from "../bots/program-list.tsx";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";

interface ListedHook extends Program {
  readonly kind: string;
}

/** Addresses to which other services post (P15.20). */
export function IncomingWebhooks({ chat }: { chat: ModeratedRoom }) {
  const { webhooks } = useAllWords();
  const { act, answer, error } = useApi<{ readonly hooks?: readonly ListedHook[] }>(chat, "hooks");
  const { check, clear, fields } = useLooks();
  const [made, setMade] = useState<Program & { readonly url: string }>();
  const submit = async () => {
    const looks = check();
    if (looks === undefined) return;
    setMade(undefined);
    const done = await act("hooks", "POST", { kind: "incoming", ...looks });
    if (done === undefined) return;
    clear();
    // The server answers with the webhook and its URL.
    setMade(done as typeof made);
  };
  const revoke = async (id: string) => {
    const isDone = (await act(`hooks/${id}`, "DELETE")) !== undefined;
    if (isDone && made?.id === id) setMade(undefined);
    return isDone;
  };
  return (
    <ProgramList
      label={webhooks.incoming}
      none={webhooks.noIncoming}
      programs={answer?.hooks?.filter(({ kind }) => kind === "incoming")}
      advice={webhooks.revokeAdvice}
      onRevoke={revoke}
    >
      <PanelForm verb={webhooks.make} onSubmit={submit}>
        <p class="panel-advice">{webhooks.incomingAdvice}</p>
        <NameAndPicture {...fields} />
      </PanelForm>
      <ApiError error={error} />
      {made !== undefined && (
        <ShownOnce
          key={made.url}
          label={webhooks.urlOf(made.name)}
          advice={webhooks.urlAdvice}
          text={made.url}
          copy={webhooks.copyUrl}
        />
      )}
    </ProgramList>
  );
}
