import type { Fault } from "./fault.ts";
import { patchesIn, patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/room");
const inNewcomers = patchesIn("src/capabilities/newcomers");
const inFilters = patchesIn("src/capabilities/filters");
const inVariants = patchesOf("src/room/moderation/word-variants.ts");

/** Faults in the check of new guests and in the filters (P9.22–P9.25, P10). */
export const NEWCOMER_FAULTS: readonly Fault[] = [
  {
    name: "a challenge for guests whom the room knows",
    patches: [inNewcomers("newcomers", "    if (isKnown) return undefined;\n", "")],
    caughtBy: inUnit("newcomers", "P10.1 is not asked of guests whom the room knows, nor of those with a role"),
  },
  {
    name: "a flood that nobody notices",
    patches: [
      inNewcomers(
        "newcomers",
        'challenge === "flood") this.#flood.add(now);',
        'challenge === "never") this.#flood.add(now);',
      ),
    ],
    caughtBy: inUnit("newcomers", "P10.1 of new guests has the next ones asked, and none whom the room knows"),
  },
  {
    name: "an answer that works twice",
    patches: [inNewcomers("newcomers", "&& this.#store.spend(proof.salt, proof.until, now);", ";")],
    caughtBy: inUnit(
      "newcomers",
      "P10.2 is answered once: a used, foreign, wrong or expired answer brings another challenge",
    ),
  },
  {
    name: "a proof of work whose work is not checked",
    patches: [inNewcomers("proof-of-work", ">= Number(bits);", ">= 0;")],
    caughtBy: inUnit(
      "newcomers",
      "P10.2 is valid in the room that made it, unchanged, and solved only by a hash with enough zero bits",
    ),
  },
  {
    name: "Turnstile on any site",
    patches: [inNewcomers("turnstile", 'outcome.success && isOurs(outcome.hostname ?? "")', "outcome.success")],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/turnstile.test.ts",
      title: "P10.3 Turnstile's yes counts for a host of ours alone",
    },
  },
  {
    name: "plain clients that write in spite of the owner",
    patches: [inNewcomers("newcomers", 'plainClients === "read") return', 'plainClients === "allow") return')],
    caughtBy: inUnit(
      "newcomers",
      "P10.4 only read if the owner chose so, until the owner takes that back, also across an eviction",
    ),
  },
  {
    name: "a first minute that begins again with each connection",
    patches: [inNewcomers("sql-newcomer-store", "OR IGNORE INTO newcomers", "OR REPLACE INTO newcomers")],
    caughtBy: {
      project: "worker",
      file: "test/worker/sql-storage.test.ts",
      title: "P10.5 a guest is new from the first time on, across an eviction",
    },
  },
  {
    name: "a cast of a new guest",
    patches: [
      {
        file: "src/room/commands/command-runner.ts",
        from: "const refusal = logWriter.writeRefusal(author, turn) ?? ",
        to: "const refusal = ",
      },
    ],
    caughtBy: inUnit("newcomers", "P10.5 a new guest only reads at first, over a reconnect as well"),
  },
  {
    name: "a link by edit",
    patches: [
      inFilters("filters", 'command.type !== "message" && command.type !== "edit"', 'command.type !== "message"'),
    ],
    caughtBy: inUnit("filters", "P9.22 an edit cannot bring a link in, and a refused command leaves no trace"),
  },
  {
    name: "a link in another field of a message",
    patches: [
      inFilters(
        "filters",
        'command.type === "message" ? allTexts([message, command.extra, altsOf(command)]) : message',
        "message",
      ),
    ],
    caughtBy: inUnit("filters", "P9.33 a link in any other field of a message counts as one in its text"),
  },
  {
    name: "a link in a cast",
    patches: [
      {
        file: "src/room/commands/command-runner.ts",
        from: " ?? capabilities.judgeCast(author, data, turn)",
        to: "",
      },
    ],
    caughtBy: inUnit("filters", "P9.33 P2.12 a link in a cast counts as one in a message, in both dialects"),
  },
  {
    name: "a domain that only ends alike",
    patches: [inFilters("links", "host.endsWith(`.", "host.endsWith(`")],
    caughtBy: inUnit("filters", "P9.22 linkDomains may be linked to by everybody, with what is below them"),
  },
  {
    name: "a link without a space after a period",
    patches: [inFilters("links", "isAlsoWord(label) && ", "isAlsoWord(label) && label === host && ")],
    caughtBy: inUnit("filters", "P9.22 ordinary texts have no links"),
  },
  {
    name: "a host that clients read differently is on a list",
    patches: [inFilters("links", "HOST.test(host) && ", "")],
    caughtBy: inUnit("filters", "P9.32 https://evil.test|.good.example does not pass for a link to good.example"),
  },
  {
    name: "links as only the filter reads them",
    patches: [inFilters("links", "new Set([text, plain]", "new Set([plain]")],
    caughtBy: inUnit("filters", "P9.32 https://evil.test．good.example does not pass for a link to good.example"),
  },
  {
    name: "repeats forgotten by an eviction",
    patches: [inFilters("repeats", "    this.#readBack(now);\n", "")],
    caughtBy: inUnit(
      "filters",
      "P9.23 a person says the same text once, however it is varied, until the window is over",
    ),
  },
  {
    name: "repeats by many people of one address",
    patches: [inFilters("repeats", "const ADDRESS_TIMES = 3;", "const ADDRESS_TIMES = 300;")],
    caughtBy: inUnit("filters", "P9.23 an address brings the same text three times, whoever says it"),
  },
  {
    name: "capitals that nobody counts",
    patches: [inFilters("shouting", "const CAPITALS_SHARE = 0.8;", "const CAPITALS_SHARE = 1.8;")],
    caughtBy: inUnit("filters", "P9.24 a long text in capitals is refused, and so is one that nobody can read"),
  },
  {
    name: "emoji taken for invisible text",
    patches: [inFilters("shouting", 'text.replace(EMOJI, "")', "text")],
    caughtBy: inUnit("filters", "P9.24 ordinary texts are neither, in any script"),
  },
  {
    name: "product names taken for blocked words",
    patches: [inVariants("return letters >= 2 && letters * 2 >= word.length;", "return true;")],
    caughtBy: inUnit("word-variants", "P9.25 no innocent text is taken for a variant of a blocked word"),
  },
];
