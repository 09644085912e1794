import type { HelloCommand } from "../../protocol/commands.ts";
import type { Config } from "../../worker/config/config.ts";
import type { Capability } from "../../worker/object/capability.ts";
import { challengePage } from "./challenge-page.ts";
import { MIGRATIONS } from "./migrations.ts";
import { plugInNewcomers } from "./newcomers.ts";
import { SqlNewcomerStore } from "./sql-newcomer-store.ts";
import { verifyTurnstile } from "./turnstile.ts";

/** A challenge for new guests, and a time in which they only read (P10). */
export const newcomers: Capability = {
  name: "newcomers",
  migrations: MIGRATIONS,
  open: (sql, { turnstile }) => plugInNewcomers(new SqlNewcomerStore(sql), turnstile?.siteKey),
  inspectHello: (hello, host, { allowedOrigins, turnstile }) =>
    turnstile !== undefined && hello.challenge?.kind === "turnstile"
      ? withVerdict(hello, turnstile.secret, (hostname) => hostname === host || isListed(hostname, allowedOrigins))
      : undefined,
  pages: challengePage,
};

async function withVerdict(
  hello: HelloCommand,
  secret: string,
  isOurs: (hostname: string) => boolean,
): Promise<HelloCommand> {
  const { challenge } = hello;
  if (challenge === undefined) return hello;
  return { ...hello, challenge: { ...challenge, verdict: await verifyTurnstile(challenge.answer, secret, isOurs) } };
}

/** Whether pages of this host may open rooms. */
function isListed(hostname: string, origins: Config["allowedOrigins"]): boolean {
  return origins === "*" || [...origins].some((origin) => URL.parse(origin)?.hostname === hostname);
}
