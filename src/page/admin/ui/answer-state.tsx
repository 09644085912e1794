import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { ApiError } from "../../lazy/ui/api-error.tsx";
import type { Answered } from "../model/use-answer.ts";

/** Says that an answer is on its way, or why there is none. */
export function AnswerState({ of: { answer, error } }: { of: Answered<unknown> }) {
  const { log } = useAdminWords();
  return (
    <>
      <ApiError error={error} />
      {answer === undefined && error === undefined && <p class="panel-advice">{log.loading}</p>}
    </>
  );
}
