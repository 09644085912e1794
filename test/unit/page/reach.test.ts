import { expect, test } from "vitest";
import { type MessagesAround, reach } from "../../../src/page/lazy/log/reach.ts";
import { dialogsState } from "../../../src/page/lazy/model/dialogs-state.ts";
import { createChat } from "../../../src/page/model/chat.ts";
import { client, message, messages, ready, reset, welcome } from "../client/harness.ts";

/** Numbers of events that are no messages. */
const REACTIONS: ReadonlySet<number> = new Set([7]);

/** A chat in a room of 1,500 events, with the last 50 messages, and the pages of history that it requests. */
function inside() {
  const pages: string[] = [];
  const fetch = async (url: string) => {
    const { search, searchParams } = new URL(url);
    pages.push(search);
    const before = Number(searchParams.get("before"));
    const all = messages(Math.max(1, before - 100), before - 1).filter(({ seq }) => !REACTIONS.has(seq));
    return Response.json({ messages: all, head: 1_500 });
  };
  const it = client({ fetch });
  const chat = createChat("me", () => it.room);
  it.socket()
    .open()
    .say(welcome({ head: 1_500 }), reset(messages(1_451, 1_500)), ready(1_500));
  const shown: MessagesAround[] = [];
  return { chat, pages, shown, reach: (seq: number) => reach(chat, seq, (around) => shown.push(around)) };
}

const seqsOf = ({ messages }: Pick<MessagesAround, "messages">) => messages.map(({ seq }) => seq);

test("P7.2 a message far above the log is shown with its neighbors, of one page, and the log stays as it is", async () => {
  const { chat, pages, reach, shown } = inside();
  expect(await reach(600)).toBe(true);
  expect(pages).toEqual(["?limit=100&before=651"]);
  expect(shown.map(seqsOf)).toEqual([messages(551, 650).map(({ seq }) => seq)]);
  expect(shown[0]).toMatchObject({ seq: 600, more: true });
  expect(chat.view.messages[0]?.seq).toBe(1_451);
  expect(await reach(5)).toBe(true);
  expect(shown[1]).toMatchObject({ seq: 5, more: false });
});

test("a message close above the log is loaded into it, with some before it", async () => {
  const { chat, reach, shown } = inside();
  expect(await reach(1_251)).toBe(true);
  expect(chat.view.messages.map(({ seq }) => seq)).toEqual(messages(1_151, 1_500).map(({ seq }) => seq));
  expect(shown).toEqual([]);
});

test.each([7, 1_501])("a jump to %d, which is no message, says so", async (seq) => {
  const { chat, reach, shown } = inside();
  expect(await reach(seq)).toBe(false);
  expect(shown).toEqual([]);
  expect(dialogsState.value.outcome?.kind).toBe("done");
  expect(chat.view.messages.at(0)).toMatchObject(message(1_451));
});
