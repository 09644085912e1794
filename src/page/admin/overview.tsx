import type { RoomPage } from "../../protocol/operator.ts";
import { useAdminWords } from "../i18n/use-admin-words.ts";
import { Cost } from "./cost/cost.tsx";
import { useStatus } from "./model/session.ts";
import { useAnswer } from "./model/use-answer.ts";
import { FigurePlots } from "./plots/figure-plots.tsx";
import { Tile } from "./rooms/room-page.tsx";
import { AnswerState } from "./ui/answer-state.tsx";
import { sizeText } from "./ui/size-text.ts";

/** All rooms together: numbers, plots and the month's cost. */
export function Overview() {
  const { common, cost, format, operator, plots, roomList } = useAdminWords();
  const status = useStatus();
  const loaded = useAnswer<RoomPage>("/rooms?limit=1");
  const { answer } = loaded;
  return (
    <>
      <h1>{operator.overview}</h1>
      <AnswerState of={loaded} />
      {answer !== undefined && (
        <dl class="tiles">
          <Tile label={common.rooms} value={format.number(answer.total)} />
          <Tile label={roomList.people} value={format.number(answer.sums.people)} />
          <Tile label={roomList.messages} value={format.number(answer.sums.messagesToday)} />
          <Tile label={roomList.reports} value={format.number(answer.sums.openReports)} />
          <Tile label={roomList.bytes} value={sizeText(format, answer.sums.bytes)} />
        </dl>
      )}
      <p class="panel-advice">{roomList.age}</p>
      <section class="operator-part">
        <h2>{plots.activityTitle}</h2>
        <FigurePlots />
      </section>
      {status?.ownServer === false && <Cost />}
      {status?.ownServer === true && answer !== undefined && (
        <p class="panel-advice">{cost.ownServer(sizeText(format, answer.sums.bytes))}</p>
      )}
    </>
  );
}
