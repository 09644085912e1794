import { useState } from "preact/hooks";
import { choose, useSetting } from "../settings/settings.ts";
import { useMedia } from "../ui/use-media.ts";

/** From here on there is room for people beside the log: its own measure, and theirs. */
const WIDE = "(min-width: 64rem)";

/** Where the people are shown, and whether. */
export interface PeoplePanel {
  readonly place: "column" | "dialog";
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
}

/** A wide page has a column, which is remembered; on a narrow one people are looked at now and then. */
export function usePeoplePanel(): PeoplePanel {
  const isWide = useMedia(WIDE);
  const hasColumn = useSetting("showsPeople");
  const [hasDialog, setDialog] = useState(false);
  return isWide
    ? { place: "column", isOpen: hasColumn, setOpen: (showsPeople) => choose({ showsPeople }) }
    : { place: "dialog", isOpen: hasDialog, setOpen: setDialog };
}
