import type { Role } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { Icon } from "../ui/icon.tsx";

interface Props {
  readonly words: Words;
  readonly role: Role | undefined;
  /** Whether the owner's own site says who this is. */
  readonly isSignedIn: boolean;
}

/**
 * What the room vouches for, beside a name. It is drawn, and stands outside of the name: no character of a name can pass for
 * it.
 */
export function Badges({ isSignedIn, role, words: { people } }: Props) {
  const badge = (kind: "owner" | "moderator" | "signedIn") => (
    <span class="badge" data-kind={kind} title={people[kind]}>
      <Icon shape={kind} />
      <span class="hidden">{people[kind]}</span>
    </span>
  );
  return (
    <>
      {(role === "owner" || role === "moderator") && badge(role)}
      {isSignedIn && badge("signedIn")}
    </>
  );
}
