import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Checks } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { type Looks, NameAndPicture, useLooks } from "./name-and-picture.tsx";

const SCOPES = ["read", "write", "moderate"] as const;
type Scope = (typeof SCOPES)[number];
const USUAL_SCOPES: readonly Scope[] = ["read", "write"];

/** A new bot, as the server takes it. */
export interface BotValues extends Looks {
  readonly scopes: readonly Scope[];
}

/** @param onMake returns whether it was made */
export function BotForm({ onMake }: { onMake: (bot: BotValues) => Promise<boolean> }) {
  const { bots } = useAllWords();
  const { check, clear, fields } = useLooks();
  const [scopes, setScopes] = useState(USUAL_SCOPES);
  const submit = async () => {
    const looks = check();
    if (looks === undefined || !(await onMake({ ...looks, scopes }))) return;
    clear();
    setScopes(USUAL_SCOPES);
  };
  return (
    <PanelForm verb={bots.make} isDisabled={scopes.length === 0} onSubmit={submit}>
      <p class="panel-advice">{bots.advice}</p>
      <NameAndPicture {...fields} />
      <Checks label={bots.scopes} names={bots.scopeNames} values={SCOPES} chosen={scopes} onChange={setScopes} />
    </PanelForm>
  );
}
