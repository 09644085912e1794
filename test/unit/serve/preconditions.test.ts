import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkPort, provideFolder } from "../../../scripts/serve/preconditions.ts";
import { reasonOf } from "../../../scripts/system-error.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "parley-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("the folder of the rooms is made for this user alone", () => {
  const data = join(makeFolder(), "rooms", "data");
  provideFolder(data);
  expect(statSync(data).mode & 0o777).toBe(0o700);
});

test("a file in place of the folder is named in one sentence", () => {
  const file = join(makeFolder(), "data");
  writeFileSync(file, "");
  expect(() => provideFolder(file)).toThrow(`Can't store the rooms in ${file}: it is a file.`);
  expect(() => provideFolder(join(file, "x"))).toThrow(": a part of the path is a file.");
});

test("a port in use is named in one sentence, and a free one stays free", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(checkPort("127.0.0.1", port)).rejects.toThrow(
    `Can't listen on port ${port} of 127.0.0.1: another program uses that port.`,
  );
  other.close();
  await once(other, "close");
  await checkPort("127.0.0.1", port);
  await checkPort("127.0.0.1", port);
});

test("an error without words of ours keeps the system's", () => {
  expect(reasonOf(Object.assign(new Error("EMFILE: too many open files"), { code: "EMFILE" }))).toBe(
    "EMFILE: too many open files",
  );
  expect(reasonOf(Object.assign(new Error("EACCES"), { code: "EACCES" }))).toBe("permission denied");
});
