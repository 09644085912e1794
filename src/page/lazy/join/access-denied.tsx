import type { TargetedSubmitEvent } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import type { AllWords } from "../../i18n/catalogue.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { linkSecrets, secretOf } from "../../join/page-url.ts";
import type { Chat } from "../../model/chat.ts";
import { accessDenied } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Logo } from "../../ui/logo.tsx";

/** Replaces the room if it denies access (P9.5), and says what the user can do. */
export function AccessDenied({ chat }: { chat: Chat }) {
  const strings = useAllWords();
  const status = useView(chat, (view) => view.status);
  const code = useView(chat, accessDenied);
  const room = useView(chat, (view) => view.room);
  const error = status.state === "failed" ? status.error : undefined;
  // Counted from the time of the error.
  const until = useMemo(() => (error?.retryAfter === undefined ? undefined : Date.now() + error.retryAfter), [error]);
  if (code === undefined) return null;
  const { action, advice, title } = accessDeniedText(strings, code, until);
  return (
    <main class="card">
      <Logo />
      <p class="room-name">#{room}</p>
      <h1>{title}</h1>
      <p role="alert">{advice}</p>
      {(code === "invitation_needed" || code === "bad_invitation") && <PasteInvitation chat={chat} />}
      <div class="panel-actions">
        <button type="button" class="button button-quiet" onClick={() => chat.enter()}>
          {action}
        </button>
        <a class="button button-quiet" href="/">
          {strings.noRoom.lobbyLink}
        </a>
      </div>
    </main>
  );
}

interface AccessDeniedText {
  readonly title: string;
  readonly advice: string;
  /** The label of the button that tries again. */
  readonly action: string;
}

function accessDeniedText(strings: AllWords, code: string, until: number | undefined): AccessDeniedText {
  const { advice, door } = strings;
  switch (code) {
    case "members_only":
      return { title: door.membersTitle, advice: door.membersAdvice, action: advice.enterAgain };
    case "invitation_needed":
      return { title: door.invitationTitle, advice: door.invitationAdvice, action: advice.enterAgain };
    case "challenge_needed":
    case "bad_challenge":
      return { title: door.checkTitle, advice: door.checkAdvice, action: door.checkAgain };
    case "bad_invitation":
      return { title: door.badInvitationTitle, advice: door.badInvitationAdvice, action: advice.enterAgain };
    default:
      return {
        title: door.bannedTitle,
        advice: until === undefined ? door.bannedAdvice : door.bannedUntil(momentText(strings, until)),
        action: door.checkAgain,
      };
  }
}

/** A form for an invitation that was not opened as a link. */
function PasteInvitation({ chat }: { chat: Chat }) {
  const { common, door } = useAllWords();
  const id = useId();
  const [link, setLink] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const invite = secretOf(link.trim(), "invite");
    setIsWrong(invite === undefined);
    if (invite === undefined) return;
    linkSecrets.set({ invite });
    // A reader is asked for a name first.
    if (!chat.view.isReader) chat.enter();
  };
  return (
    <form class="name-form" onSubmit={submit}>
      <label for={id}>{door.invitation}</label>
      <input
        id={id}
        type="text"
        dir="ltr"
        autocomplete="off"
        value={link}
        aria-invalid={isWrong}
        aria-describedby={`${id}-reason`}
        onInput={({ currentTarget }) => setLink(currentTarget.value)}
      />
      <p id={`${id}-reason`} class="complaint" role="alert">
        {isWrong && door.noInvitation}
      </p>
      <button type="submit" class="button">
        {common.join}
      </button>
    </form>
  );
}
