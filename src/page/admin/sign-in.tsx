import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RoomError } from "../../client/index.ts";
import type { FirstRun } from "../../protocol/operator.ts";
import { useAdminWords } from "../i18n/use-admin-words.ts";
import { ApiError } from "../lazy/ui/api-error.tsx";
import { Field } from "../lazy/ui/form-fields.tsx";
import { PanelForm } from "../lazy/ui/panel-form.tsx";
import { Logo } from "../ui/logo.tsx";
import { secretCommands } from "./model/secret-commands.ts";
import type { SignOutReason } from "./model/session.ts";
import { readSignInWays, tryToken } from "./model/sign-in.ts";
import { Commands } from "./ui/commands.tsx";

/** Asks for a token, which stays in the tab, or says how to set one if the deployment takes none. */
export function SignIn({ reason }: { reason: SignOutReason | undefined }) {
  const { signIn } = useAdminWords();
  const [ways, setWays] = useState<FirstRun>();
  useEffect(() => void readSignInWays().then(setWays), []);
  const takesToken = ways === undefined || ways.signIn.includes("token") || ways.signIn.includes("jwt");
  return (
    <main class="card">
      <Logo />
      <h1>{signIn.title}</h1>
      <Advice ways={ways} />
      {reason !== undefined && (
        <p class="complaint" role="alert">
          {signIn[reason]}
        </p>
      )}
      {takesToken && <TokenForm />}
    </main>
  );
}

/** How to sign in here, by what the deployment has set. */
function Advice({ ways }: { ways: FirstRun | undefined }) {
  const { signIn } = useAdminWords();
  if (ways === undefined || ways.signIn.includes("token")) return <p>{signIn.advice}</p>;
  if (ways.signIn.includes("jwt")) return <p>{signIn.siteOnly}</p>;
  if (ways.signIn.includes("access")) return <p>{signIn.accessOnly}</p>;
  return (
    <>
      <p>{signIn.noToken}</p>
      <Commands lines={secretCommands("OWNER_TOKEN", ways.ownServer)} />
    </>
  );
}

function TokenForm() {
  const { signIn } = useAdminWords();
  const [token, setToken] = useState("");
  const [error, setError] = useState<RoomError>();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const submit = async () => setError(await tryToken(token.trim()));
  const said = error?.code === "bad_token" ? "wrong" : error?.code === "not_allowed" ? "notAllowed" : undefined;
  return (
    <PanelForm verb={signIn.verb} isDisabled={token.trim() === ""} onSubmit={submit}>
      <Field label={signIn.token} advice={signIn.kept} fault={said && signIn[said]}>
        {(attributes) => (
          <input
            {...attributes}
            ref={field}
            type="password"
            dir="ltr"
            autocomplete="current-password"
            spellcheck={false}
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        )}
      </Field>
      {said === undefined && <ApiError error={error} />}
    </PanelForm>
  );
}
