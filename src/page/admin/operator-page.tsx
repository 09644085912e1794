import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { adminWordsLoaded } from "../i18n/admin-language.ts";
import { wordsLoaded } from "../i18n/lazy-language.ts";
import { useAdminWords } from "../i18n/use-admin-words.ts";
import { showOutcome } from "../lazy/model/dialogs-state.ts";
import { LanguageChoice, ThemeChoice } from "../lazy/settings/settings-panel.tsx";
import { ApiError } from "../lazy/ui/api-error.tsx";
import { Dialog } from "../lazy/ui/dialog.tsx";
import { Toast } from "../lazy/ui/toast.tsx";
import { useStore } from "../model/store.ts";
import { Icon } from "../ui/icon.tsx";
import { Logo } from "../ui/logo.tsx";
import { AuditPart } from "./across/audit.tsx";
import { BanFromAllDialog } from "./across/ban-dialog.tsx";
import { BansPart } from "./across/bans.tsx";
import { ReportsPart } from "./across/reports.tsx";
import { KeysPart } from "./keys/keys.tsx";
import { keepFocus } from "./model/keep-focus.ts";
import { linkTo, PARTS, type Part, type Route } from "./model/route.ts";
import { session, signOut } from "./model/session.ts";
import { checkSession } from "./model/sign-in.ts";
import { useRoute } from "./model/use-route.ts";
import { Overview } from "./overview.tsx";
import { RoomList } from "./rooms/room-list.tsx";
import { RoomPage } from "./rooms/room-page.tsx";
import { SignIn } from "./sign-in.tsx";

/** Shows the operator's page, in the language that is set. */
export async function showOperatorPage(root: HTMLElement): Promise<void> {
  await Promise.all([wordsLoaded, adminWordsLoaded]);
  void checkSession();
  root.replaceChildren();
  render(<OperatorPage />, root);
}

function OperatorPage() {
  const { operator } = useAdminWords();
  const value = useStore(session, (store) => store.value);
  const wasAsked = useRef(false);
  if (value.state === "signedOut") wasAsked.current = true;
  useEffect(() => {
    document.title = `${operator.title} · Parley`;
  }, [operator.title]);
  switch (value.state) {
    case "checking":
      return <main class="card" aria-busy="true" />;
    case "failed":
      return (
        <main class="card">
          <h1>{operator.title}</h1>
          <ApiError error={value.error} />
          <button type="button" class="button" onClick={() => void checkSession()}>
            {operator.retry}
          </button>
        </main>
      );
    case "signedOut":
      return <SignIn reason={value.reason} />;
    case "signedIn":
      return <Parts takesFocus={wasAsked.current} />;
  }
}

/**
 * The navigation, and the part that it has chosen.
 *
 * @param takesFocus whether what had the focus is gone, as the sign-in is
 */
function Parts({ takesFocus }: { takesFocus: boolean }) {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = placeOf(route);
  const isFirst = useRef(!takesFocus);
  useLayoutEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    // What was done elsewhere is told there.
    showOutcome(undefined);
    // As after loading a page: a screen reader begins with its heading.
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), []);
  return (
    <div class="operator">
      <Head part={route.part} />
      <main ref={main} tabIndex={-1}>
        <Shown route={route} />
        <BanFromAllDialog />
      </main>
      <Toast />
    </div>
  );
}

/** A part or a room. A search, an order and a room's section are the same place. */
function placeOf({ part, room = "" }: Route): string {
  return `${part}/${room}`;
}

function Shown({ route }: { route: Route }) {
  const { part, room, tab } = route;
  if (room !== undefined) return <RoomPage key={room} room={room} tab={tab} />;
  switch (part) {
    case "overview":
      return <Overview />;
    case "rooms":
      return <RoomList route={route} />;
    case "reports":
      return <ReportsPart />;
    case "bans":
      return <BansPart />;
    case "audit":
      return <AuditPart />;
    case "keys":
      return <KeysPart />;
  }
}

function Head({ part }: { part: Part }) {
  const words = useAdminWords();
  const [isOpen, setOpen] = useState(false);
  const names: Readonly<Record<Part, string>> = {
    overview: words.operator.overview,
    rooms: words.common.rooms,
    reports: words.moderation.reports,
    bans: words.operator.bans,
    audit: words.moderation.audit,
    keys: words.operator.keys,
  };
  return (
    <header class="operator-head">
      <Logo />
      <p class="operator-title">{words.operator.title}</p>
      <nav aria-label={words.moderation.parts}>
        <ul>
          {PARTS.map((one) => (
            <li key={one}>
              <a href={linkTo({ part: one })} aria-current={one === part ? "page" : undefined}>
                {names[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        class="button button-quiet icon-button"
        aria-label={words.common.settings}
        title={words.common.settings}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon shape="settings" />
      </button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={words.common.settings} variant="card">
        <LanguageChoice />
        <ThemeChoice />
        <p class="panel-actions">
          <button type="button" class="button button-quiet" onClick={() => signOut()}>
            {words.account.signOutVerb}
          </button>
        </p>
      </Dialog>
    </header>
  );
}
