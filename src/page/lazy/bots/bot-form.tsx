import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Checks } from "../ui/form-fields.tsx";
import { NameAndPicture } from "./name-and-picture.tsx";

const SCOPES = ["read", "write", "moderate"] as const;
type Scope = (typeof SCOPES)[number];

/** A new bot, as the server takes it. */
export interface BotValues {
  readonly name: string;
  readonly avatar?: string;
  readonly scopes: readonly Scope[];
}

const EMPTY = { name: "", avatar: "" };

/** @param onMake returns whether it was made */
export function BotForm({ onMake }: { onMake: (bot: BotValues) => Promise<boolean> }) {
  const { bots } = useAllWords();
  const [looks, setLooks] = useState(EMPTY);
  const [scopes, setScopes] = useState<readonly Scope[]>(["read", "write"]);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { avatar, name } = looks;
    if (await onMake({ name, ...(avatar && { avatar }), scopes })) setLooks(EMPTY);
  };
  return (
    <form class="form" onSubmit={(event) => void submit(event)}>
      <p class="panel-advice">{bots.advice}</p>
      <NameAndPicture {...looks} onChange={setLooks} />
      <Checks label={bots.scopes} names={bots.scopeNames} values={SCOPES} chosen={scopes} onChange={setScopes} />
      <button type="submit" class="button" disabled={scopes.length === 0}>
        {bots.make}
      </button>
    </form>
  );
}
