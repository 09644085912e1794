import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { changeSettings, useSetting } from "../settings/settings.ts";
import { Icon } from "../ui/icon.tsx";
import { Lazy } from "../ui/lazy.tsx";
import { useMedia } from "../ui/use-media.ts";

/** From this width on, there is room for the people beside the log. */
const WIDE = "(min-width: 64rem)";
/** From this width on, they are there without being asked for. */
const ROOMY = "(min-width: 75rem)";

export interface PeoplePanel {
  readonly place: "column" | "dialog";
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
}

/** A wide page has a column, which is remembered; a narrow page has a dialog. */
export function usePeoplePanel(): PeoplePanel {
  const isWide = useMedia(WIDE);
  const isRoomy = useMedia(ROOMY);
  const hasColumn = useSetting("showsPeople") ?? isRoomy;
  const [hasDialog, setDialog] = useState(false);
  return isWide
    ? { place: "column", isOpen: hasColumn, setOpen: (showsPeople) => changeSettings({ showsPeople }) }
    : { place: "dialog", isOpen: hasDialog, setOpen: setDialog };
}

/** The people in the room: a column beside the log, or a dialog on a narrow page. */
export function People({ chat, panel }: { chat: Chat; panel: PeoplePanel }) {
  const { common, people } = useWords();
  const { isOpen, place } = panel;
  const close = () => panel.setOpen(false);
  switch (place) {
    case "dialog":
      return (
        <Lazy isNeeded={isOpen}>
          {({ Dialog, PeopleList }) => (
            <Dialog isOpen={isOpen} onClose={close} title={people.whoIsHere} variant="panel">
              <PeopleList chat={chat} />
            </Dialog>
          )}
        </Lazy>
      );
    case "column":
      return isOpen ? (
        <aside class="people-column" aria-labelledby="people-title">
          <div class="dialog-head">
            <h2 id="people-title">{people.whoIsHere}</h2>
            <button type="button" class="button button-quiet icon-button" aria-label={common.close} onClick={close}>
              <Icon shape="close" />
            </button>
          </div>
          {/* Open without being asked for, it must not compete with the first load. */}
          <Lazy isNeeded={false}>{({ PeopleList }) => <PeopleList chat={chat} />}</Lazy>
        </aside>
      ) : null;
  }
}
