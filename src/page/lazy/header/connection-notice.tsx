import { useLayoutEffect, useRef } from "preact/hooks";
import type { RoomError, Status } from "../../../client/index.ts";
import { CLOSE } from "../../../protocol/close-codes.ts";
import type { AllWords, LazyCatalogue } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { Verification } from "../join/verification.tsx";

/** Explains a lost connection, and offers a way back if it does not reconnect by itself. */
export function ConnectionNotice({ chat }: { chat: Chat }) {
  const isChecking = useView(chat, ({ status }) => status.state === "connecting" && status.isChecking);
  const isAway = useView(chat, ({ status }) => status.state === "reconnecting");
  const advice = connectionAdvice(
    useAllWords(),
    useView(chat, ({ status }) => status),
  );
  if (isChecking) return <Verification />;
  if (isAway) return <NoConnection />;
  if (advice === undefined) return null;
  return (
    <div class="advice" role="alert">
      <p dir="auto">{advice.text}</p>
      <EnterAgain action={advice.action} onClick={() => chat.enter()} />
    </div>
  );
}

/** Takes over the focus of the button that disappeared with the connection. */
function EnterAgain({ action, onClick }: { action: string; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return (
    <button ref={button} type="button" class="button" onClick={onClick}>
      {action}
    </button>
  );
}

/** Says that messages written now are not lost. Shown only when reconnecting takes a while. */
export function NoConnection() {
  const { advice } = useAllWords();
  return (
    <p class="no-connection" role="status">
      {advice.noConnection}
    </p>
  );
}

/** Explains a connection that does not reconnect by itself, and labels the button that does. */
export interface Advice {
  readonly text: string;
  readonly action: string;
}

/** The notice for a connection, or `undefined` while it may still reconnect. */
export function connectionAdvice({ advice: strings }: AllWords, status: Status): Advice | undefined {
  switch (status.state) {
    case "closed":
      return { text: strings.youLeft, action: strings.enterAgain };
    case "failed":
      return closeAdvice(strings, status);
    case "connecting":
    case "online":
    case "reconnecting":
    // The join screen asks for another name instead.
    case "refused":
      return undefined;
  }
}

/** Explains the close codes (P6) that have more to say than their number. */
function closeAdvice(
  strings: LazyCatalogue["advice"],
  { code, error, reason }: Extract<Status, { readonly state: "failed" }>,
): Advice {
  switch (code) {
    case CLOSE.notThisProtocol:
      return { text: strings.notUnderstood, action: strings.enterAgain };
    case CLOSE.badToken:
      return tokenAdvice(strings, error);
    case CLOSE.notAllowed:
      return { text: strings.removed, action: strings.enterAgain };
    case CLOSE.roomClosed:
      return { text: strings.roomClosed, action: strings.enterAgain };
    default: {
      const text = reason === "" ? strings.closedWithCode(code) : strings.closedBecause(reason);
      return { text, action: strings.enterAgain };
    }
  }
}

/** Says why a token is not valid (P8.26). */
function tokenAdvice(strings: LazyCatalogue["advice"], error: RoomError | undefined): Advice {
  switch (error?.reason) {
    case "signed_out":
      return { text: strings.signedOutElsewhere, action: strings.enterAsNew };
    case "erased":
      return { text: strings.dataErased, action: strings.enterAsNew };
    case "expired":
      return { text: strings.signInExpired, action: strings.enterAsGuest };
    default:
      // Guests with a token that the room no longer knows come back by themselves (P8.20): this one is a site's.
      return { text: strings.linkInvalid, action: strings.enterAsGuest };
  }
}
