import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { client } from "../client/harness.ts";

test("another name after a rejected one leaves no error above the composer", () => {
  const it = client({ username: "Ada" });
  const chat = createChat("Ada", () => it.room);
  it.socket().open().say({ type: "error", code: "name_taken", message: "" });
  expect(chat.view.status.state).toBe("refused");
  expect(chat.view.composerError).toMatchObject({ code: "name_taken" });
  chat.enter("Pia");
  expect(chat.view.status.state).toBe("connecting");
  expect(chat.view.composerError).toBeUndefined();
});
