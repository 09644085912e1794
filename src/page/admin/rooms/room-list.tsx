import { type ListedRoom, MAX_SEARCH_LENGTH, type RoomPage } from "../../../protocol/operator.ts";
import type { AdminWords } from "../../i18n/catalogue.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { Choice, Field } from "../../lazy/ui/form-fields.tsx";
import { DEFAULT_SORT, linkTo, type Route } from "../model/route.ts";
import { useStatus } from "../model/session.ts";
import { usePages } from "../model/use-answer.ts";
import { useDelayed } from "../model/use-delayed.ts";
import { refine, show } from "../model/use-route.ts";
import { AnswerState } from "../ui/answer-state.tsx";
import { sizeText } from "../ui/size-text.ts";

const roomsOf = ({ rooms }: RoomPage) => rooms;

/** All rooms, with a search. Its text and the order are in the address. */
export function RoomList({ route }: { route: Route }) {
  const { common, moderation, roomList } = useAdminWords();
  const { search = "", sort = DEFAULT_SORT } = route;
  const query = useDelayed(search.trim());
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
              maxLength={MAX_SEARCH_LENGTH}
              value={search}
              onInput={({ currentTarget }) => refine({ ...route, search: currentTarget.value })}
            />
          )}
        </Field>
        <Choice
          label={roomList.sort}
          value={sort}
          choices={{ last, people, messages, size, reports, name }}
          onChange={(chosen) => show({ ...route, sort: chosen })}
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

/** A table; where it is too wide, each row is a card, with its column's name beside each value. */
function RoomTable({ rooms }: { rooms: readonly ListedRoom[] }) {
  const words = useAdminWords();
  const { common, format, moderation, roomList } = words;
  const columns: readonly Column[] = [
    { name: roomList.people, isNumber: true, text: ({ people }) => format.number(people) },
    { name: roomList.messages, isNumber: true, text: ({ messagesToday }) => format.number(messagesToday) },
    { name: roomList.reports, isNumber: true, text: ({ openReports }) => format.number(openReports) },
    {
      name: roomList.last,
      text: ({ lastMessageAt }) => (lastMessageAt === null ? "–" : momentText(words, lastMessageAt)),
    },
    { name: roomList.bytes, isNumber: true, text: ({ bytes }) => sizeText(format, bytes) },
    { name: moderation.rules, text: (room) => rulesText(words, room) },
    { name: roomList.reported, text: ({ reportedAt }) => momentText(words, reportedAt) },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section class="table-frame room-table" tabIndex={0} aria-label={common.rooms}>
      <table>
        <thead>
          <tr>
            <th scope="col">{roomList.room}</th>
            {columns.map(({ isNumber, name }) => (
              <th key={name} scope="col" class={isNumber ? "number" : undefined}>
                {name}
              </th>
            ))}
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
              {columns.map(({ isNumber, name, text }) => (
                <td key={name} class={isNumber ? "number" : undefined}>
                  {/* A table's own headers name its cells to screen readers. */}
                  <span class="cell-name" aria-hidden="true">
                    {name}
                  </span>
                  <span>{text(one)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly text: (room: ListedRoom) => string;
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
