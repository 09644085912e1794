import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { BotForm, type BotValues } from "./bot-form.tsx";
import { type Program, ProgramList } from "./program-list.tsx";

/** The room's bots, for its owners (P15.1). */
export function Bots({ chat }: { chat: Chat }) {
  const { bots } = useAllWords();
  const { act, answer, error } = useApi<{ readonly bots?: readonly Program[] }>(chat, "bots");
  const [token, setToken] = useState<string>();
  const make = async (bot: BotValues) => {
    const made = await act("bots", "POST", bot);
    if (made !== undefined && "token" in made) setToken(String(made.token));
    return made !== undefined;
  };
  return (
    <>
      <BotForm onMake={make} />
      <ApiError error={error} />
      {token !== undefined && (
        <ShownOnce key={token} label={bots.newToken} advice={bots.tokenAdvice} text={token} copy={bots.copyToken} />
      )}
      <ProgramList
        label={bots.title}
        none={bots.none}
        programs={answer?.bots}
        advice={bots.revokeAdvice}
        onRevoke={async (id) => (await act(`bots/${id}`, "DELETE")) !== undefined}
      />
    </>
  );
}
