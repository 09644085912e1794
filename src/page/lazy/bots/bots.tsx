import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { BotForm, type BotValues } from "./bot-form.tsx";
import { type Program, ProgramList } from "./program-list.tsx";

/** The room's bots, for its owners (P15.1). */
export function Bots({ chat }: { chat: ModeratedRoom }) {
  const { bots } = useAllWords();
  const { act, answer, error } = useApi<{ readonly bots?: readonly Program[] }>(chat, "bots");
  const [made, setMade] = useState<Program & { readonly token: string }>();
  const make = async (bot: BotValues) => {
    setMade(undefined);
    const done = await act("bots", "POST", bot);
    // The server answers with the bot and its token.
    setMade(done as typeof made);
    return done !== undefined;
  };
  const revoke = async (id: string) => {
    const isDone = (await act(`bots/${id}`, "DELETE")) !== undefined;
    if (isDone && made?.id === id) setMade(undefined);
    return isDone;
  };
  return (
    <>
      <BotForm onMake={make} />
      <ApiError error={error} />
      {made !== undefined && (
        <ShownOnce
          key={made.token}
          label={bots.tokenOf(made.name)}
          advice={bots.tokenAdvice}
          text={made.token}
          copy={bots.copyToken}
        />
      )}
      <ProgramList
        label={bots.title}
        none={bots.none}
        programs={answer?.bots}
        advice={bots.revokeAdvice}
        onRevoke={revoke}
      />
    </>
  );
}
