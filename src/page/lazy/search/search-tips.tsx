import type { LazyCatalogue } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";

/** Operators, and the key of what they find. A day stands for itself. */
const OPERATORS: readonly (readonly [operator: string, finds: keyof LazyCatalogue["search"]["finds"]])[] = [
  ["from:", "from"],
  ["after:", "after"],
  ["before:", "before"],
  ["has:link", "link"],
  ["has:file", "file"],
  ['"…"', "phrase"],
  ["-…", "without"],
];

/** The operators of a search. Those that stand for themselves are buttons that write them. */
export function SearchTips({ onChoose }: { onChoose: (text: string) => void }) {
  const { search: words } = useAllWords();
  return (
    <section>
      <h3 class="panel-title">{words.narrow}</h3>
      <dl class="search-tips">
        {OPERATORS.map(([operator, finds]) => (
          <div key={operator}>
            <dt dir="ltr">
              <button type="button" class="button button-quiet" onClick={() => onChoose(writtenFor(operator))}>
                {operator}
              </button>
            </dt>
            <dd>{words.finds[finds]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The text that a button writes: an operator of time with today, as an example of how a day is written. */
function writtenFor(operator: string): string {
  if (operator === "after:" || operator === "before:") return operator + new Date().toISOString().slice(0, 10);
  return operator.replace("…", "").replace('""', '"');
}
