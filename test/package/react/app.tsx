// A React application that has the client library as a package.
import { type RoomClient, webStorage } from "@parley-chat/client";
import type { ParleyChat as ParleyChatElement } from "@parley-chat/client/embed";
import { ParleyChat, useMessages, useRoom, useRoomState } from "@parley-chat/client/react";
import { useEffect, useRef, useState } from "react";

/** What this application adds to its messages. */
interface Extra {
  readonly color: "red" | "blue";
}

/** A room that this application draws itself. */
function Room() {
  const room: RoomClient<Extra> | undefined = useRoom<Extra>("/ws/garden", () => ({
    username: "Ada",
    storage: webStorage(localStorage),
  }));
  const state = useRoomState(room);
  const { messages, unsent } = useMessages(room);
  // For the test.
  useEffect(() => void Object.assign(globalThis, { room }), [room]);
  return (
    <section>
      <output>{state?.status.state ?? "no room yet"}</output>
      <ul>
        {messages.map(({ message, seq, username }) => (
          <li key={seq}>{`${username}: ${message}`}</li>
        ))}
        {unsent.map(({ command, id }) => (
          <li key={id}>{`unsent: ${command.message}`}</li>
        ))}
      </ul>
      <button type="button" onClick={() => room?.send("Hello!", { extra: { color: "red" } })}>
        Send
      </button>
    </section>
  );
}

/** A room in a frame. */
function Frame() {
  const chat = useRef<ParleyChatElement>(null);
  const [log, setLog] = useState<readonly string[]>([]);
  const [isDark, setDark] = useState(false);
  const [calls, setCalls] = useState(0);
  const [round, setRound] = useState(0);
  const add = (line: string) => setLog((lines) => [...new Set([...lines, line])]);
  return (
    <section>
      <ParleyChat
        key={round}
        ref={chat}
        server="https://chat.test"
        room="garden"
        loading="eager"
        theme={isDark ? "dark" : "light"}
        compact={isDark}
        readOnly
        token={async () => {
          setCalls((count) => count + 1);
          return "a token";
        }}
        className="chat"
        style={{ height: "10rem", "--parley-accent": "#3d6b35" }}
        onStatus={({ status }) => add(`${status} in round ${round}`)}
        onReady={({ room, trusted }) => add(`ready in ${room}, ${trusted ? "trusted" : "not trusted"}`)}
        onUnread={({ count }) => add(`${count} unread`)}
        onMessage={({ text, username }) => add(`${username}: ${text}`)}
        onError={({ code }) => add(`error ${code}`)}
      />
      <p>{`token called ${calls} times`}</p>
      <button type="button" onClick={() => setRound(1)}>
        Another user
      </button>
      <button type="button" onClick={() => setDark(true)}>
        Dark
      </button>
      <button type="button" onClick={() => chat.current?.send("Hello!").then(({ seq }) => add(`sent as ${seq}`))}>
        Send into the frame
      </button>
      <ol>
        {log.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  );
}

export function App() {
  const [isShown, setShown] = useState(true);
  return (
    <>
      {isShown && <Room />}
      <Frame />
      <button type="button" onClick={() => setShown(false)}>
        Leave
      </button>
    </>
  );
}

/** Types alone; never called. */
export function Mistakes() {
  const room = useRoom<Extra>(new URL("wss://chat.test/ws/garden"));
  // @ts-expect-error there may be no room yet
  room.send("x");
  // @ts-expect-error an extra field of another type
  void room?.send("x", { extra: { color: 7 } });
  return (
    <>
      {/* @ts-expect-error there is no such theme */}
      <ParleyChat server="https://chat.test" theme="purple" />
      {/* @ts-expect-error a server is needed */}
      <ParleyChat room="garden" />
      <parley-chat room="garden" server="https://chat.test" readonly />
      {/* @ts-expect-error no such mode */}
      <parley-chat mode="popup" />
    </>
  );
}
