import { useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { changeSettings, useSetting } from "../settings/settings.ts";
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
  switch (panel.place) {
    case "dialog":
      return <Lazy isNeeded={panel.isOpen}>{({ PeopleDialog }) => <PeopleDialog chat={chat} panel={panel} />}</Lazy>;
    case "column":
      return panel.isOpen ? (
        <aside class="people-column" aria-labelledby="people-title">
          {/* Open without being asked for, it must not compete with the first load. */}
          <Lazy isNeeded={false}>{({ PeopleColumn }) => <PeopleColumn chat={chat} panel={panel} />}</Lazy>
        </aside>
      ) : null;
  }
}
