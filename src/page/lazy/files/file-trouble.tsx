import { useEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { accessOf, withPass } from "./file-access.ts";

/** Why a file is not shown. */
export type Trouble = "deleted" | "broken" | "offline";

/** A message's file, as it is loaded. */
export interface Loading {
  /** `undefined` until there is a pass, in a room that not everyone may read. */
  readonly url: string | undefined;
  readonly trouble: Trouble | undefined;
  /** Counts the attempts. A new one needs a new element. */
  readonly attempt: number;
  /** The element could not load it. */
  failed(): void;
  retry(): void;
}

/** The message of a file. */
export interface FileSource {
  readonly chat: Chat;
  /** Only moderators and the author see it (P9.9). */
  readonly isHidden: boolean;
}

/** Follows an element that loads a file: its address, what is wrong with it, and new attempts. */
export function useLoading(url: string, { chat, isHidden }: FileSource): Loading {
  const isRestricted = useView(chat, ({ settings }) => settings.read !== "everyone");
  const [pass, setPass] = useState<string>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [attempt, setAttempt] = useState(0);
  const hasRenewed = useRef(false);
  const needsPass = (isRestricted || isHidden) && pass === undefined;
  const known = withPass(url, pass);
  const retry = () => {
    setTrouble(undefined);
    setAttempt((count) => count + 1);
  };
  const failed = async () => {
    // The pass may have expired, or the room may be restricted since.
    const next = hasRenewed.current ? undefined : (await accessOf(chat))?.pass;
    hasRenewed.current = true;
    if (next === undefined || next === pass) setTrouble(await troubleWith(known));
    else {
      setPass(next);
      retry();
    }
  };
  useEffect(() => {
    setTrouble(undefined);
    hasRenewed.current = false;
  }, [url]);
  useEffect(() => {
    if (needsPass) void accessOf(chat).then((access) => setPass(access?.pass ?? ""));
  }, [needsPass]);
  useEffect(() => {
    if (trouble !== "offline") return;
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [trouble]);
  return { url: needsPass ? undefined : known, trouble, attempt, failed: () => void failed(), retry };
}

const DELETED: ReadonlySet<number> = new Set([404, 410]);

async function troubleWith(url: string): Promise<Trouble> {
  try {
    // Not from the cache: the browser may still have what was deleted.
    const { status } = await fetch(url, { method: "HEAD", cache: "no-store" });
    return DELETED.has(status) ? "deleted" : "broken";
  } catch {
    return "offline";
  }
}

interface Props {
  readonly trouble: Trouble;
  readonly tabIndex: number;
  readonly onRetry: () => void;
}

/** Says why a file is not shown, in its place. */
export function FileTrouble({ onRetry, tabIndex, trouble }: Props) {
  const { actions, files } = useAllWords();
  return (
    <span class="file-trouble">
      {files.trouble[trouble]}
      {trouble === "broken" && (
        <button type="button" class="button button-quiet" tabIndex={tabIndex} onClick={onRetry}>
          {actions.retry}
        </button>
      )}
    </span>
  );
}
