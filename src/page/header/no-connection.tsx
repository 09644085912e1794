import { useWords } from "../i18n/use-words.ts";

/** Says, calmly, that nothing that is written now is lost. It is shown only when the connection stays away for a while. */
export function NoConnection() {
  const { status } = useWords();
  return (
    <p class="no-connection" role="status">
      {status.noConnection}
    </p>
  );
}
