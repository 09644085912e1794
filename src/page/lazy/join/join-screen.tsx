import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Logo } from "../../ui/logo.tsx";
import { nameRefusalWords } from "../ui/refusal-words.ts";
import { NameForm } from "./name-form.tsx";

interface Props {
  readonly room: string;
  /** A name that the room rejected, and why. */
  readonly refused: { readonly username: string; readonly error: RoomError } | undefined;
  readonly onEnter: (name: string) => void;
}

/**
 * Asks for a name in place of the room: before a link's invitation or claim is used, and after the room rejected the name of
 * a person who was here before.
 */
export function JoinScreen({ onEnter, refused, room }: Props) {
  const strings = useAllWords();
  const { common, entrance } = strings;
  return (
    <main class="card">
      <Logo />
      <h1 class="room-name">{entrance.enterRoom(`#${room}`)}</h1>
      <p>{entrance.advice}</p>
      <NameForm
        initial={refused?.username ?? ""}
        action={common.join}
        complaint={refused && nameRefusalWords(strings, refused.error)}
        onName={onEnter}
      />
    </main>
  );
}
