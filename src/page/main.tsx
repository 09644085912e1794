import { render } from "preact";
import { App } from "./app.tsx";
import { roomOfPath } from "./entrance/address.ts";
import { NoRoom } from "./entrance/no-room.tsx";
import { followTheme } from "./theme/theme.ts";

const root = document.getElementById("app");
// index.html has it; a page without it is not ours to fill.
if (root !== null) {
  const room = roomOfPath(location.pathname);
  document.title = room === undefined ? "No such room · Parley" : `#${room} · Parley`;
  root.replaceChildren();
  followTheme();
  render(room === undefined ? <NoRoom /> : <App room={room} />, root);
}
