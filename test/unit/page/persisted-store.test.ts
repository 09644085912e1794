import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A browser's storage, as far as the page uses it. */
let storage: Map<string, string>;
/** What listens to the changes of other tabs. */
let listeners: ((event: { key: string | null; newValue: string | null }) => void)[];

beforeEach(() => {
  storage = new Map();
  listeners = [];
  vi.resetModules();
  vi.stubGlobal("addEventListener", (_: string, listener: (typeof listeners)[number]) => listeners.push(listener));
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

const recent = () => import("../../../src/page/lazy/rooms/recent-rooms.ts");
const kept = () => import("../../../src/page/settings/settings.ts");

test("the rooms visited last come first, each once, and no more than twenty", async () => {
  const { forgetRoom, recentRooms, rememberRoom } = await recent();
  for (const room of ["a", "b", "a"]) rememberRoom(room);
  expect(recentRooms.value).toEqual(["a", "b"]);
  forgetRoom("a");
  expect(recentRooms.value).toEqual(["b"]);
  for (let count = 1; count <= 25; count += 1) rememberRoom(`room-${count}`);
  expect(recentRooms.value).toHaveLength(20);
  expect(recentRooms.value[0]).toBe("room-25");
  expect(JSON.parse(storage.get("parley.rooms") ?? "")).toEqual(recentRooms.value);
});

test.each([
  ["not JSON", "{", []],
  ["no list", '{"a":1}', []],
  ["names of no room among others", '["garden", 3, null, "../x", "Garden", "lake"]', ["garden", "lake"]],
])("rooms that were kept as %s are read as far as they can be", async (_, text, rooms) => {
  storage.set("parley.rooms", text);
  expect((await recent()).recentRooms.value).toEqual(rooms);
});

test("settings are kept; one that cannot be read is as at first, the others stay", async () => {
  storage.set("parley.settings", '{"language":"klingon","showsComings":false,"unknown":1}');
  const { changeSettings, settings } = await kept();
  expect(settings.value).toMatchObject({ language: "auto", showsComings: false });
  changeSettings({ language: "de" });
  expect(JSON.parse(storage.get("parley.settings") ?? "")).toMatchObject({ language: "de", showsComings: false });
});

test("what another tab chooses is chosen here; an emptied storage is as at first", async () => {
  const { settings } = await kept();
  const tell = (key: string | null, newValue: string | null) => {
    for (const listener of listeners) listener({ key, newValue });
  };
  tell("parley.settings", '{"language":"ar"}');
  expect(settings.value.language).toBe("ar");
  tell("something.else", '{"language":"fr"}');
  expect(settings.value.language).toBe("ar");
  tell(null, null);
  expect(settings.value.language).toBe("auto");
});

test("where storage is denied, a choice holds for as long as the page lives", async () => {
  const denied = () => {
    throw new DOMException("refused", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: denied, setItem: denied });
  const { changeSettings, settings } = await kept();
  changeSettings({ showsComings: false });
  expect(settings.value.showsComings).toBe(false);
});
