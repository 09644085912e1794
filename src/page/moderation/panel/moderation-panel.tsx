import { useId, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/use-view.ts";
import { OutcomeLine } from "../outcome-line.tsx";
import { Audit } from "./audit.tsx";
import { Invitations } from "./invitations.tsx";
import { KeptOut } from "./kept-out.tsx";
import { Reports } from "./reports.tsx";
import { RoomRules } from "./room-rules.tsx";
import { Words } from "./words.tsx";

const PARTS = ["reports", "rules", "invitations", "keptOut", "words", "audit"] as const;

interface Props {
  readonly chat: Chat;
  readonly onClose: () => void;
}

/** What moderators see of a room, and what they set, one part at a time. */
export function ModerationPanel({ chat, onClose }: Props) {
  const { moderation } = useAllWords();
  const id = useId();
  const role = useView(chat, ({ self }) => self?.role);
  const [shown, show] = useState<(typeof PARTS)[number]>("reports");
  return (
    <>
      <fieldset class="choice">
        <legend class="hidden">{moderation.parts}</legend>
        <div class="segments segments-many">
          {PARTS.map((part) => (
            <label key={part} class="segment">
              <input type="radio" name={id} checked={part === shown} onChange={() => show(part)} />
              <span>{moderation[part]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <OutcomeLine />
      {/* A part that is shown to one role is not what it is to another. */}
      <section key={role} aria-label={moderation[shown]} class="panel-shown">
        <Part chat={chat} part={shown} onClose={onClose} />
      </section>
    </>
  );
}

function Part({ chat, onClose, part }: Props & { readonly part: (typeof PARTS)[number] }) {
  switch (part) {
    case "reports":
      return <Reports chat={chat} onLeave={onClose} />;
    case "rules":
      return <RoomRules chat={chat} />;
    case "invitations":
      return <Invitations chat={chat} />;
    case "keptOut":
      return <KeptOut chat={chat} />;
    case "words":
      return <Words chat={chat} />;
    case "audit":
      return <Audit chat={chat} />;
  }
}
