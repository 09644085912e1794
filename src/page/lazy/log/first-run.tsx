import { useEffect, useState } from "preact/hooks";
import { DEFAULT_ROOM } from "../../../protocol/normalize-name.ts";
import type { FirstRun as FirstRunAnswer } from "../../../protocol/operator.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { keepItem, recallItem } from "../../model/persisted-store.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** Set in `localStorage` once a room of the deployment has an owner: it stays so. */
const KEY = "parley.claimed";

/** Whether a room of this deployment has an owner. If the server can't tell, it has: the note is for no visitor of a chat. */
async function isClaimed(): Promise<boolean> {
  if (recallItem(KEY) !== null) return true;
  try {
    const response = await fetch("/api/first-run");
    // The answer is this server's own.
    const answer: Partial<FirstRunAnswer> = response.ok ? await response.json() : {};
    if (answer.claimed === false) return false;
    if (answer.claimed === true) keepItem(KEY, "true");
  } catch {
    // Offline.
  }
  return true;
}

/** Tells whoever deployed this how to own a room. It shows only in the empty lobby, while no room has an owner. */
export function FirstRun({ room }: { room: string }) {
  const { actions, firstRun } = useAllWords();
  const [isShown, setIsShown] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  useEffect(() => {
    if (room === DEFAULT_ROOM && window.parent === window) void isClaimed().then((claimed) => setIsShown(!claimed));
  }, [room]);
  if (!isShown) return null;
  const command = `npm run claim -- --room ${room} --url ${location.origin}`;
  return (
    <section class="first-run" aria-labelledby="first-run">
      <h3 id="first-run" class="panel-title">
        {firstRun.title}
      </h3>
      <p>{firstRun.advice}</p>
      <p>
        <code dir="ltr">{command}</code>
      </p>
      <p class="panel-actions">
        <CopyButton text={command} label={actions.copyText} onRefused={() => setIsRefused(true)} />
      </p>
      <p class="complaint" role="alert">
        {isRefused && actions.notCopied}
      </p>
      <p>{firstRun.next}</p>
      <p class="panel-actions">
        <a class="button button-quiet" href={`/admin#rooms/${room}`}>
          {firstRun.operator}
        </a>
      </p>
      <p class="panel-advice">{firstRun.note}</p>
    </section>
  );
}
