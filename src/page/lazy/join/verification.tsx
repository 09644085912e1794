import { useLayoutEffect, useRef } from "preact/hooks";
import * as v from "valibot";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { createStore, useStore } from "../../model/store.ts";

/** The document of this site that runs Turnstile (P10.3). This page itself never contacts another host. */
const TURNSTILE_PAGE = "/api/challenge";

/** A message from that document. */
const Answer = v.object({ type: v.literal("parley-challenge"), answer: v.optional(v.string()) });

interface Attempt {
  readonly resolve: (answer: string) => void;
  readonly reject: (error: Error) => void;
}

/** The Turnstile widget to show, if any. */
const attempts = createStore<Attempt | undefined>(undefined);

/**
 * Shows a Turnstile widget, and resolves with its token.
 *
 * @param signal removes the widget
 * @throws if Turnstile can't run
 */
export async function solveTurnstile(signal: AbortSignal): Promise<string> {
  try {
    return await new Promise<string>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      attempts.set({ resolve, reject });
    });
  } finally {
    attempts.set(undefined);
  }
}

/** Says that the room is checking this browser, and shows the Turnstile widget if it uses one. */
export function Verification() {
  const { advice } = useAllWords();
  const attempt = useStore(attempts, ({ value }) => value);
  return (
    <div class="verification">
      <p role="status">{advice.checking}</p>
      {attempt !== undefined && <Turnstile attempt={attempt} title={advice.verification} />}
    </div>
  );
}

function Turnstile({ attempt, title }: { attempt: Attempt; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  // Before the frame can answer.
  useLayoutEffect(() => {
    const receive = ({ data, origin, source }: MessageEvent) => {
      const answer = v.safeParse(Answer, data);
      if (origin !== location.origin || source !== frame.current?.contentWindow || !answer.success) return;
      if (answer.output.answer === undefined) attempt.reject(new Error("Turnstile failed."));
      else attempt.resolve(answer.output.answer);
    };
    addEventListener("message", receive);
    return () => removeEventListener("message", receive);
  }, [attempt]);
  return <iframe ref={frame} class="verification-frame" src={TURNSTILE_PAGE} title={title} />;
}
