import { expect, test } from "vitest";
import { readOptions } from "../../../scripts/serve/options.ts";

test.each([
  [["--port", "0"], "Invalid --port"],
  [["--port", ""], "Invalid --port"],
  [["--data", ""], "Invalid --data"],
  [["--data= "], "Invalid --data"],
  [["--host", ""], "Invalid --host"],
  [["--prot", "80"], "Unknown option"],
])("%j is refused in words", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test("without options it serves this machine, and stores its rooms in ./data", () => {
  expect(readOptions([])).toMatchObject({ host: "127.0.0.1", port: 8787, data: "data" });
});
