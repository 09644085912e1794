import { useId, useRef, useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { pathOfRoom } from "./room-name.ts";

/** The link to a room: to copy, and to hand to another app where the system can. */
export function ShareRoom({ room }: { room: string }) {
  const { actions, rooms } = useAllWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const link = new URL(pathOfRoom(room), location.href).href;
  const invitation = { title: `#${room}`, text: rooms.invitation(`#${room}`), url: link };
  // Where there is no `share`, there is no `canShare`.
  const canShare = navigator.canShare?.(invitation) ?? false;

  const selectLink = () => {
    setIsRefused(true);
    field.current?.select();
  };
  return (
    <section class="panel-part">
      <label class="panel-title" for={id}>
        {rooms.link}
      </label>
      <input
        id={id}
        ref={field}
        class="link"
        dir="ltr"
        type="text"
        readOnly
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="panel-actions">
        <CopyButton text={link} label={actions.copyLink} onRefused={selectLink} />
        {canShare && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => void navigator.share(invitation).catch(givenUp)}
          >
            <Icon shape="share" />
            {rooms.share}
          </button>
        )}
      </p>
      <p class="complaint" role="alert">
        {isRefused && rooms.copyRefused}
      </p>
    </section>
  );
}

/** Who closes the system's dialog has changed their mind; there is nothing to say. */
function givenUp(): void {}
