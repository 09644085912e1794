import { useState } from "preact/hooks";
import { RoomError } from "../../../client/index.ts";
import { TOUCH } from "../../composer/text-field.tsx";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { nameRefusalWords } from "../ui/refusal-words.ts";
import { NameForm } from "./name-form.tsx";

interface Props {
  readonly chat: Chat;
  /** Called with the name that the room accepted. */
  readonly onName: (name: string) => void;
}

/**
 * Asks a reader for a name above the composer. The message or the action that needs a person waits until the room has let
 * them in (P3.37), and stays where it was if they change their mind.
 */
export function NamePrompt({ chat, onName }: Props) {
  const strings = useAllWords();
  const { asked, common, entrance } = strings;
  const [refused, setRefused] = useState<RoomError>();
  const [isJoining, setIsJoining] = useState(false);
  const close = (next?: () => void) => {
    // On a touch screen, the keyboard would cover what a person reacts to; somebody who writes has it open already.
    const isWriting = next === undefined || chat.view.draft !== "" || !matchMedia(TOUCH).matches;
    chat.endAsking();
    next?.();
    if (isWriting) focusComposer();
  };
  const join = async (name: string) => {
    if (isJoining) return;
    setRefused(undefined);
    setIsJoining(true);
    try {
      const { username } = await chat.room.enter(name);
      onName(username);
      close(chat.view.asking);
    } catch (error) {
      if (!(error instanceof RoomError)) throw error;
      setRefused(error);
    } finally {
      setIsJoining(false);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape cancels from any of its fields
    <div class="name-prompt" onKeyDown={({ key }) => key === "Escape" && !isJoining && close()}>
      <NameForm
        initial=""
        action={common.join}
        complaint={refused && nameRefusalWords(strings, refused)}
        label={entrance.enterRoom(titleOf(chat.view))}
        onName={join}
      >
        <button type="button" class="button button-quiet" disabled={isJoining} onClick={() => close()}>
          {asked.cancel}
        </button>
      </NameForm>
      <p class="name-advice">{entrance.advice}</p>
    </div>
  );
}

function focusComposer(): void {
  document.getElementById("composer-text")?.focus();
}
