import { useCallback, useEffect, useState } from "preact/hooks";
import type { RoomError } from "../../../client/index.ts";
import type { ModeratedRoom } from "./moderated-room.ts";

/** What an address of the room answers. */
export interface Answered<T> {
  /** `undefined` until the first answer. */
  readonly answer: T | undefined;
  readonly error: RoomError | undefined;
  readonly reload: () => Promise<void>;
  /** Calls another address, then loads this one again. Returns `undefined` if it failed. */
  readonly act: (path: string, method: "POST" | "PATCH" | "DELETE", body?: object) => Promise<object | undefined>;
}

/** Reads an address of the room's API. Answers are this server's own, so their type is the caller's. */
export function useApi<T extends object>(chat: ModeratedRoom, path: string): Answered<T> {
  const [answer, setAnswer] = useState<T>();
  const [error, setError] = useState<RoomError>();
  const reload = useCallback(async () => {
    try {
      setAnswer((await chat.room.api(path)) as T);
      setError(undefined);
    } catch (reason) {
      // The client rejects with nothing else.
      setError(reason as RoomError);
    }
  }, [chat, path]);
  useEffect(() => void reload(), [reload]);
  const act: Answered<T>["act"] = async (target, method, body) => {
    try {
      const done = await chat.room.api(target, body === undefined ? { method } : { method, body });
      await reload();
      return (done as object | undefined) ?? {};
    } catch (reason) {
      const failure = reason as RoomError;
      // Someone else removed it: the list is out of date.
      if (failure.code === "not_found") await reload();
      setError(failure);
      return undefined;
    }
  };
  return { answer, error, reload, act };
}
