import { expect, test } from "vitest";
import { formatFor, machineTime } from "../../../src/page/i18n/format.ts";

test("a time that no calendar holds does not break the page", () => {
  const format = formatFor("en-GB");
  for (const at of [0, -1, 1e300, -1e300]) {
    expect(format.time(at)).not.toBe("");
    expect(machineTime(at)).not.toBe("");
  }
});

test("times follow the time zone, which can change while the page is open", () => {
  const { TZ } = process.env;
  const format = formatFor("en-GB");
  const noon = Date.UTC(2026, 10, 27, 12);
  try {
    process.env.TZ = "UTC";
    expect(format.time(noon)).toBe("12:00");
    process.env.TZ = "Asia/Tokyo";
    expect(format.time(noon)).toBe("21:00");
    expect(format.dayAndTime(noon)).toContain("21:00:00");
  } finally {
    process.env.TZ = TZ;
  }
});

test("another person's text is set apart where its direction could turn the sentence around", () => {
  const isolated = (text: string) => `\u2068${text}\u2069`;
  expect(formatFor("en-GB").foreign("Ada")).toBe("Ada");
  expect(formatFor("en-GB").foreign("\u0646\u0648\u0631")).toBe(isolated("\u0646\u0648\u0631"));
  expect(formatFor("en-GB").foreign("A\u202eda")).toBe(isolated("A\u202eda"));
  expect(formatFor("ar", "rtl").foreign("Ada")).toBe(isolated("Ada"));
});
