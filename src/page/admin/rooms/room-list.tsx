import { useState } from "preact/hooks";
import type { ListedRoom, RoomPage, RoomSort } from "../../../protocol/operator.ts";
import type { AdminWords } from "../../i18n/catalogue.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { Choice, Field } from "../../lazy/ui/form-fields.tsx";
import { linkTo } from "../model/route.ts";
import { useStatus } from "../model/session.ts";
import { usePages } from "../model/use-answer.ts";
import { useDelayed } from "../model/use-delayed.ts";
import { AnswerState } from "../ui/answer-state.tsx";
import { sizeText } from "../ui/size-text.ts";

const roomsOf = ({ rooms }: RoomPage) => rooms;

/** All rooms, with a search. */
export function RoomList() {
  const { common, moderation, roomList } = useAdminWords();
  const [typed, setTyped] = useState("");
  const [sort, setSort] = useState<RoomSort>("last");
  const query = useDelayed(typed.trim());
  const rooms = usePages(`/rooms?${new URLSearchParams({ sort, ...(query && { q: query }) })}`, "offset", roomsOf);
  const none = useStatus()?.directory === false ? roomList.off : roomList.none;
  const { last, people, messages, bytes: size, reports, room: name } = roomList;
  return (
    <>
      <h1>{common.rooms}</h1>
      <search class="operator-actions">
        <Field label={roomList.search}>
          {(attributes) => (
            <input
              {...attributes}
              type="search"
              dir="auto"
              autocomplete="off"
              value={typed}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          )}
        </Field>
        <Choice
          label={roomList.sort}
          value={sort}
          choices={{ last, people, messages, size, reports, name }}
          onChange={setSort}
        />
      </search>
      <AnswerState of={rooms} />
      {rooms.answer !== undefined && (
        <p class="panel-advice" role="status">
          {rooms.answer.total > 0 ? roomList.count(rooms.answer.total) : query ? roomList.noMatch : none}
        </p>
      )}
      {rooms.items !== undefined && rooms.items.length > 0 && <RoomTable rooms={rooms.items} />}
      {rooms.loadMore !== undefined && (
        <p class="panel-actions">
          <button type="button" class="button button-quiet" onClick={rooms.loadMore}>
            {moderation.more}
          </button>
        </p>
      )}
    </>
  );
}

function RoomTable({ rooms }: { rooms: readonly ListedRoom[] }) {
  const words = useAdminWords();
  const { common, format, roomList } = words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section class="table-frame" tabIndex={0} aria-label={common.rooms}>
      <table>
        <thead>
          <tr>
            <th scope="col">{roomList.room}</th>
            <th scope="col" class="number">
              {roomList.people}
            </th>
            <th scope="col" class="number">
              {roomList.messages}
            </th>
            <th scope="col" class="number">
              {roomList.reports}
            </th>
            <th scope="col">{roomList.last}</th>
            <th scope="col" class="number">
              {roomList.bytes}
            </th>
            <th scope="col">{roomList.rules}</th>
            <th scope="col">{roomList.reported}</th>
          </tr>
        </thead>
        <tbody>
          {rooms.map((one) => (
            <tr key={one.room}>
              <th scope="row" class="room-cell">
                <a href={linkTo({ part: "rooms", room: one.room })} dir="ltr">
                  #{one.room}
                </a>
                <Flags room={one} />
                {one.title !== one.room && <p dir="auto">{one.title}</p>}
              </th>
              <td class="number">{format.number(one.people)}</td>
              <td class="number">{format.number(one.messagesToday)}</td>
              <td class="number">{format.number(one.openReports)}</td>
              <td>{one.lastMessageAt === null ? "–" : momentText(words, one.lastMessageAt)}</td>
              <td class="number">{sizeText(format, one.bytes)}</td>
              <td>{rulesText(words, one)}</td>
              <td>{momentText(words, one.reportedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Says that a room is going to be deleted. */
export function Flags({ room: { deletesAt } }: { room: ListedRoom }) {
  const { roomList } = useAdminWords();
  return deletesAt === undefined ? null : <span class="flag">{roomList.deleting}</span>;
}

/** Who can join and who can post, if not everyone. */
function rulesText({ moderation }: AdminWords, { rules: { read, write } }: ListedRoom): string {
  const rules = [
    read === "everyone" ? [] : [`${moderation.whoReads}: ${moderation[read]}`],
    write === "everyone" ? [] : [`${moderation.whoWrites}: ${moderation[write]}`],
  ].flat();
  return rules.length === 0 ? moderation.everyone : rules.join(" · ");
}
