import { expect, test } from "vitest";
import type { FileStore } from "../../src/capabilities/files/file-store.ts";
import { receive } from "../../src/capabilities/files/upload.ts";
import { readFileConfig } from "../../src/worker/config/file-config.ts";
import { jpeg, png } from "../support/pictures.ts";

const CONFIG = readFileConfig({});

/** A store that loses the last bytes of a file. */
function storeThatLoses(lost: number): FileStore & { readonly ids: string[] } {
  const ids: string[] = [];
  return {
    ids,
    async write(id, bytes) {
      ids.push(id);
      let written = 0;
      for await (const part of bytes) written += part.length;
      return written - lost;
    },
    read: () => Promise.reject(new Error("not read")),
    delete: () => Promise.resolve(),
  };
}

const streamOf = (file: Uint8Array) => new Blob([file]).stream();

test("P12.2 an upload fails if the store has fewer bytes than were sent", async () => {
  const received = receive(storeThatLoses(1), "id", streamOf(jpeg()), CONFIG, undefined);
  await expect(received).rejects.toThrow("not stored as a whole");
  const whole = await receive(storeThatLoses(0), "id", streamOf(jpeg()), CONFIG, undefined);
  expect(whole).toMatchObject({ type: "image/jpeg", size: jpeg().length, width: 40, height: 30 });
});

test("P12.10 the store never hears of a file of a type that is not accepted", async () => {
  const store = storeThatLoses(0);
  expect(await receive(store, "id", streamOf(new TextEncoder().encode("<svg>")), CONFIG, "image/png")).toBe(
    "file_type",
  );
  expect(store.ids).toEqual([]);
  expect(await receive(store, "id", streamOf(png().slice(0, -3)), CONFIG, undefined)).toBe("file_type");
  expect(store.ids).toEqual(["id"]);
});

test("P12.2 a file that is longer than its sender said is too large", async () => {
  const config = { ...CONFIG, maxBytes: 20 };
  expect(await receive(storeThatLoses(0), "id", streamOf(png()), config, undefined)).toBe("file_too_large");
});
