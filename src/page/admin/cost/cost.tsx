import type { OperatorUsage, UsageMeter } from "../../../protocol/operator.ts";
import type { Format } from "../../i18n/format.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { useAnswer } from "../model/use-answer.ts";
import { Plot } from "../plots/plot.tsx";
import { AnswerState } from "../ui/answer-state.tsx";
import { sizeText } from "../ui/size-text.ts";

/** The cost of the month so far, and the limits of the Free plan, by the model of docs/cost.md: those of Cloudflare. */
export function Cost() {
  const { cost } = useAdminWords();
  const loaded = useAnswer<OperatorUsage>("/usage");
  return (
    <section class="operator-part">
      <h2>{cost.title}</h2>
      <p class="panel-advice">{cost.advice}</p>
      <AnswerState of={loaded} />
      {loaded.answer !== undefined && <Month usage={loaded.answer} />}
    </section>
  );
}

function Month({ usage: { dollars, meters } }: { usage: OperatorUsage }) {
  const { cost, format } = useAdminWords();
  const isFree = meters.every(({ days, free }) => days.every(({ amount }) => amount <= free));
  return (
    <>
      <dl class="tiles">
        <div>
          <dt>{cost.freePlan}</dt>
          <dd>{isFree ? cost.fits : cost.exceeds}</dd>
        </div>
        <div>
          <dt>{cost.paidPlan}</dt>
          <dd>{money(format, dollars)}</dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <section class="table-frame" tabIndex={0} aria-label={cost.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{cost.usage}</th>
              <th scope="col" class="number">
                {cost.today}
              </th>
              <th scope="col" class="number">
                {cost.limit}
              </th>
              <th scope="col" class="number">
                {cost.month}
              </th>
              <th scope="col" class="number">
                {cost.extra}
              </th>
            </tr>
          </thead>
          <tbody>
            {meters.map((one) => (
              <tr key={one.meter}>
                <th scope="row">{cost[one.meter]}</th>
                <td class="number">{amountText(format, one, one.today)}</td>
                <td class="number">{amountText(format, one, one.free)}</td>
                <td class="number">{amountText(format, one, one.month)}</td>
                <td class="number">{money(format, one.dollars)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="plots">
        {meters.map((one) => (
          <MeterPlot key={one.meter} meter={one} />
        ))}
      </div>
    </>
  );
}

function MeterPlot({ meter }: { meter: UsageMeter }) {
  const { cost, format, plots } = useAdminWords();
  const day = new Intl.DateTimeFormat(format.locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const times = meter.days.map(({ at }) => day.format(at));
  return (
    <Plot
      title={cost[meter.meter]}
      description={plots.describe(times[0] ?? "", times.at(-1) ?? "")}
      kind={meter.meter === "storedBytes" ? "line" : "bars"}
      times={times}
      series={[{ label: cost[meter.meter], values: meter.days.map(({ amount }) => amount) }]}
      format={(amount) => amountText(format, meter, amount)}
      limit={{ label: cost.freePlan, value: meter.free }}
    />
  );
}

function amountText(format: Format, { meter }: UsageMeter, amount: number): string {
  if (meter === "storedBytes") return sizeText(format, amount);
  return new Intl.NumberFormat(format.locale, { notation: "compact", maximumSignificantDigits: 3 }).format(amount);
}

function money({ locale }: Format, dollars: number): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "USD" }).format(dollars);
}
