// The page of a frame (`/embed/<room>`), built apart from the full page, which carries none of it.
import { render } from "preact";
import { takeLinkSecrets } from "../join/page-url.ts";
import { recallName, rememberName } from "../join/username.ts";
import { loadMarkup } from "../markup/load-markup.ts";
import { pageStorage, tabStorage } from "../model/persisted-store.ts";
import { Lazy, loadParts } from "../ui/lazy.tsx";
import { followFrameLanguage, followFrameTheme } from "./follow-options.ts";
import { FrameApp } from "./frame-app.tsx";
import { address } from "./frame-options.ts";
import { keepFocusOutside } from "./keep-focus-outside.ts";
import { openLinksOutside } from "./open-links-outside.ts";

const root = document.getElementById("app");
if (root !== null) {
  const { room } = address;
  takeLinkSecrets();
  openLinksOutside();
  keepFocusOutside();
  followFrameTheme();
  await followFrameLanguage();
  if (room !== undefined) document.title = `#${room} · Parley`;
  const readable = loadMarkup();
  void readable.then(loadParts);
  render(
    room === undefined ? (
      <Lazy>{({ NoRoom }) => <NoRoom />}</Lazy>
    ) : (
      <FrameApp
        room={room}
        storage={pageStorage()}
        tab={tabStorage()}
        token={undefined}
        readable={readable}
        recallName={recallName}
        rememberName={rememberName}
        onOpen={(opened) => opened}
      />
    ),
    root,
  );
}
