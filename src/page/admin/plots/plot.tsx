import { useId, useState } from "preact/hooks";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { axisEnd, heightOf, linePath, placeOf, pointAt } from "./scale.ts";

/** One of a plot's rows of values. */
export interface PlotSeries {
  readonly label: string;
  /** One for each time; `undefined` where nothing is known. */
  readonly values: readonly (number | undefined)[];
}

interface Props {
  readonly title: string;
  /** What it shows, for those who don't see it. */
  readonly description: string;
  readonly kind: "bars" | "line";
  /** The times of the points in words, oldest first. */
  readonly times: readonly string[];
  /** One or two. */
  readonly series: readonly PlotSeries[];
  readonly format: (value: number) => string;
  /** A line across the plot, such as what a plan includes. */
  readonly limit?: { readonly label: string; readonly value: number } | undefined;
}

/**
 * A plot over time, with a table of its values. A slider of the same size leads through its points, by pointer, by touch, by
 * keyboard and by a screen reader. Time goes from left to right in every language.
 */
export function Plot(props: Props) {
  const { description, format, kind, limit, series, times, title } = props;
  const id = useId();
  const [chosen, setChosen] = useState<number>();
  const count = times.length;
  const largest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const end = axisEnd(Math.max(largest, limit?.value ?? 0));
  const at = Math.min(chosen ?? count - 1, count - 1);
  const said = pointText(props, at);
  return (
    <figure class="plot">
      <figcaption id={`${id}-title`} class="panel-title">
        {title}
      </figcaption>
      <p id={`${id}-description`} class="hidden">
        {description}
      </p>
      <p class="plot-legend">
        {series.length > 1 &&
          series.map(({ label }, index) => (
            <span key={label} data-series={index}>
              {label}
            </span>
          ))}
        {limit !== undefined && (
          <span data-series="limit">
            {limit.label}: {format(limit.value)}
          </span>
        )}
      </p>
      <div class="plot-area" dir="ltr">
        <p class="plot-axis" aria-hidden="true">
          <bdi>{format(end)}</bdi>
          <bdi>{format(end / 2)}</bdi>
          <bdi>{format(0)}</bdi>
        </p>
        <div class="plot-frame">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <path class="plot-grid" d="M0 0H100M0 50H100M0 100H100" />
            {chosen !== undefined && count > 0 && <path class="plot-cursor" d={`M${placeOf(at, count)} 0V100`} />}
            {series.map((one, index) => (
              <Shape key={one.label} kind={kind} index={index} of={series.length} values={one.values} end={end} />
            ))}
            {limit !== undefined && <path class="plot-limit" d={`M0 ${heightOf(limit.value, end)}H100`} />}
          </svg>
          {count > 0 && (
            <input
              type="range"
              class="plot-slider"
              min={0}
              max={count - 1}
              value={at}
              aria-labelledby={`${id}-title`}
              aria-describedby={`${id}-description`}
              aria-valuetext={said}
              onInput={({ currentTarget }) => setChosen(currentTarget.valueAsNumber)}
              onPointerMove={({ currentTarget, offsetX }) =>
                setChosen(pointAt(offsetX / currentTarget.clientWidth, count))
              }
              onPointerLeave={({ currentTarget }) => currentTarget.matches(":focus-visible") || setChosen(undefined)}
              onBlur={() => setChosen(undefined)}
            />
          )}
        </div>
        <p class="plot-axis" aria-hidden="true">
          <bdi>{times[0]}</bdi>
          <bdi>{times.at(-1)}</bdi>
        </p>
      </div>
      {/* The slider says it to screen readers. */}
      <p class="plot-value" aria-hidden="true">
        {said}
      </p>
      <PlotTable {...props} />
    </figure>
  );
}

function pointText({ format, series, times }: Props, index: number): string {
  const values = series.map(({ label, values }) => `${label}: ${textOf(format, values[index])}`);
  return [times[index], ...values].join(" · ");
}

const textOf = (format: Props["format"], value: number | undefined) => (value === undefined ? "–" : format(value));

interface ShapeProps {
  readonly kind: Props["kind"];
  readonly index: number;
  readonly of: number;
  readonly values: PlotSeries["values"];
  readonly end: number;
}

/** The bars or the line of a series. Bars of two series stand beside each other. */
function Shape({ end, index, kind, of, values }: ShapeProps) {
  if (kind === "line") return <path class="plot-line" data-series={index} d={linePath(values, end)} />;
  const column = 100 / values.length;
  const width = (column * 0.8) / of;
  return (
    <g class="plot-bars" data-series={index}>
      {values.map((value, place) => {
        const top = heightOf(value ?? 0, end);
        const left = column * place + column * 0.1 + width * index;
        return <rect key={place} x={left} y={top} width={width} height={100 - top} />;
      })}
    </g>
  );
}

/** The values as a table. */
function PlotTable({ format, series, times, title }: Props) {
  const { plots } = useAdminWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="plot-table" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary aria-label={plots.tableOf(title)}>{plots.table}</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        <section class="table-frame" tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{plots.time}</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                // Two hours have one name when clocks are set back.
                <tr key={index}>
                  <th scope="row">{time}</th>
                  {series.map(({ label, values }) => (
                    <td key={label} class="number">
                      {textOf(format, values[index])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
