import { useLayoutEffect, useRef } from "preact/hooks";
import type { ListedRoom } from "../../../protocol/operator.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { Part } from "../../lazy/moderation/moderation-panel.tsx";
import { pathOfRoom } from "../../lazy/rooms/room-name.ts";
import { Tabs } from "../../lazy/ui/tabs.tsx";
import { useView } from "../../model/view-store.ts";
import { type OperatorRoom, operatorRoom, settingsOf } from "../model/operator-room.ts";
import { DEFAULT_TAB, linkTo, type RoomTab } from "../model/route.ts";
import { useAnswer } from "../model/use-answer.ts";
import { show } from "../model/use-route.ts";
import { FigurePlots } from "../plots/figure-plots.tsx";
import { AnswerState } from "../ui/answer-state.tsx";
import { sizeText } from "../ui/size-text.ts";
import { PersonDialogs } from "./person-dialogs.tsx";
import { ClaimPart, RoomActs } from "./room-acts.tsx";
import { Flags } from "./room-list.tsx";
import { RoomLog } from "./room-log.tsx";

/** The page of one room: its numbers, its plots, and all that its owners can do, and more. */
export function RoomPage({ room, tab }: { room: string; tab: RoomTab | undefined }) {
  const { common } = useAdminWords();
  const loaded = useAnswer<ListedRoom>(`/rooms/${room}?fresh=true`);
  const { answer } = loaded;
  return (
    <>
      <p>
        <a href={linkTo({ part: "rooms" })}>{common.rooms}</a>
      </p>
      <h1>
        <bdi dir="ltr">#{room}</bdi>
        {answer !== undefined && <Flags room={answer} />}
      </h1>
      <AnswerState of={loaded} />
      {/* Nobody has entered it yet, or not long ago. It can be claimed before that. */}
      {loaded.error?.code === "no_room" && <ClaimPart room={room} />}
      {answer !== undefined && <Loaded room={answer} tab={tab} />}
    </>
  );
}

function Loaded({ room, tab = DEFAULT_TAB }: { room: ListedRoom; tab: RoomTab | undefined }) {
  const words = useAdminWords();
  const { bots, exporting, format, moderation, roomList, roomPage, webhooks } = words;
  const moderated = useRef<OperatorRoom>(undefined);
  moderated.current ??= operatorRoom(room.room, settingsOf(room));
  const chat = moderated.current;
  useLayoutEffect(() => chat.update(settingsOf(room), room.reportedAt), [chat, room]);
  const { title = "", topic = "" } = useView(chat, ({ settings }) => settings);
  const { audit, invitations, keptOut, protection, reports, rules, words: blocked } = moderation;
  const tabs: Record<RoomTab, string> = {
    activity: roomPage.activity,
    acts: roomPage.manage,
    log: roomPage.log,
    ...{ reports, rules, protection, invitations, keptOut, words: blocked },
    webhooks: webhooks.title,
    bots: bots.title,
    audit,
    export: exporting.title,
  };
  return (
    <>
      {title !== "" && <p dir="auto">{title}</p>}
      {topic !== "" && (
        <p dir="auto" class="panel-advice">
          {topic}
        </p>
      )}
      <p class="panel-actions">
        <a class="button" href={pathOfRoom(room.room)} target="_blank" rel="noreferrer">
          {roomPage.visit}
        </a>
      </p>
      <dl class="tiles">
        <Tile label={roomList.people} value={format.number(room.people)} />
        <Tile label={roomList.messages} value={format.number(room.messagesToday)} />
        <Tile label={roomList.reports} value={format.number(room.openReports)} />
        <Tile label={roomList.bytes} value={sizeText(format, room.bytes)} />
        <Tile label={roomList.last} value={room.lastMessageAt === null ? "–" : momentText(words, room.lastMessageAt)} />
      </dl>
      <p class="panel-advice">{roomList.asOf(momentText(words, room.reportedAt))}</p>
      <div class="operator-box">
        <Tabs<RoomTab>
          label={moderation.parts}
          tabs={tabs}
          shown={tab}
          onShow={(chosen) => chosen !== tab && show({ part: "rooms", room: room.room, tab: chosen })}
        >
          <Shown key={tab} room={room} chat={chat} tab={tab} />
        </Tabs>
      </div>
      <PersonDialogs chat={chat} />
    </>
  );
}

function Shown({ chat, room, tab }: { chat: OperatorRoom; room: ListedRoom; tab: RoomTab }) {
  switch (tab) {
    case "activity":
      return <FigurePlots room={room.room} />;
    case "acts":
      return <RoomActs room={room} chat={chat} />;
    case "log":
      return <RoomLog chat={chat} />;
    default:
      return <Part chat={chat} part={tab} onClose={() => {}} />;
  }
}

/** A number and what it counts. */
export function Tile({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
