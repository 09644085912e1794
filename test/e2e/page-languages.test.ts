import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { LanguageCode } from "../../src/page/i18n/languages.ts";
import { expectNoSidewaysScroll } from "./accessible.ts";
import { letIn, message, playRoom } from "./fake-room.ts";
import { composer, freshRoom, say, sees, status, useVisitors, type VisitOptions } from "./visitors.ts";

const visitors = useVisitors();

/** The first texts of a room, in each language. */
const SAID = {
  en: { locale: "en-US", name: "Display name", enter: "Join", entered: "Connected", here: "1 online", send: "Send" },
  de: {
    locale: "de-AT",
    name: "Anzeigename",
    enter: "Beitreten",
    entered: "Verbunden",
    here: "Online: 1",
    send: "Senden",
  },
  fr: {
    locale: "fr-CA",
    name: "Nom d’affichage",
    enter: "Rejoindre",
    entered: "Connecté",
    here: "1 en ligne",
    send: "Envoyer",
  },
  es: {
    locale: "es-MX",
    name: "Nombre visible",
    enter: "Unirse",
    entered: "Conectado",
    here: "1 en línea",
    send: "Enviar",
  },
  pt: {
    locale: "pt-BR",
    name: "Nome de exibição",
    enter: "Entrar",
    entered: "Conectado",
    here: "1 on-line",
    send: "Enviar",
  },
  ar: { locale: "ar", name: "الاسم المعروض", enter: "انضمام", entered: "متصل", here: "1 متصل", send: "إرسال" },
  hi: { locale: "hi-IN", name: "दिखने वाला नाम", enter: "शामिल हों", entered: "कनेक्टेड", here: "1 ऑनलाइन", send: "भेजें" },
  ja: { locale: "ja-JP", name: "表示名", enter: "参加", entered: "接続済み", here: "1人がオンライン", send: "送信" },
  zh: { locale: "zh-CN", name: "显示名称", enter: "加入", entered: "已连接", here: "1 人在线", send: "发送" },
} as const satisfies { readonly [code in LanguageCode]: object };

/** The language and direction that a page declares. */
const spoken = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir] as const);

test.each(Object.entries(SAID))(
  "a user whose browser prefers %s gets it, and it fits 320 pixels",
  async (code, said) => {
    const scripts: string[] = [];
    const page = await visitors.visit({
      // A name as long as those that people choose.
      path: `/r/${freshRoom().slice(0, 8)}`,
      locale: said.locale,
      prepare: async (page) => void page.on("request", (request) => scripts.push(new URL(request.url()).pathname)),
    });
    await status(page, said.entered);
    await page.getByRole("button", { name: said.enter, exact: true }).click();
    await page.getByLabel(said.name, { exact: true }).fill("Ada");
    await page.setViewportSize({ width: 320, height: 568 });
    await expectNoSidewaysScroll(page);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: said.here, exact: true }).waitFor();
    expect(await spoken(page)).toEqual([code, code === "ar" ? "rtl" : "ltr"]);
    // English is part of the main script; another language is one script more, and no other is loaded.
    const languages = scripts.filter((path) => path.startsWith("/assets/first-"));
    expect(languages).toHaveLength(code === "en" ? 0 : 1);
    await page.getByRole("button", { name: said.send, exact: true }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectWholePlaceholder(page.locator("#composer-text"));
    await page.locator(".composer-field [aria-haspopup=dialog]").click();
    await expectWholePlaceholder(page.locator(".emoji-popover input"));
    await page.keyboard.press("Escape");
    await page.locator(".room-button").click();
    await expectWholePlaceholder(page.locator("dialog input[placeholder]"));
  },
);

/** Fails if a field is too narrow for its placeholder. */
async function expectWholePlaceholder(field: Locator): Promise<void> {
  const [text, needed, given] = await field.evaluate((element: HTMLInputElement | HTMLTextAreaElement) => {
    const { font, letterSpacing, paddingInlineEnd, paddingInlineStart } = getComputedStyle(element);
    const span = document.createElement("span");
    span.textContent = element.placeholder;
    span.style.cssText = `position: absolute; white-space: nowrap; font: ${font}; letter-spacing: ${letterSpacing}`;
    document.body.append(span);
    const { width } = span.getBoundingClientRect();
    span.remove();
    const room = element.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
    return [element.placeholder, width, room] as const;
  });
  expect(text).not.toBe("");
  expect(needed, text).toBeLessThanOrEqual(given);
}

test("a user whose browser prefers no available language gets English", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { locale: "nl-NL" });
  expect(await spoken(page)).toEqual(["en", "ltr"]);
});

test("a chosen language applies at once, in other tabs too, and on the next visit; the draft stays", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const tab = await visitors.openTab(page);
  await say(page, "as I said it");
  await composer(page).fill("half a thou");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Language").selectOption({ label: "العربية" });
  await page.getByRole("dialog", { name: "الإعدادات" }).waitFor();
  expect(await spoken(page)).toEqual(["ar", "rtl"]);
  await page.keyboard.press("Escape");
  expect(await page.getByLabel("رسالة", { exact: true }).inputValue()).toBe("half a thou");
  await sees(page, "as I said it");
  await status(tab, "متصل");

  await page.reload();
  await status(page, "متصل");
  await page.getByRole("button", { name: "الإعدادات" }).click();
  await page.getByLabel("اللغة").selectOption({ index: 0 });
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  expect(await spoken(page)).toEqual(["en", "ltr"]);
});

test("if a language cannot be loaded, the page stays as it was", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Language").waitFor();
  // Only the first language that is asked for fails.
  const broken = { contentType: "text/javascript", body: "throw 0" };
  await page.route(/\/assets\/first-/, (route) => route.fulfill(broken), { times: 1 });
  const refused = page.waitForEvent("response", (response) => /\/assets\/first-/.test(response.url()));
  await page.getByLabel("Language").selectOption({ label: "Français" });
  await refused;
  await page.getByLabel("Language").selectOption({ label: "Español" });
  await page.getByRole("dialog", { name: "Ajustes" }).waitFor();
  expect(await spoken(page)).toEqual(["es", "ltr"]);
});

/** A page with one message in each direction, from a known day. */
const withTalk = (locale: string): Promise<Page> => {
  const options: VisitOptions = {
    locale,
    timezoneId: "UTC",
    prepare: async (page) => {
      await page.addInitScript(() => localStorage.setItem("parley.name", "Ada"));
      await playRoom(page, (socket) =>
        letIn(socket, [
          message(1, "Good morning!", { at: Date.UTC(2026, 0, 5, 13, 7), username: "Ben" }),
          message(2, "صباح الخير", { at: Date.UTC(2026, 0, 5, 13, 8), uid: "noor", username: "نور" }),
        ]),
      );
    },
  };
  return visitors.visit({ ...options, path: `/r/${freshRoom()}` });
};

test.each([
  ["en-US", "Monday, January 5, 2026", "1:07 PM"],
  ["en-GB", "Monday, 5 January 2026", "13:07"],
  ["de", "Montag, 5. Januar 2026", "13:07"],
  ["ja", "2026年1月5日月曜日", "13:07"],
])("days and times are formatted for %s", async (locale, day, time) => {
  const page = await withTalk(locale);
  await page.locator(".day").getByText(day).waitFor();
  // Some locales have a narrow space before AM or PM.
  const said = await page.locator(".messages-head time").first().textContent();
  expect(said?.replaceAll("\u202f", " ")).toBe(time);
});

test("in Arabic the page is mirrored, and every name and text keeps its own direction", async () => {
  const page = await withTalk("ar");
  const direction = (text: string) =>
    page
      .getByText(text, { exact: true })
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  await sees(page, "Good morning!");
  for (const [text, expected] of [
    ["Good morning!", "ltr"],
    ["صباح الخير", "rtl"],
    ["Ben", "ltr"],
    ["نور", "rtl"],
  ] as const) {
    expect(await direction(text), text).toBe(expected);
  }
  const middle = (await page.evaluate(() => innerWidth)) / 2;
  const avatar = await page.locator(".messages .avatar").first().boundingBox();
  const me = await page.getByRole("button", { name: /الملف الشخصي$/ }).boundingBox();
  expect(avatar?.x).toBeGreaterThan(middle);
  expect(me?.x).toBeLessThan(middle);
  // The room's name reads "#t-…" and not "t-…#".
  const name = page.locator(".room-button .room-name");
  expect(await name.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
});

test.each([
  ["ar", "right"],
  ["en", "left"],
] as const)("%s: every text and reaction stands beside its author, whatever its direction is", async (locale, side) => {
  const reactions = [{ emoji: "👍", count: 1, uids: ["ben"] }];
  const texts = ["Good morning!", "صباح الخير", "おはよう", "🌹"];
  const page = await visitors.visit({
    locale,
    name: "Ada",
    path: `/r/${freshRoom()}`,
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(
          socket,
          texts.map((text, index) => message(index + 1, text, { reactions })),
        ),
      ),
  });
  await page.locator("#m4 .large").waitFor();
  const edges = await page.evaluate(
    (side) =>
      [...document.querySelectorAll(".message .said, .message .reactions > :first-child")].map((element) =>
        Math.round(element.getBoundingClientRect()[side]),
      ),
    side,
  );
  expect(edges).toHaveLength(2 * texts.length);
  expect(new Set(edges).size).toBe(1);
});

test("a name in the other direction does not reorder a sentence", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, []);
        const noor = { uid: "noor", username: "نور", role: "guest" };
        socket.say({ type: "presence", joined: [noor], left: [], count: 2 });
      }),
  });
  await page.locator(".system-message").getByText("\u2068نور\u2069 joined").waitFor();
});
