import type { ModerationAction } from "../../client/index.ts";
import type { AllWords } from "../i18n/catalogue.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { Dialog } from "../ui/dialog.tsx";
import { moderate, type Person } from "./desk-state.ts";

type Kind = "kick" | "shadow" | "clear" | "makeOwner" | "stepDown";

interface Props {
  readonly chat: Chat;
  readonly kind: Kind;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Asks whether to do something to a person that they would feel, and that is not simply taken back. */
export function ConfirmDialog({ chat, kind, onClose, person }: Props) {
  const words = useAllWords();
  const { action, advice, title, verb } = orderOf(words, kind, person);
  const confirm = () => {
    onClose();
    void moderate(chat, action);
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <p>{advice}</p>
      <div class="panel-actions">
        <button type="button" class="button button-danger" onClick={confirm}>
          {verb}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          {words.common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

interface Order {
  readonly action: ModerationAction;
  readonly title: string;
  readonly advice: string;
  readonly verb: string;
}

function orderOf({ actions, moderation }: AllWords, kind: Kind, { uid, username }: Person): Order {
  switch (kind) {
    case "kick":
      return {
        action: { action: "kick", uid },
        title: moderation.kickTitle(username),
        advice: moderation.kickAdvice,
        verb: moderation.kickVerb,
      };
    case "shadow":
      return {
        action: { action: "shadow", uid, on: true },
        title: moderation.shadowTitle(username),
        advice: moderation.shadowAdvice,
        verb: moderation.shadowVerb,
      };
    case "clear":
      return {
        action: { action: "clear", uid },
        title: moderation.clearTitle(username),
        advice: moderation.clearAdvice,
        verb: actions.delete,
      };
    case "makeOwner":
      return {
        action: { action: "role", uid, role: "owner" },
        title: moderation.ownerTitle(username),
        advice: moderation.ownerAdvice,
        verb: moderation.ownerVerb,
      };
    case "stepDown":
      return {
        action: { action: "role", uid, role: "moderator" },
        title: moderation.stepDownTitle,
        advice: moderation.stepDownAdvice,
        verb: moderation.stepDown,
      };
  }
}
