import { findMessage, type RoomClient, RoomError } from "../../src/client/index.ts";
import { eventText, type LogLookup, messageText } from "../text/log-text.ts";
import { print } from "../text/print.ts";
import { safeLine } from "../text/safe-text.ts";
import { LineInput } from "./line-input.ts";
import { refusal } from "./refusal.ts";
import { type Outcome, runCommand, sendOptions } from "./run-command.ts";

/** What became of it. */
export interface PlainEnd {
  /** `seq` of the newest message. */
  readonly seen: number | undefined;
  /** Lines that were refused. */
  readonly refused: number;
}

/** Prints lines, without tearing what is being typed. */
type Say = (text: string) => void;

/** Messages at the start. */
const HISTORY = 20;

/**
 * Shows a room line by line and without colors: for screen readers, for simple terminals and for pipes. Each line of stdin is
 * a message or a command.
 *
 * @param url the server, for the addresses of files
 * @returns once stdin has ended and everything is sent, or the room has closed the connection for good
 */
export async function showPlain(client: RoomClient, url: URL): Promise<PlainEnd> {
  const lookup: LogLookup = {
    messageOf: (seq) => findMessage(client.state.messages, seq),
    nameOf: (uid) => client.nameOf(uid),
    url,
  };
  const { count, messages, room, self } = client.state;
  print(
    `${room}: ${count} here. You are ${safeLine(self?.username ?? "a reader")}. /help lists the commands, /quit leaves.`,
  );
  for (const message of messages.slice(-HISTORY)) print(messageText(message, lookup));
  const unfinished = new Set<Promise<void>>();
  const lines = new LineInput();
  const say = (text: string) => lines.print(text);
  follow(client, lookup, say);
  const stop = client.on("status", ({ state }) => {
    if (state === "failed") lines.close();
  });
  let refused = 0;
  const report = (outcome: Outcome | undefined): void => {
    if (outcome?.kind === "said" && outcome.isError) refused += 1;
    show(outcome, say);
  };
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const isCommand = line.startsWith("/") && !line.startsWith("//");
    const text = line.startsWith("//") ? line.slice(1) : line;
    const work = isCommand
      ? runCommand(client, line, undefined)
      : client.send(text, sendOptions(client.state, text, undefined)).then(() => undefined);
    if (isCommand) {
      const outcome = await work.catch((error: unknown) => failed(error, line, client));
      if (outcome?.kind === "quit") break;
      report(outcome);
    } else {
      // The next line doesn't wait: the client sends them in order.
      const sent = work.catch((error: unknown) => failed(error, text, client)).then(report);
      unfinished.add(sent);
      void sent.finally(() => unfinished.delete(sent));
    }
  }
  // A terminal that is still read would keep the process.
  process.stdin.destroy();
  // The status is the end of all that is unsent.
  if (client.state.status.state !== "failed") await Promise.all(unfinished);
  stop();
  return { seen: client.state.messages.at(-1)?.seq, refused };
}

function follow(client: RoomClient, lookup: LogLookup, say: Say): void {
  let { members } = client.state;
  let wasLost = false;
  client.on("event", (event) => {
    const text = eventText(event, lookup);
    if (text !== undefined) say(text);
  });
  client.on("reset", () => {
    say("* Too much has happened for all of it. The newest messages:");
    for (const message of client.state.messages.slice(-HISTORY)) say(messageText(message, lookup));
  });
  client.on("change", (state) => {
    members = state.members;
  });
  client.on("presence", ({ joined, left }) => {
    if (members.size === 0) return;
    for (const { uid, username } of joined) if (!members.has(uid)) say(`* ${safeLine(username)} joined`);
    for (const uid of left) {
      const name = members.get(uid)?.username;
      if (name !== undefined) say(`* ${safeLine(name)} left`);
    }
  });
  client.on("status", (status) => {
    if (status.state === "reconnecting" && !wasLost) say("* The connection is lost. Connecting again …");
    if (status.state === "online" && wasLost) say("* Connected again.");
    wasLost = status.state === "reconnecting";
  });
  client.on("error", (error) => {
    if (error.code !== "superseded" && error.code !== "closed") say(`! ${safeLine(error.message)}`);
  });
}

function show(outcome: Outcome | undefined, say: Say): void {
  if (outcome?.kind === "said") say(`${outcome.isError ? "!" : "*"} ${safeLine(outcome.text)}`);
  if (outcome?.kind === "list") for (const line of [outcome.title, ...outcome.lines]) say(line);
}

function failed(error: unknown, text: string, client: RoomClient): Outcome {
  if (!(error instanceof RoomError)) throw error;
  return { kind: "said", text: refusal(error, text, client.state), isError: true };
}
