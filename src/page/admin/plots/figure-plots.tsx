import { useState } from "preact/hooks";
import { SERIES_DAYS, type Series, type SeriesPoint } from "../../../protocol/operator.ts";
import type { Format } from "../../i18n/format.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { Choice } from "../../lazy/ui/form-fields.tsx";
import { useAnswer } from "../model/use-answer.ts";
import { AnswerState } from "../ui/answer-state.tsx";
import { sizeText } from "../ui/size-text.ts";
import { Plot, type PlotSeries } from "./plot.tsx";

type Unit = Series["unit"];

/** Points of a plot, which fit a narrow page. */
const POINTS = { hour: 48, day: SERIES_DAYS } as const satisfies Record<Unit, number>;

/** The plots of a room, or of all rooms together. */
export function FigurePlots({ room }: { room?: string }) {
  const { plots } = useAdminWords();
  const [unit, setUnit] = useState<Unit>("hour");
  const query = new URLSearchParams({ unit, count: String(POINTS[unit]), ...(room !== undefined && { room }) });
  const loaded = useAnswer<Series>(`/series?${query}`);
  return (
    <>
      <div class="operator-actions">
        <Choice label={plots.per} value={unit} choices={{ hour: plots.hour, day: plots.day }} onChange={setUnit} />
      </div>
      <AnswerState of={loaded} />
      {loaded.answer !== undefined && <Plots {...loaded.answer} />}
    </>
  );
}

function Plots({ points, unit }: Series) {
  const { format, plots } = useAdminWords();
  const nameOf = timeNames(format, unit);
  const times = points.map(({ at }) => nameOf(at));
  const about = { times, description: plots.describe(times[0] ?? "", times.at(-1) ?? "") };
  const counts = (label: string, name: keyof SeriesPoint): PlotSeries => ({
    label,
    values: points.map((point) => point[name]),
  });
  const bars = { ...about, kind: "bars", format: format.number } as const;
  return (
    <div class="plots">
      <Plot
        {...bars}
        title={plots.activity}
        series={[counts(plots.messages, "messages"), counts(plots.people, "people")]}
      />
      <Plot {...bars} title={plots.joins} series={[counts(plots.joins, "joins")]} />
      <Plot
        {...about}
        title={plots.size}
        kind="line"
        format={(bytes) => sizeText(format, bytes)}
        series={[counts(plots.size, "bytes")]}
      />
      <Plot
        {...bars}
        title={plots.webhooks}
        series={[counts(plots.deliveries, "deliveries"), counts(plots.failures, "failures")]}
      />
      <Plot {...bars} title={plots.refused} series={[counts(plots.refused, "refused")]} />
    </div>
  );
}

/** Names an hour by its local time, and a day by its date in UTC, as the server counts days. */
function timeNames({ locale }: Format, unit: Unit): (at: number) => string {
  const formatter =
    unit === "hour"
      ? new Intl.DateTimeFormat(locale, { weekday: "short", hour: "numeric", minute: "2-digit" })
      : new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  return (at) => formatter.format(at);
}
