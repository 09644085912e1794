import { Avatar } from "./avatar.tsx";
import type { MessageLine } from "./lines.ts";
import { hueOf } from "./person.ts";
import { fullTime, machineTime, timeOfDay } from "./time.ts";

/** What one person said in one go. */
export function MessageBlock({ lines }: { lines: readonly [MessageLine, ...MessageLine[]] }) {
  const [{ at, username }] = lines;
  return (
    <li class="messages">
      <Avatar name={username} />
      <div class="messages-body">
        <p class="messages-head">
          <bdi class="name" dir="auto" data-hue={hueOf(username)}>
            {username}
          </bdi>{" "}
          <Time at={at} />
        </p>
        {lines.map((line) => (
          <p key={line.key} class="text" dir="auto" title={line.at === at ? undefined : fullTime(line.at)}>
            {line.text}
          </p>
        ))}
      </div>
    </li>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={machineTime(at)} title={fullTime(at)}>
      {timeOfDay(at)}
    </time>
  );
}
