// The page of a frame (`/embed/<room>`), built apart from the full page, which carries none of it.
import { render } from "preact";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { takeLinkSecrets } from "../join/page-url.ts";
import { loadMarkup } from "../markup/load-markup.ts";
import { pageStorage, tabStorage } from "../model/persisted-store.ts";
import { Lazy, loadParts } from "../ui/lazy.tsx";
import { followFrameLanguage, followFrameLooks } from "./follow-options.ts";
import { FrameApp } from "./frame-app.tsx";
import { address, options, takeOptions } from "./frame-options.ts";
import { blockStorage, clearStorage, FrameStorage, hostStorage } from "./frame-storage.ts";
import { meetHost } from "./host-link.ts";
import { isTrusted, readHosts } from "./hosts.ts";
import { keepFocusOutside } from "./keep-focus-outside.ts";
import { openLinksOutside } from "./open-links-outside.ts";
import { serveHost } from "./serve-host.ts";
import { shareEntrance } from "./share-entrance.ts";
import { withoutModeration } from "./without-moderation.ts";

/** The key of the user's name in the frame's storage. */
const NAME_KEY = "name";

const root = document.getElementById("app");
if (root !== null && document.documentElement.dataset.old === undefined) await start(root);

async function start(into: HTMLElement): Promise<void> {
  const { room } = address;
  if (room === undefined) {
    render(<Lazy>{({ NoRoom }) => <NoRoom />}</Lazy>, into);
    return;
  }
  const openStorage = options.value.consent ? undefined : blockStorage();
  takeLinkSecrets();
  openLinksOutside();
  keepFocusOutside();
  followFrameLooks();
  const hosts = readHosts(document.documentElement.dataset.hosts ?? "");
  const isTop = window.parent === window;
  const link = address.hasHost && !isTop ? await meetHost(window, hosts) : undefined;
  if (link !== undefined) takeOptions(link.hello.options);
  await followFrameLanguage();
  document.title = `#${room} · Parley`;

  const isNested = window.parent !== window.top;
  const trusted = link?.isTrusted ?? isTrusted(hosts, { host: undefined, own: location.origin, isNested, isTop });
  const storage = new FrameStorage();
  const host = link?.isTrusted
    ? hostStorage(link.hello.stored, (key, value) => link.post({ type: "store", key, value }))
    : undefined;
  /** Whether the host stores the items; absent while it does not. */
  let isAtHost: boolean | undefined;
  const store = () => {
    const { consent, persists } = options.value;
    if (!consent || persists === isAtHost) return;
    openStorage?.();
    isAtHost = persists;
    storage.moveTo((persists && host) || pageStorage(), (key) => isOfRoom(key, room));
  };
  store();
  options.subscribe(store);
  const entrance = shareEntrance(room, storage, (key) => isIdentityOf(key, room));
  const readable = loadMarkup();
  void readable.then(loadParts);
  const forget = () => {
    storage.forget();
    clearStorage(tabStorage());
  };
  const served = link && serveHost(link, forget);
  const show = () =>
    render(
      <FrameApp
        key={served?.session}
        room={room}
        storage={storage}
        tab={tabStorage()}
        token={served?.token}
        hasToken={served?.hasToken}
        readable={readable}
        recallName={() => normalizeUsername(storage.get(NAME_KEY) ?? "")}
        rememberName={(name) => {
          storage.set(NAME_KEY, name);
          entrance.entered();
        }}
        entrance={entrance}
        onOpen={(opened) => {
          served?.opened(opened);
          return trusted ? opened : withoutModeration(opened);
        }}
        onClose={served?.close}
      />,
      into,
    );
  served?.onSession(show);
  show();
}

/** Whether an item of a storage tells who the user of a room is. */
function isIdentityOf(key: string, room: string): boolean {
  return key === NAME_KEY || key.endsWith(`/ws/${room}#identity`);
}

/** Whether an item of a storage is of a room, and not of others that the same storage may have. */
function isOfRoom(key: string, room: string): boolean {
  return isIdentityOf(key, room) || key === `draft:${room}` || key.includes(`/ws/${room}#`);
}
