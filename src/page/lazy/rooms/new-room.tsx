import type { TargetedSubmitEvent } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { MAX_ROOM_NAME_LENGTH } from "../../../protocol/limits.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { checkRoom, pathOfRoom, type RoomFault, randomRoomName } from "./room-name.ts";

/**
 * Asks for a room's name and opens it. A room is created when the first person joins.
 *
 * @param isListed whether everyone can find it in a public list, under whatever name
 */
export function NewRoom({ isListed }: { isListed: boolean }) {
  const strings = useAllWords();
  const { rooms } = strings;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<RoomFault>();

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkRoom(input.current?.value ?? "");
    setFault(checked.ok ? undefined : checked.fault);
    if (checked.ok) location.assign(pathOfRoom(checked.room));
    else input.current?.focus();
  };
  const propose = () => {
    if (input.current === null) return;
    input.current.value = randomRoomName();
    input.current.focus();
    setFault(undefined);
  };
  return (
    <form class="panel-part" noValidate onSubmit={submit}>
      <label class="panel-title" for={id}>
        {rooms.make}
      </label>
      <input
        id={id}
        ref={input}
        dir="ltr"
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={rooms.namePlaceholder}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault ${id}-advice`}
      />
      <p id={`${id}-fault`} class="complaint" role="alert">
        {fault && roomFaultText(strings, fault)}
      </p>
      <p id={`${id}-advice`} class="panel-advice">
        {isListed ? rooms.makePublicAdvice : rooms.makeAdvice}
      </p>
      <p class="panel-actions">
        <button type="submit" class="button">
          {rooms.enter}
        </button>
        {!isListed && (
          <button type="button" class="button button-quiet" onClick={propose}>
            <ActionIcon shape="dice" />
            {rooms.random}
          </button>
        )}
      </p>
    </form>
  );
}

function roomFaultText({ rooms }: AllWords, fault: RoomFault): string {
  switch (fault) {
    case "missing":
      return rooms.nameMissing;
    case "length":
      return rooms.nameLength(MAX_ROOM_NAME_LENGTH);
    case "start":
      return rooms.nameStart;
    case "characters":
      return rooms.nameCharacters;
  }
}
