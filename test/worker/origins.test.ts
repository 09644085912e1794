import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/worker/config/config.ts";

const read = (list: string) => readConfig({ ...env, ALLOWED_ORIGINS: list }).allowedOrigins;

describe("ALLOWED_ORIGINS", () => {
  test.each([
    ["HTTPS://One.Example", "https://one.example"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["https://one.example:443", "https://one.example"],
    ["http://one.example:8080", "http://one.example:8080"],
  ])("P1.2 %s is read as %s, which is what browsers send", (entry, origin) => {
    expect(read(` ${entry} ,`)).toEqual(new Set([origin]));
  });

  test.each([
    "https://one.example/",
    "https://one.example/chat",
    "https://one.example?",
    "https://ada@one.example",
    "one.example",
    "null",
    "file:///",
  ])("P1.2 %s is refused with an error that names it", (entry) => {
    expect(() => read(`https://two.example, ${entry}`)).toThrow(entry);
  });
});
