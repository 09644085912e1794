import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { Icon } from "../ui/icon.tsx";
import type { PeoplePanel } from "./use-people-panel.ts";

/** Who is here: in a column beside the log, or in a dialog where the page is narrow. */
export function People({ chat, panel }: { chat: Chat; panel: PeoplePanel }) {
  const { common, people } = useWords();
  const { isOpen, place } = panel;
  const close = () => panel.setOpen(false);
  switch (place) {
    case "dialog":
      return (
        <Later isNeeded={isOpen}>
          {({ Dialog, PeopleList }) => (
            <Dialog isOpen={isOpen} onClose={close} title={people.whoIsHere} variant="panel">
              <PeopleList chat={chat} />
            </Dialog>
          )}
        </Later>
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
          <Later>{({ PeopleList }) => <PeopleList chat={chat} />}</Later>
        </aside>
      ) : null;
  }
}
