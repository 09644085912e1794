/** `#token=…`, alone or behind something else that the address means. */
const BROUGHT = /^#(?:(?<rest>.*)&)?token=(?<token>[\w.~-]+)$/;

/**
 * Takes the token with which a site linked somebody here (P8.1) out of the address, so that it stands in no history, no
 * bookmark and nothing that is shared. It is kept nowhere but in the page's memory.
 */
export function takeBroughtToken(): string | undefined {
  const { rest = "", token } = BROUGHT.exec(location.hash)?.groups ?? {};
  if (token === undefined) return undefined;
  const hash = rest === "" ? "" : `#${rest}`;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
  return token;
}

/** A link with a token that is followed on this very page loads nothing: it begins anew, so that the token is taken. */
export function followBroughtToken(): void {
  addEventListener("hashchange", () => {
    if (BROUGHT.test(location.hash)) location.reload();
  });
}
