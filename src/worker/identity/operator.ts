import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { OperatorStatus } from "../../protocol/operator.ts";
import type { Config } from "../config/config.ts";
import { verifyBearer } from "./bearer.ts";
import { verifyAccess } from "./cloudflare-access.ts";
import type { Verdict } from "./verifier.ts";

/** An operator of the deployment (P18.3). */
export type Operator = Pick<OperatorStatus, "by" | "name">;

declare module "hono" {
  interface ContextVariableMap {
    /** Set on requests below `/api/operator`. */
    operator: Operator | undefined;
    /** Whether an operator's request is for a room that was made, and that `ROOM_NAMES` no longer has (P18.16). */
    isFormerRoom: boolean | undefined;
  }
}

/** Result of checking who asks. */
export type OperatorVerdict =
  | { readonly ok: true; readonly operator: Operator }
  | { readonly ok: false; readonly code: Extract<ErrorCode, "token_needed" | "not_allowed"> }
  | Exclude<Verdict, { readonly ok: true }>;

/**
 * Verifies that a request is an operator's (P18.3): by `OWNER_TOKEN`, by a token of the site for all rooms with the role
 * `operator`, or by the Access application around the operator's page.
 *
 * @param authorization the header of that name, which counts if it is there
 * @param assertion the token that Access adds
 */
export async function verifyOperator(
  authorization: string | undefined,
  assertion: string | undefined,
  config: Pick<Config, "identity" | "ownerToken">,
): Promise<OperatorVerdict> {
  if (authorization !== undefined) {
    // A token for some rooms is not for "".
    const verdict = await verifyBearer(authorization, "", config);
    if (!verdict.ok) return verdict;
    const { requester } = verdict;
    if (requester.type === "owner") return { ok: true, operator: { by: "token" } };
    if (requester.type !== "signedIn" || requester.identity.isOperator !== true)
      return { ok: false, code: "not_allowed" };
    return { ok: true, operator: { by: "jwt", ...nameOf(requester.identity) } };
  }
  const verdict = await verifyAccess(assertion, config.identity.operatorAccess, "");
  if (verdict === undefined) return { ok: false, code: "token_needed" };
  return verdict.ok ? { ok: true, operator: { by: "access", ...nameOf(verdict.identity) } } : verdict;
}

function nameOf({ username }: { readonly username?: string }): Pick<Operator, "name"> {
  return username === undefined ? {} : { name: username };
}
