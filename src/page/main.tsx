import { render } from "preact";
import { App } from "./app.tsx";
import { followUrlToken, roomOfPath, takeLinkSecrets, takeUrlToken } from "./join/page-url.ts";
import { loadMarkup } from "./markup/load-markup.ts";
import { followLanguage } from "./settings/follow-language.ts";
import { followTheme } from "./theme/theme.ts";
import { Lazy, loadParts, withParts } from "./ui/lazy.tsx";

const root = document.getElementById("app");
// A browser that is too old shows its note alone.
if (root !== null && document.documentElement.dataset.old === undefined) {
  const room = roomOfPath(location.pathname);
  const token = takeUrlToken();
  takeLinkSecrets();
  followUrlToken();
  await followLanguage();
  if (room !== undefined) document.title = `#${room} · Parley`;
  root.replaceChildren();
  followTheme();
  // In the next task, after the first render, so that it does not compete for a slow network.
  const readable = Promise.resolve().then(loadMarkup);
  void readable.then(loadParts);
  void readable.then(() => withParts(({ keepOffline }) => keepOffline()));
  render(
    room === undefined ? (
      <Lazy>{({ NoRoom }) => <NoRoom />}</Lazy>
    ) : (
      <App room={room} token={token} readable={readable} />
    ),
    root,
  );
}
