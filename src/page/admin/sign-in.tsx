import { useState } from "preact/hooks";
import type { RoomError } from "../../client/index.ts";
import { useAdminWords } from "../i18n/use-admin-words.ts";
import { ApiError } from "../lazy/ui/api-error.tsx";
import { Field } from "../lazy/ui/form-fields.tsx";
import { PanelForm } from "../lazy/ui/panel-form.tsx";
import { Logo } from "../ui/logo.tsx";
import type { SignOutReason } from "./model/session.ts";
import { tryToken } from "./model/sign-in.ts";

/** Asks for a token. It stays in the tab. */
export function SignIn({ reason }: { reason: SignOutReason | undefined }) {
  const { signIn } = useAdminWords();
  const [token, setToken] = useState("");
  const [error, setError] = useState<RoomError>();
  const submit = async () => setError(await tryToken(token.trim()));
  const said = error?.code === "bad_token" ? "wrong" : error?.code === "not_allowed" ? "notAllowed" : undefined;
  return (
    <main class="card">
      <Logo />
      <h1>{signIn.title}</h1>
      <p>{signIn.advice}</p>
      <PanelForm verb={signIn.verb} isDisabled={token.trim() === ""} onSubmit={submit}>
        <Field label={signIn.token} advice={signIn.kept} fault={said && signIn[said]}>
          {(attributes) => (
            <input
              {...attributes}
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
        {error === undefined && reason !== undefined && (
          <p class="complaint" role="alert">
            {signIn[reason]}
          </p>
        )}
      </PanelForm>
    </main>
  );
}
