import type { ComponentChildren } from "preact";
import type { OperatorStatus } from "../../../protocol/operator.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { linkTo } from "../model/route.ts";
import { secretCommands } from "../model/secret-commands.ts";
import { useStatus } from "../model/session.ts";
import { Commands } from "../ui/commands.tsx";

/** The tokens and keys of the deployment: which there are, and how to replace each. */
export function KeysPart() {
  const { operator } = useAdminWords();
  const status = useStatus();
  return (
    <>
      <h1>{operator.keys}</h1>
      {status !== undefined && <Keys status={status} />}
    </>
  );
}

function Keys({ status: { ownServer, signIn, siteKey } }: { status: OperatorStatus }) {
  const { common, keys } = useAdminWords();
  const site = siteKey === "jwks" ? keys.siteKeys : keys.siteSecret;
  return (
    <>
      <p>{keys.advice}</p>
      <Key name="OWNER_TOKEN" isSet={signIn.includes("token")} advice={keys.ownerToken}>
        <Commands lines={secretCommands("OWNER_TOKEN", ownServer)} />
      </Key>
      <Key name={keys.site} isSet={siteKey !== undefined} advice={site}>
        {siteKey !== "jwks" && <Commands lines={secretCommands("JWT_SECRET", ownServer)} />}
      </Key>
      {!ownServer && <Key name="Cloudflare Access" isSet={signIn.includes("access")} advice={keys.access} />}
      <Key name={keys.guests} advice={keys.guestsAdvice}>
        <p>
          <a href={linkTo({ part: "rooms" })}>{common.rooms}</a>
        </p>
      </Key>
      <Key name={keys.others} advice={keys.othersAdvice} />
    </>
  );
}

interface Props {
  readonly name: string;
  /** `undefined` where there always is one. */
  readonly isSet?: boolean;
  readonly advice: string;
  readonly children?: ComponentChildren;
}

function Key({ advice, children, isSet, name }: Props) {
  const { keys } = useAdminWords();
  return (
    <section class="operator-box operator-part">
      <h2>
        {name}
        {isSet !== undefined && <span class="flag">{isSet ? keys.isSet : keys.notSet}</span>}
      </h2>
      <p>{advice}</p>
      {children}
    </section>
  );
}
