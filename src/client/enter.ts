import { normalizeUsername } from "../protocol/normalize-name.ts";
import type { Member } from "../protocol/server-objects.ts";
import { badUsername, closed, type Engine } from "./engine.ts";
import { giveCommand } from "./give-command.ts";
import { RoomError } from "./room-error.ts";
import { whenOnline } from "./when-online.ts";

/**
 * Makes a reader a person (P3.37).
 *
 * @returns the user, or rejects with a `RoomError`
 */
export async function enter(engine: Engine, username: string | undefined): Promise<Member> {
  if (username !== undefined && normalizeUsername(username) === undefined) throw badUsername();
  if (engine.ending.aborted) throw closed();
  if (engine.entrance !== undefined) throw new RoomError("hello_again");
  const { model } = engine;
  const hasAsked = model.isReader && (await ask(engine, username));
  if (!hasAsked && username !== undefined && username !== model.self?.username) {
    await giveCommand(engine, engine.newId(), () => ({ type: "rename", username }));
  }
  return whenOnline(engine);
}

/** Sends `hello` as soon as the client is live. Resolves with whether that made it a person. */
function ask(engine: Engine, username: string | undefined): Promise<boolean> {
  const { identity } = engine;
  return new Promise((resolve, reject) => {
    const failed = (error: RoomError) => {
      engine.entrance = undefined;
      identity.useUsername(undefined);
      reject(error);
    };
    const entered = (hasAsked: boolean) => {
      engine.entrance = undefined;
      resolve(hasAsked);
    };
    engine.entrance = { entered, failed };
    identity.useUsername(username);
    void Promise.resolve(identity.prepare()).then(
      () => engine.enter(),
      () => failed(new RoomError("token")),
    );
  });
}
