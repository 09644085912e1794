import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { NameAndPicture } from "../bots/name-and-picture.tsx";
import { type Program, ProgramList } from "../bots/program-list.tsx";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";

interface ListedHook extends Program {
  readonly kind: string;
}

const EMPTY = { name: "", avatar: "" };

/** Addresses to which other services post (P15.20). */
export function IncomingWebhooks({ chat }: { chat: Chat }) {
  const { webhooks } = useAllWords();
  const { act, answer, error } = useApi<{ readonly hooks?: readonly ListedHook[] }>(chat, "hooks");
  const [looks, setLooks] = useState(EMPTY);
  const [url, setUrl] = useState<string>();
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { avatar, name } = looks;
    const made = await act("hooks", "POST", { kind: "incoming", name, ...(avatar && { avatar }) });
    if (made === undefined) return;
    setLooks(EMPTY);
    if ("url" in made) setUrl(String(made.url));
  };
  return (
    <ProgramList
      label={webhooks.incoming}
      none={webhooks.noIncoming}
      programs={answer?.hooks?.filter(({ kind }) => kind === "incoming")}
      advice={webhooks.revokeAdvice}
      onRevoke={async (id) => (await act(`hooks/${id}`, "DELETE")) !== undefined}
    >
      <form class="form" onSubmit={(event) => void submit(event)}>
        <p class="panel-advice">{webhooks.incomingAdvice}</p>
        <NameAndPicture {...looks} onChange={setLooks} />
        <button type="submit" class="button">
          {webhooks.make}
        </button>
      </form>
      <ApiError error={error} />
      {url !== undefined && (
        <ShownOnce key={url} label={webhooks.newUrl} advice={webhooks.urlAdvice} text={url} copy={webhooks.copyUrl} />
      )}
    </ProgramList>
  );
}
