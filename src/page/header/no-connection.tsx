import { useAllWords } from "../i18n/use-all-words.ts";

/** Says, calmly, that nothing that is written now is lost. It is shown only when the connection stays away for a while. */
export function NoConnection() {
  const { advice } = useAllWords();
  return (
    <p class="no-connection" role="status">
      {advice.noConnection}
    </p>
  );
}
