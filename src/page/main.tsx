import { render } from "preact";
import { App } from "./app.tsx";
import { roomOfPath } from "./entrance/address.ts";
import { followBroughtToken, takeBroughtToken } from "./entrance/brought-token.ts";
import { takeSecret } from "./entrance/secrets.ts";
import { Later, loadParts } from "./later/later.tsx";
import { loadReader } from "./markup/loaded-reader.ts";
import { keepOffline } from "./offline/keep-offline.ts";
import { followLanguage } from "./settings/follow-language.ts";
import { followTheme } from "./theme/theme.ts";

const root = document.getElementById("app");
// index.html has it; a page without it is not ours to fill.
if (root !== null) {
  const room = roomOfPath(location.pathname);
  const token = takeBroughtToken();
  takeSecret();
  followBroughtToken();
  await followLanguage();
  if (room !== undefined) document.title = `#${room} · Parley`;
  root.replaceChildren();
  followTheme();
  // In the next turn, when the page is there: on a slow network it would take from the page what that needs first.
  const readable = Promise.resolve().then(loadReader);
  void readable.then(loadParts);
  render(
    room === undefined ? (
      <Later>{({ NoRoom }) => <NoRoom />}</Later>
    ) : (
      <App room={room} token={token} readable={readable} />
    ),
    root,
  );
  void keepOffline();
}
