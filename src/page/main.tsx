import { render } from "preact";
import { App } from "./app.tsx";
import { roomOfPath } from "./entrance/address.ts";
import { NoRoom } from "./entrance/no-room.tsx";
import { language, speak } from "./i18n/language.ts";
import { keepOffline } from "./offline/keep-offline.ts";
import { followTheme } from "./theme/theme.ts";

const root = document.getElementById("app");
// index.html has it; a page without it is not ours to fill.
if (root !== null) {
  const room = roomOfPath(location.pathname);
  await speak(undefined, navigator.languages);
  document.title = `${room === undefined ? language.value.entrance.noRoomTitle : `#${room}`} · Parley`;
  root.replaceChildren();
  followTheme();
  render(room === undefined ? <NoRoom /> : <App room={room} />, root);
  void keepOffline();
}
