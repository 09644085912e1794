import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { anchorOf, seqOfHash } from "./anchor.ts";

/** Milliseconds for which a message that one jumped to stands out: long enough to find it. */
const STAND_OUT_MS = 2_000;

/**
 * Leads to messages, wherever in the log they are: loads older ones until they are there, brings them into sight, gives
 * them the focus, and lets them stand out for a moment. A link to a message leads there as well.
 *
 * @param isReady whether the room is there
 * @param onMissing there is no such message
 */
export function useJump(chat: Chat, isReady: boolean, onMissing: () => void): (seq: number) => void {
  const target = useRef<number | undefined>(undefined);
  const reveal = () => {
    const line = target.current === undefined ? null : document.getElementById(anchorOf(target.current));
    if (line === null) return;
    target.current = undefined;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    line.dataset.target = "true";
    setTimeout(() => delete line.dataset.target, STAND_OUT_MS);
  };
  // What was loaded is in the document after the render that it brings.
  useLayoutEffect(reveal);
  const jump = async (seq: number) => {
    target.current = seq;
    reveal();
    if (target.current === undefined || (await chat.reach(seq))) return;
    target.current = undefined;
    if (chat.view.olderError === undefined) onMissing();
  };
  useEffect(() => {
    if (!isReady) return;
    const follow = () => {
      const seq = seqOfHash(location.hash);
      if (seq !== undefined) void jump(seq);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [isReady]);
  return jump;
}
