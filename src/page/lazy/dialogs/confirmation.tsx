import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { type ConfirmRequest, moderate, type PersonRequest, reportOutcome } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

interface Props {
  readonly chat: Chat;
  readonly request: ConfirmRequest;
  readonly onClose: () => void;
}

/** Confirms an action that affects a person or the user, and says what it does. */
export function Confirmation({ chat, onClose, request }: Props) {
  return <Question asked={confirmationOf(chat, useAllWords(), request)} onClose={onClose} />;
}

interface PersonProps {
  readonly chat: ModeratedRoom;
  readonly request: PersonRequest;
  readonly onClose: () => void;
}

/** Confirms a moderator's action against a person. */
export function PersonConfirmation({ chat, onClose, request }: PersonProps) {
  return <Question asked={personConfirmation(chat, useAllWords(), request)} onClose={onClose} />;
}

function Question({ asked, onClose }: { asked: Confirmed; onClose: () => void }) {
  const { act, advice, isDangerous = true, title, verb } = asked;
  return (
    <ConfirmDialog title={title} verb={verb} isDangerous={isDangerous} onConfirm={act} onClose={onClose}>
      <p>{advice}</p>
    </ConfirmDialog>
  );
}

interface Confirmed {
  readonly act: () => void;
  readonly title: string;
  readonly advice: string;
  readonly verb: string;
  readonly isDangerous?: boolean;
}

function confirmationOf(chat: Chat, strings: AllWords, request: ConfirmRequest): Confirmed {
  const { asked } = strings;
  switch (request.kind) {
    case "claim":
      return {
        act: () => void reportOutcome(chat.room.claim(request.secret), ({ moderation }) => moderation.owned),
        title: asked.claimTitle(titleOf(chat.view)),
        advice: asked.claimAdvice,
        verb: asked.claimVerb,
        isDangerous: false,
      };
    case "leave":
      return {
        act: chat.leave,
        title: asked.leaveTitle(titleOf(chat.view)),
        advice: asked.leaveAdvice,
        verb: asked.leave,
        isDangerous: false,
      };
    default:
      return personConfirmation(chat, strings, request);
  }
}

function personConfirmation(
  chat: ModeratedRoom,
  { actions, asked, moderation }: AllWords,
  request: PersonRequest,
): Confirmed {
  switch (request.kind) {
    case "kick":
      return {
        act: () => void moderate(chat, { action: "kick", uid: request.person.uid }),
        title: moderation.kickTitle(request.person.username),
        advice: moderation.kickAdvice,
        verb: moderation.kickVerb,
      };
    case "shadow":
      return {
        act: () => void moderate(chat, { action: "shadow", uid: request.person.uid, on: true }),
        title: moderation.shadowTitle(request.person.username),
        advice: moderation.shadowAdvice,
        verb: moderation.shadowVerb,
      };
    case "clear":
      return {
        act: () => void moderate(chat, { action: "clear", uid: request.person.uid }),
        title: moderation.clearTitle(request.person.username),
        advice: moderation.clearAdvice,
        verb: actions.delete,
      };
    case "role": {
      const { person, role } = request;
      const act = () => void moderate(chat, { action: "role", uid: person.uid, role });
      if (role === "owner") {
        const { ownerAdvice: advice, ownerTitle, ownerVerb: verb } = moderation;
        return { act, title: ownerTitle(person.username), advice, verb };
      }
      return {
        act,
        title: asked.roleTitle(person.username),
        advice: asked.roleAdvice[role],
        verb: moderation.changeRole,
        isDangerous: false,
      };
    }
    case "stepDown": {
      const { uid } = request.person;
      return {
        act: () => void moderate(chat, { action: "role", uid, role: "moderator" }),
        title: moderation.stepDownTitle,
        advice: moderation.stepDownAdvice,
        verb: asked.stepDownVerb,
      };
    }
  }
}
