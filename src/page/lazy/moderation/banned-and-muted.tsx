import type { Ban, Muted } from "../../../client/index.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Listed, useList } from "./moderation-list.tsx";

/** The people who are muted or banned, and how to end that. */
export function BannedAndMuted({ chat }: { chat: ModeratedRoom }) {
  const { moderation } = useAllWords();
  const muted = useList(chat, "muted");
  const bans = useList(chat, "bans");
  return (
    <>
      <h3 class="panel-title">{moderation.muted}</h3>
      <Listed loaded={muted} none={moderation.noMuted} label={moderation.muted}>
        {(one) => <MutedItem chat={chat} one={one} />}
      </Listed>
      <h3 class="panel-title">{moderation.banned}</h3>
      <Listed loaded={bans} none={moderation.noBanned} label={moderation.banned}>
        {(one) => <BanItem chat={chat} one={one} />}
      </Listed>
    </>
  );
}

function MutedItem({ chat, one: { mutedUntil, shadowed, uid, username } }: { chat: ModeratedRoom; one: Muted }) {
  const strings = useAllWords();
  const { moderation } = strings;
  return (
    <>
      <p>
        <bdi class="listed-who">{username}</bdi>
      </p>
      {mutedUntil !== undefined && (
        <p class="panel-actions">
          <span class="panel-advice">{moderation.until(momentText(strings, mutedUntil))}</span>
          <button
            type="button"
            class="button button-quiet"
            onClick={() => void moderate(chat, { action: "mute", uid, for: 0 }, ({ did }) => did.unmute(username))}
          >
            {moderation.unmute(username)}
          </button>
        </p>
      )}
      {shadowed && (
        <p class="panel-actions">
          <span class="panel-advice">{moderation.shadowed}</span>
          <button
            type="button"
            class="button button-quiet"
            onClick={() =>
              void moderate(chat, { action: "shadow", uid, on: false }, ({ did }) => did.unshadow(username))
            }
          >
            {moderation.unshadow}
          </button>
        </p>
      )}
    </>
  );
}

function BanItem({ chat, one: { address, reason, uid, until, username } }: { chat: ModeratedRoom; one: Ban }) {
  const strings = useAllWords();
  const { moderation } = strings;
  return (
    <>
      <p>
        <bdi class="listed-who">{username}</bdi>
      </p>
      {reason !== undefined && <p dir="auto">{reason}</p>}
      <p class="panel-actions">
        <span class="panel-advice">
          {until === undefined ? moderation.noEnd : moderation.until(momentText(strings, until))}
          {address && ` · ${moderation.withAddress}`}
        </span>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => void moderate(chat, { action: "unban", uid }, ({ did }) => did.unban(username))}
        >
          {moderation.unban(username)}
        </button>
      </p>
    </>
  );
}
