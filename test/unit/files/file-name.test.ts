import { expect, test } from "vitest";
import { fileName } from "../../../src/capabilities/files/file-name.ts";

test.each([
  ["photo.jpg", "photo.jpg"],
  ["Gr%C3%BC%C3%9Fe%20aus%20M%C3%BCnchen.png", "Grüße aus München.png"],
  ["../../etc/passwd", "passwd"],
  ["..%2F..%2Fetc%2Fpasswd", "passwd"],
  ["C%3A%5CUsers%5Cada%5Cphoto.jpg", "photo.jpg"],
  [".htaccess", "htaccess"],
  ["a%00b%0D%0Ac.png", "abc.png"],
  ["invoice%E2%80%AEgnp.exe", "invoicegnp.exe"],
  ["%E2%80%8Fphoto.png", "photo.png"],
  ["a%22%3B%20filename%3Dx.exe", "a_; filename=x.exe"],
  ["%ED%A0%80.png", "%ED%A0%80.png"],
  ["100%.png", "100%.png"],
  ["...", "file"],
  ["", "file"],
  [undefined, "file"],
  [`${"x".repeat(300)}.jpeg`, `${"x".repeat(115)}.jpeg`],
])("P12.10 a name becomes safe: %s", (header, name) => {
  expect(fileName(header)).toBe(name);
});
