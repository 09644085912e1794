import type { ComponentChildren } from "preact";
import type { SearchHit } from "../../../client/index.ts";
import { machineTime } from "../../i18n/format.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { lineOf } from "../files/files-text.tsx";

interface Props {
  readonly hits: readonly SearchHit[];
  readonly label: string;
  readonly onChoose: (seq: number) => void;
}

/** The messages that a search found, newest first. */
export function SearchHits({ hits, label, onChoose }: Props) {
  return (
    <ol class="hits" aria-label={label}>
      {hits.map((hit) => (
        <li key={hit.message.seq}>
          <Hit hit={hit} onChoose={onChoose} />
        </li>
      ))}
    </ol>
  );
}

function Hit({ hit, onChoose }: { hit: SearchHit; onChoose: Props["onChoose"] }) {
  const strings = useAllWords();
  const { message, snippet } = hit;
  return (
    <button type="button" class="hit" data-seq={message.seq} onClick={() => onChoose(message.seq)}>
      <span class="hit-head">
        <bdi class="hit-by">{message.username}</bdi> {message.bot && <b class="bot">BOT</b>}{" "}
        <time dateTime={machineTime(message.at)}>{momentText(strings, message.at)}</time>
      </span>{" "}
      <span class="hit-text" dir="auto">
        {snippet === "" ? lineOf(strings, message) : marked(hit)}
      </span>
    </button>
  );
}

/** A snippet with its matches marked. */
function marked({ marks, snippet }: SearchHit): ComponentChildren {
  let end = 0;
  const parts = marks.flatMap(([from, to]) => {
    const before = snippet.slice(end, from);
    end = to;
    return [before, <mark key={from}>{snippet.slice(from, to)}</mark>];
  });
  return [...parts, snippet.slice(end)];
}
